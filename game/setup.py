"""The opening: what happens in frame 0, before anybody can want anything.

Knows how a fair room is laid out: every thing has its likes at the three places that mirror it,
so that the nests in the corners see the same. Everything else comes from ``chance``.
"""

from __future__ import annotations

from collections.abc import Sequence

from game.chance import chance
from game.events import Facts, ItemKind, ItemSpawned, MatchStarted, Mind, PlayerJoined
from game.world import (
    CRATES,
    FLOOR,
    NAMES,
    NEST_HALF_HEIGHT,
    NEST_HALF_WIDTH,
    NESTS,
    PLACE,
)
from replay import Decision

Spot = tuple[int, int]

KINDS = (
    ItemKind.CROWN,
    ItemKind.COIN,
    ItemKind.RUBY,
    ItemKind.KEY,
    ItemKind.ANVIL,
    ItemKind.POTION,
    ItemKind.SWORD,
    ItemKind.CHEESE,
    ItemKind.RUBY,
    ItemKind.COIN,
)
"""What comes into the room, four of a kind at a time, for as long as there are players for it."""

MIDDLE_X, MIDDLE_Y = FLOOR.x + FLOOR.w // 2, FLOOR.y + FLOOR.h // 2
WALL_MARGIN, AXIS_MARGIN, NEST_MARGIN, CRATE_MARGIN = 34, 28, 26, 32
"""Pixels that a thing keeps away from walls, its mirror images, nests, and crates."""
CANDIDATES = 12
"""Places drawn for one kind; the one farthest from all things is taken, which spreads them."""


def opening(seed: int, minds: Sequence[Mind], length: int) -> list[Decision]:
    """Return how a match begins that is to last ``length`` frames, one player for each mind."""
    decisions: list[Decision] = [(Facts.MATCH_STARTED, MatchStarted(length))]
    for player, mind in enumerate(minds):
        x, y = NESTS[player]
        joined = PlayerJoined(player, NAMES[player], mind, x * PLACE, y * PLACE)
        decisions.append((Facts.PLAYER_JOINED, joined))
    for item, (kind, (x, y)) in enumerate(_things(seed, len(minds))):
        decisions.append((Facts.ITEM_SPAWNED, ItemSpawned(item, kind, x * PLACE, y * PLACE)))
    return decisions


def _things(seed: int, players: int) -> list[tuple[ItemKind, Spot]]:
    """Return what lies where, in pixels: ten things a player, and eight for company."""
    things: list[tuple[ItemKind, Spot]] = []
    counter = 0
    for number in range(2 + 2 * players):
        candidates: list[Spot] = []
        while len(candidates) < CANDIDATES:
            spot = _drawn(seed, counter)
            counter += 2
            if _is_free(spot, players):
                candidates.append(spot)
        taken = [spot for _, spot in things]
        x, y = max(candidates, key=lambda spot: _room_around(spot, taken))
        things += [(KINDS[number % len(KINDS)], mirrored) for mirrored in _mirrored(x, y)]
    return things


def _drawn(seed: int, counter: int) -> Spot:
    """Return a place in the upper left quarter of the floor, not too near to its edges."""
    across = MIDDLE_X - AXIS_MARGIN - FLOOR.x - WALL_MARGIN
    down = MIDDLE_Y - AXIS_MARGIN - FLOOR.y - WALL_MARGIN
    return (
        FLOOR.x + WALL_MARGIN + chance(seed, 0, counter, across),
        FLOOR.y + WALL_MARGIN + chance(seed, 0, counter + 1, down),
    )


def _mirrored(x: int, y: int) -> tuple[Spot, ...]:
    left, right, above, below = x, 2 * MIDDLE_X - x, y, 2 * MIDDLE_Y - y
    return (left, above), (right, above), (left, below), (right, below)


def _is_free(spot: Spot, players: int) -> bool:
    """Whether neither the place nor a mirror image of it is in a nest or near a crate."""
    wide, high = NEST_HALF_WIDTH + NEST_MARGIN, NEST_HALF_HEIGHT + NEST_MARGIN
    for x, y in _mirrored(*spot):
        for nest_x, nest_y in NESTS[:players]:
            across, down = (x - nest_x) * high, (y - nest_y) * wide
            if across * across + down * down < (wide * high) ** 2:
                return False
        for crate in CRATES:
            beside = crate.x - CRATE_MARGIN < x < crate.x + crate.w + CRATE_MARGIN
            if beside and crate.y - CRATE_MARGIN < y < crate.y + crate.h + CRATE_MARGIN:
                return False
    return True


def _room_around(spot: Spot, taken: list[Spot]) -> int:
    """Return the square of the distance to the nearest thing, its own mirror images included."""
    x, y = spot
    others = taken + [mirrored for mirrored in _mirrored(x, y) if mirrored != spot]
    return min((x - other_x) ** 2 + (y - other_y) ** 2 for other_x, other_y in others)
