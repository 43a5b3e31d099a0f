"""Packrat's facts in a few words, for rules tested as given, when, then. Places are in pixels."""

from __future__ import annotations

from game.model.events import (
    CourseChanged,
    Dashed,
    Dropped,
    Facts,
    InputChanged,
    ItemKind,
    ItemSpawned,
    KnockedInto,
    MatchEnded,
    MatchStarted,
    Mind,
    PlayerJoined,
    Reason,
    Taken,
)
from game.model.fold import MatchState
from game.model.room import NAMES, SUBPIXELS, WEIGHTS
from game.rules.decide import RULES
from replay import Decision, Scenario

Spot = tuple[int, int]
LONG = 100_000


def a_match_of(*players: Spot, length: int = LONG) -> Scenario:
    """A match whose players stand there; ``given`` more, ``when`` somebody wants something."""
    began: Decision = Facts.MATCH_STARTED, MatchStarted(length)
    joined: list[Decision] = [
        (Facts.PLAYER_JOINED, PlayerJoined(n, NAMES[n], Mind.HUMAN, x * SUBPIXELS, y * SUBPIXELS))
        for n, (x, y) in enumerate(players)
    ]
    return Scenario(RULES, MatchState(), seed=7).given(began, *joined)


def lies(item: int, kind: ItemKind, spot: Spot, weight: int | None = None) -> Decision:
    """Return that a thing came to lie there; as heavy as its kind usually is, if not said."""
    own = WEIGHTS[kind] if weight is None else weight
    return Facts.ITEM_SPAWNED, ItemSpawned(item, kind, *places(spot), own)


def wants(player: int, held: int = 0, slot: int = 0) -> Decision:
    """Return that a player holds these controls from now on."""
    return Facts.INPUT_CHANGED, InputChanged(player, int(held), slot)


def took(player: int, item: int, kind: ItemKind, spot: Spot, slot: int = 0) -> Decision:
    """Return that a player took a thing that lay there."""
    return Facts.ITEM_ADDED, Taken(player, item, kind, slot, *places(spot))


def let_go(
    player: int,
    item: int,
    kind: ItemKind,
    spot: Spot,
    slot: int = 0,
    reason: Reason = Reason.LAID_DOWN,
) -> Decision:
    """Return that a thing left a player's bag and lies there."""
    return Facts.ITEM_REMOVED, Dropped(player, item, kind, slot, *places(spot), reason)


def goes(player: int, spot: Spot, vx: int = 0, vy: int = 0) -> Decision:
    """Return that a player goes on from there, at so many pixels a second."""
    return Facts.COURSE_CHANGED, CourseChanged(player, *places(spot), vx, vy)


def dashed(player: int) -> Decision:
    """Return that a player began to dash."""
    return Facts.DASHED, Dashed(player)


def ran_into(player: int, victim: int) -> Decision:
    """Return that a player ran into another."""
    return Facts.KNOCKED_INTO, KnockedInto(player, victim)


def ended(*scores: int) -> Decision:
    """Return that the match ended with these points."""
    return Facts.MATCH_ENDED, MatchEnded(scores)


def places(spot: Spot) -> Spot:
    """Return pixels as sixtieths of pixels."""
    return spot[0] * SUBPIXELS, spot[1] * SUBPIXELS
