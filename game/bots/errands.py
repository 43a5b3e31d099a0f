"""What is worth going for: every errand has a rate, the expected points per frame.

A trip that brings home the bag and one more item is compared with going home now. Walking
towards the better of the two only raises its rate, so bots do not waver, although they have no
memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from game.bots.sight import Sight
from game.bots.steering import distance
from game.model.nests import in_nest
from game.model.room import (
    CAPACITY,
    DASH_PAUSE,
    HEIGHT,
    KNOCK_PAUSE,
    NESTS,
    SUBPIXELS,
    VALUES,
    WIDTH,
)
from game.model.state import NOBODY, Item
from game.rules.collision import slide, walking_speed

Worth = Callable[[Item, int | None], int]
"""Returns an item's worth to a mind, in hundredths of a point, given the nest that it lies in."""

TRIP, UNLOAD = 30, 18
"""Frames that every trip takes besides walking, and frames to lay one item down."""
SPARE = 20
"""A bot plans to have laid everything down this many frames before the end."""
LEAD = 12
"""A bot that chases somebody aims at where that player will be in so many frames."""
CHASE = 330 * SUBPIXELS
"""Greatest distance, in subpixels, at which a bot chases somebody."""

SPOTS = ((-46, -18), (0, 30), (46, -18), (0, -34), (-46, 18), (46, 18), (-14, 0), (16, 4))
"""Where bots lay items in the nest, by item number: pixels (x, y) from the nest's middle, for the
upper left nest; mirrored for the others, so that x always points to the room's middle."""


class Purpose(Enum):
    """What an errand is for."""

    HOME = "home"
    FETCH = "fetch"
    CHASE = "chase"


@dataclass(frozen=True, slots=True)
class Errand:
    """A position to go to, what for, and the expected rate.

    ``target`` is the item to fetch, or the player to chase.
    """

    purpose: Purpose
    x: int
    y: int
    rate: int
    target: int = -1


def best(*errands: Errand | None) -> Errand:
    """Return the errand with the highest rate."""
    return max((errand for errand in errands if errand), key=lambda errand: errand.rate)


def going_home(sight: Sight) -> Errand:
    """Return the errand of bringing home what is in the bag; its rate is 0 for an empty one."""
    taken = sight.who.taken
    x, y = _spot(sight.player, taken[-1]) if taken else sight.home
    frames = distance(sight.x, sight.y, x, y) // sight.speed
    return Errand(Purpose.HOME, x, y, _rate(sight.value * 100, frames))


def fetching(sight: Sight, worth: Worth) -> Errand | None:
    """Return the best item to fetch of those that can still be brought home, or None."""
    if not sight.has_room:
        return None
    x, y, player, nests = sight.x, sight.y, sight.player, len(sight.state.players)
    room, frames_left = CAPACITY - sight.load, _frames_for_trips(sight)
    found: Errand | None = None
    for item, thing in enumerate(sight.state.items):
        if thing.holder != NOBODY or thing.weight > room:
            continue
        nest = nest_around(thing.x, thing.y, nests)
        gain = 0 if nest == player else worth(thing, nest)
        if not gain:
            continue
        frames = distance(x, y, thing.x, thing.y) // sight.speed
        frames += _frames_home(sight, thing.x, thing.y, thing.weight)
        rate = _rate(sight.value * 100 + gain, frames)
        if frames <= frames_left and (found is None or rate > found.rate):
            found = Errand(Purpose.FETCH, thing.x, thing.y, rate, item)
    return found


def chasing(sight: Sight, victims: Iterable[int], share: int) -> Errand | None:
    """Return the errand to run into the best victim, for the item it took last, or None.

    ``share`` is the worth of a point in a victim's bag, in hundredths.
    """
    if not sight.has_room:
        return None
    rested = sight.who.dashed + DASH_PAUSE - sight.frame
    found: Errand | None = None
    for victim in victims:
        other = sight.state.players[victim]
        thing = sight.state.items[other.taken[-1]]
        x, y = other.position(sight.frame - 1)
        x, y = slide(x, y, other.vx * LEAD, other.vy * LEAD)
        away = distance(sight.x, sight.y, x, y)
        if away > CHASE or thing.weight > CAPACITY - sight.load:
            continue
        frames = max(away // sight.speed, rested, other.knocked + KNOCK_PAUSE - sight.frame)
        frames += _frames_home(sight, x, y, thing.weight)
        rate = _rate(sight.value * 100 + VALUES[thing.kind] * share, frames)
        if frames <= _frames_for_trips(sight) and (found is None or rate > found.rate):
            found = Errand(Purpose.CHASE, x, y, rate, victim)
    return found


@lru_cache(maxsize=8192)
def nest_around(x: int, y: int, nests: int) -> int | None:
    """Return which of the first ``nests`` nests a position lies in, or None."""
    return next((nest for nest in range(nests) if in_nest(nest, x, y)), None)


def _rate(hundredths: int, frames: int) -> int:
    return hundredths * 1000 // (frames + TRIP)


def _frames_home(sight: Sight, x: int, y: int, more: int) -> int:
    """Return the frames from a position to home, with ``more`` weight added to the bag."""
    return distance(x, y, *sight.home) // walking_speed(sight.load + more)


def _frames_for_trips(sight: Sight) -> int:
    """Return how many frames can be spent walking so that the bag can still be emptied."""
    return sight.frames_left - SPARE - UNLOAD * (len(sight.who.taken) + 1)


def _spot(nest: int, item: int) -> tuple[int, int]:
    """Return the position of an item in a nest."""
    x, y = NESTS[nest]
    inwards, down = SPOTS[item // 4 % len(SPOTS)]
    return (
        (x + inwards if x < WIDTH // 2 else x - inwards) * SUBPIXELS,
        (y + down if y < HEIGHT // 2 else y - down) * SUBPIXELS,
    )
