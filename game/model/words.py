"""Each event in words: who did what to what.

Pure. The state is that of the event's frame or a later one; only players' names are read from it.
"""

from __future__ import annotations

from typing import assert_never

from game.model.events import (
    FRAME_RATE,
    CourseChanged,
    Dashed,
    Dropped,
    Fact,
    InputChanged,
    ItemKind,
    ItemSpawned,
    KnockedInto,
    MatchEnded,
    MatchStarted,
    PlayerJoined,
    Reason,
    Taken,
)
from game.model.inputs import Held
from game.model.nests import nest_at
from game.model.room import WEIGHTS
from game.model.state import Match
from replay import Event
from replay.games import EventText

CONTROLS = (
    (Held.LEFT, "left"),
    (Held.RIGHT, "right"),
    (Held.UP, "up"),
    (Held.DOWN, "down"),
    (Held.DASH, "dash"),
    (Held.TAKE, "take"),
    (Held.DROP, "drop"),
)


def words(event: Event[Fact], state: Match) -> EventText:
    """Say what happened, in one short line."""
    match event.data:
        case Taken(player, item, kind, _, x, y):
            return _taken(state, player, f"{kind.value} #{item}", nest_at(state, x, y))
        case Dropped(player, item, kind, _, _, _, Reason.KNOCKED_OUT):
            return EventText(player, "lost", f"{kind.value} #{item}, knocked out of the bag")
        case Dropped(player, item, kind, _, x, y):
            return _dropped(state, player, f"{kind.value} #{item}", nest_at(state, x, y))
        case Dashed(player):
            return EventText(player, "dashed")
        case KnockedInto(player, victim):
            return EventText(player, "ran into", _name(state, victim))
        case CourseChanged(player, _, _, vx, vy):
            way = direction(vx, vy)
            return EventText(player, "walks", way) if way else EventText(player, "stands still")
        case InputChanged(player, held, slot):
            return EventText(player, "holds", f"{controls(held)}, slot {slot + 1}")
        case PlayerJoined(player, _, mind, _, _):
            return EventText(player, "joined", f"as {mind.value}")
        case ItemSpawned(item, kind, _, _, weight):
            return EventText(None, "appeared", f"{kind.value} #{item}{heaviness(kind, weight)}")
        case MatchStarted(length):
            return EventText(None, "match began", f"for {length // FRAME_RATE} s")
        case MatchEnded(scores):
            return EventText(None, "match ended", winner(state, scores))
        case never:
            assert_never(never)


def _taken(state: Match, player: int, thing: str, nest: int | None) -> EventText:
    if nest is None or nest == player:
        return EventText(player, "picked up", thing)
    return EventText(player, "stole", f"{thing} from {_name(state, nest)}")


def _dropped(state: Match, player: int, thing: str, nest: int | None) -> EventText:
    if nest is None:
        return EventText(player, "dropped", thing)
    if nest == player:
        return EventText(player, "brought home", thing)
    return EventText(player, "left", f"{thing} with {_name(state, nest)}")


def direction(vx: int, vy: int) -> str:
    """Name the direction of a velocity; "" if it is zero."""
    down = "down" if vy > 0 else "up" if vy < 0 else ""
    across = "right" if vx > 0 else "left" if vx < 0 else ""
    return " ".join(way for way in (down, across) if way)


def heaviness(kind: ItemKind, weight: int) -> str:
    """Say whether an item is heavier or lighter than usual for its kind; "" if it is neither."""
    usual = WEIGHTS[kind]
    return "" if weight == usual else ", a heavy one" if weight > usual else ", a light one"


def controls(held: int) -> str:
    """Say which controls are held down."""
    return " + ".join(name for control, name in CONTROLS if held & control) or "nothing"


def winner(state: Match, scores: tuple[int, ...]) -> str:
    """Say who has the most points, or that it is a tie."""
    best = max(scores, default=0)
    first = [number for number, score in enumerate(scores) if score == best]
    if len(first) != 1:
        return f"a draw at {best}"
    return f"{_name(state, first[0])} wins with {best}"


def _name(state: Match, player: int) -> str:
    known = player < len(state.players)
    return (state.players[player].name or "''") if known else f"player {player + 1}"
