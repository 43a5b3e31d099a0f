"""How a bot carries out an errand, with the keys that a person has.

Releases keys that act when pressed before it presses them again. Knows what can be pressed now;
errands come from the minds.
"""

from __future__ import annotations

from game.bots.ambush import can_dash
from game.bots.errands import Errand, Purpose
from game.bots.sight import Sight
from game.bots.steering import distance, keys_to
from game.model.inputs import Held, Inputs
from game.model.nests import in_nest
from game.model.room import SUBPIXELS
from game.model.state import Match
from game.rules.actions import takeable
from game.rules.collision import DIRECTION_KEYS, DIRECTIONS

THINKING = 4
"""Each bot decides once in so many frames (neighbours in different ones), and holds its keys in
between."""
PACE = 14
"""Least frames between two items taken or laid down: a person is no faster."""
GRASP = 36 * SUBPIXELS
"""Near enough to the errand's target to take it."""
LAYING = 22 * SUBPIXELS
"""Near enough to its position in the nest to lay an item down."""
HURRY = 90
"""In the last so many frames a bot lays items down anywhere in the nest, as fast as it can."""
RUSH = 130 * SUBPIXELS
"""Least length of a straight way home that is worth a dash."""


def is_thinking(frame: int, player: int) -> bool:
    """Whether a bot makes a new decision in this frame."""
    return (frame + player) % THINKING == 0


def kept(state: Match, player: int) -> Inputs:
    """Return a player's unchanged inputs."""
    who = state.players[player]
    return Inputs(who.held, who.slot)


def dash(sight: Sight, keys: int) -> Inputs:
    """Return the inputs that begin a dash in the direction of these keys."""
    return Inputs(keys | Held.DASH, sight.who.slot)


def run(sight: Sight, errand: Errand) -> Inputs:
    """Return the inputs that carry out an errand."""
    who = sight.who
    keys = keys_to(sight.x, sight.y, errand.x, errand.y)
    if errand.purpose is Purpose.FETCH and _may_take(sight, errand, keys):
        return Inputs(keys | Held.TAKE, who.slot)
    if errand.purpose is Purpose.HOME and who.taken and not sight.is_dazed:
        if _may_lay_down(sight, errand):
            slot = who.bag.index(who.taken[-1])
            return Inputs(keys if who.held & Held.DROP else keys | Held.DROP, slot)
        if can_dash(sight) and _leg(sight, errand, keys) >= RUSH:
            return dash(sight, keys)
    return Inputs(keys, who.slot)


def _may_take(sight: Sight, errand: Errand, keys: int) -> bool:
    """Whether to take now: it gets the target, or another item that is not in the own nest."""
    who, x, y = sight.who, sight.x, sight.y
    if who.held & Held.TAKE or sight.is_dazed or sight.frame - who.acted < PACE:
        return False
    if distance(x, y, errand.x, errand.y) > GRASP:
        return False
    item = takeable(sight.state, who, x, y)
    if item is None:
        return False
    thing = sight.state.items[item]
    return item == errand.target or not keys or not in_nest(sight.player, thing.x, thing.y)


def _may_lay_down(sight: Sight, errand: Errand) -> bool:
    """Whether this is a good spot in the nest for what was taken last."""
    if not in_nest(sight.player, sight.x, sight.y):
        return False
    if sight.frames_left < HURRY:
        return True
    rested = sight.frame - sight.who.acted >= PACE
    return rested and distance(sight.x, sight.y, errand.x, errand.y) <= LAYING


def _leg(sight: Sight, errand: Errand, keys: int) -> int:
    """Return how far the errand leads straight in the direction of these keys."""
    across, down = DIRECTIONS[keys & DIRECTION_KEYS]
    far_x, far_y = abs(errand.x - sight.x), abs(errand.y - sight.y)
    if across and down:
        return min(far_x, far_y) * 3 // 2
    return far_x if across else far_y
