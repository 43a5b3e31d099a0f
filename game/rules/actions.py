"""What a player can do besides walking: take, drop, dash, and run into somebody.

Each action decides whether it is possible, and adds its facts to the turn or nothing.
"""

from __future__ import annotations

from game.model.events import CourseChanged, Dashed, Dropped, Facts, KnockedInto, Reason, Taken
from game.model.room import (
    CAPACITY,
    DASH_PAUSE,
    KNOCK_REACH,
    REACH,
    SLOTS,
    SUBPIXELS,
)
from game.model.state import NOBODY, Match, Player, weight
from game.rules.collision import DIRECTION_KEYS, DIRECTIONS, slide
from game.rules.motion import is_dashing, is_safe, standing
from game.rules.turn import Turn

REACH_SQUARED = (REACH * SUBPIXELS) ** 2
KNOCK_REACH_SQUARED = (KNOCK_REACH * SUBPIXELS) ** 2
FLIGHT = 6
"""An item that is knocked out flies as far as the dash that hit its bearer goes in these frames."""


def takeable(state: Match, who: Player, x: int, y: int) -> int | None:
    """Return the item that a player at (x, y) would take, or None.

    It is the nearest one within reach that nobody holds and that is not too heavy for the bag; of
    two equally near ones, the one with the lower number.
    """
    if None not in who.bag:
        return None
    room = CAPACITY - weight(state, who)
    best, best_distance = None, REACH_SQUARED + 1
    for item, thing in enumerate(state.items):
        distance = (thing.x - x) ** 2 + (thing.y - y) ** 2
        if distance < best_distance and thing.holder == NOBODY and thing.weight <= room:
            best, best_distance = item, distance
    return best


def take(turn: Turn, player: int) -> None:
    """Put the nearest item into the chosen slot or, if that is taken, the first free one."""
    who = turn.state.players[player]
    item = takeable(turn.state, who, *standing(who, turn.frame))
    if item is None:
        return
    thing = turn.state.items[item]
    chosen = who.slot % SLOTS
    slot = chosen if who.bag[chosen] is None else who.bag.index(None)
    turn.happens(Facts.ITEM_ADDED, Taken(player, item, thing.kind, slot, thing.x, thing.y))


def drop(turn: Turn, player: int) -> None:
    """Lay the item in the chosen slot at the player's feet."""
    who = turn.state.players[player]
    slot = who.slot % SLOTS
    if who.bag[slot] is not None:
        _let_go(turn, player, slot, *standing(who, turn.frame), Reason.LAID_DOWN)


def dash(turn: Turn, player: int) -> None:
    """Begin a dash in the direction of the held keys, if there is one and the pause is over."""
    who, frame = turn.state.players[player], turn.frame
    if frame - who.dashed < DASH_PAUSE or DIRECTIONS[who.held & DIRECTION_KEYS] == (0, 0):
        return
    turn.happens(Facts.DASHED, Dashed(player))


def knock(turn: Turn, player: int) -> None:
    """Run into everybody within reach of a player who is dashing."""
    state, frame = turn.state, turn.frame
    who = state.players[player]
    if not is_dashing(who, frame):
        return
    x, y = standing(who, frame)
    for victim, other in enumerate(state.players):
        if victim == player or is_safe(other, frame):
            continue
        other_x, other_y = standing(other, frame)
        if (other_x - x) ** 2 + (other_y - y) ** 2 <= KNOCK_REACH_SQUARED:
            _knock_into(turn, player, victim)


def _knock_into(turn: Turn, player: int, victim: int) -> None:
    who, other = turn.state.players[player], turn.state.players[victim]
    x, y = standing(other, turn.frame)
    turn.happens(Facts.KNOCKED_INTO, KnockedInto(player, victim))
    if other.taken:
        slot = other.bag.index(other.taken[-1])
        landing = slide(x, y, who.vx * FLIGHT, who.vy * FLIGHT)
        _let_go(turn, victim, slot, *landing, Reason.KNOCKED_OUT)
    if other.vx or other.vy:
        turn.happens(Facts.COURSE_CHANGED, CourseChanged(victim, x, y, 0, 0))


def _let_go(turn: Turn, player: int, slot: int, x: int, y: int, reason: Reason) -> None:
    item = turn.state.players[player].bag[slot]
    assert item is not None, "only an item can be let go of"
    kind = turn.state.items[item].kind
    turn.happens(Facts.ITEM_REMOVED, Dropped(player, item, kind, slot, x, y, reason))
