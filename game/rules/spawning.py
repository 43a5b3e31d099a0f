"""Which items appear in the room: those of the opening, and a few later.

Knows how a fair room is laid out: items come in fours of the same kind and weight, at a position
and its three mirror images, so that the nests in the corners have the same items around them. All
else comes from ``chance``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from game.model.events import Facts, ItemKind, ItemSpawned, MatchStarted, Mind, PlayerJoined
from game.model.room import (
    CRATES,
    FLOOR,
    NAMES,
    NEST_HALF_HEIGHT,
    NEST_HALF_WIDTH,
    NESTS,
    SUBPIXELS,
    WEIGHTS,
)
from game.rules.chance import chance
from replay import Decision

Spot = tuple[int, int]

FIRST_KINDS = (
    ItemKind.CROWN,
    ItemKind.COIN,
    ItemKind.RUBY,
    ItemKind.KEY,
    ItemKind.ANVIL,
    ItemKind.POTION,
    ItemKind.SWORD,
    ItemKind.CHEESE,
)
"""Kinds of the opening, four of a kind at a time: two kinds per player, repeating from the start
if needed."""
LATER_KINDS = (ItemKind.RUBY, ItemKind.SWORD, ItemKind.POTION, ItemKind.CROWN)
"""Kinds of the later deliveries, four of a kind each, so that there is always something new."""
DELIVERY = 6
"""A match has so many equal parts; a delivery follows each of the first ``len(LATER_KINDS)``."""
SHORTEST_PART = 300
"""Least frames of a part for deliveries: matches under half a minute have none."""

MIDDLE_X, MIDDLE_Y = FLOOR.x + FLOOR.w // 2, FLOOR.y + FLOOR.h // 2
WALL_MARGIN, AXIS_MARGIN, NEST_MARGIN, CRATE_MARGIN = 34, 28, 46, 32
"""Pixels between an item and walls, mirror axes, nests, and crates, at least."""
ODD_WEIGHTS = 5
"""On average, of so many fours one is lighter than usual by one, and one heavier by one."""
WEIGHING = 1 << 32
"""First ``chance`` counter for weights: far from the counters for positions."""
CANDIDATES = 12
"""How many positions are drawn for one kind; the one farthest from all items is used, which
spreads the items."""


def gathering(minds: Sequence[Mind], length: int) -> list[Decision]:
    """Return a match's first inputs: its length in frames, and a player for each mind.

    All else follows from them and the seed.
    """
    decisions: list[Decision] = [(Facts.MATCH_STARTED, MatchStarted(length))]
    for player, mind in enumerate(minds):
        x, y = NESTS[player]
        joined = PlayerJoined(player, NAMES[player], mind, x * SUBPIXELS, y * SUBPIXELS)
        decisions.append((Facts.PLAYER_JOINED, joined))
    return decisions


def scattering(seed: int, players: int) -> list[Decision]:
    """Return the items that lie in the room at first."""
    decisions: list[Decision] = []
    for number, spot in enumerate(_spots(seed, players, 2 * players)):
        kind = FIRST_KINDS[number % len(FIRST_KINDS)]
        decisions += _four(kind, 4 * number, spot, weighed(kind, seed, 0, number))
    return decisions


def is_delivery(frame: int, length: int) -> bool:
    """Whether new items come into the room in this frame of a match of this length."""
    part = length // DELIVERY
    return part >= SHORTEST_PART and frame % part == 0 and 1 <= frame // part <= len(LATER_KINDS)


def delivery(seed: int, players: int, items: int, frame: int, length: int) -> list[Decision]:
    """Return the new items of a delivery frame; ``items`` is how many items there are already."""
    kind = LATER_KINDS[frame // (length // DELIVERY) - 1]
    spot = _spots(seed, players, 1, frame)[0]
    return _four(kind, items, spot, weighed(kind, seed, frame, 0))


def weighed(kind: ItemKind, seed: int, frame: int, number: int) -> int:
    """Return the weight of new items of a kind: the usual one, or one less or more; at least 1."""
    odd = chance(seed, frame, WEIGHING + number, ODD_WEIGHTS)
    return max(1, WEIGHTS[kind] + (odd == 1) - (odd == 0))


def _four(kind: ItemKind, item: int, spot: Spot, weight: int) -> list[Decision]:
    """Return the spawning of four items of a kind and weight, numbered from ``item``."""
    return [
        (Facts.ITEM_SPAWNED, ItemSpawned(item + one, kind, x * SUBPIXELS, y * SUBPIXELS, weight))
        for one, (x, y) in enumerate(_mirrored(*spot))
    ]


@lru_cache(maxsize=64)
def _spots(seed: int, players: int, fours: int, frame: int = 0) -> tuple[Spot, ...]:
    """Return positions in pixels, spread over the upper left quarter of the floor."""
    spots: list[Spot] = []
    counter = 0
    for _ in range(fours):
        candidates: list[Spot] = []
        while len(candidates) < CANDIDATES:
            spot = _drawn(seed, frame, counter)
            counter += 2
            if _is_free(spot, players):
                candidates.append(spot)
        taken = [mirrored for spot in spots for mirrored in _mirrored(*spot)]
        spots.append(max(candidates, key=lambda spot: _room_around(spot, taken)))
    return tuple(spots)


def _drawn(seed: int, frame: int, counter: int) -> Spot:
    """Return a position in the upper left quarter of the floor, not too near to its edges."""
    across = MIDDLE_X - AXIS_MARGIN - FLOOR.x - WALL_MARGIN
    down = MIDDLE_Y - AXIS_MARGIN - FLOOR.y - WALL_MARGIN
    return (
        FLOOR.x + WALL_MARGIN + chance(seed, frame, counter, across),
        FLOOR.y + WALL_MARGIN + chance(seed, frame, counter + 1, down),
    )


def _mirrored(x: int, y: int) -> tuple[Spot, ...]:
    left, right, above, below = x, 2 * MIDDLE_X - x, y, 2 * MIDDLE_Y - y
    return (left, above), (right, above), (left, below), (right, below)


def _is_free(spot: Spot, players: int) -> bool:
    """Whether neither the position nor a mirror image of it is in a nest or near a crate."""
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
    """Return the square of the distance to the nearest item, its own mirror images included."""
    x, y = spot
    others = taken + [mirrored for mirrored in _mirrored(x, y) if mirrored != spot]
    return min((x - other_x) ** 2 + (y - other_y) ** 2 for other_x, other_y in others)
