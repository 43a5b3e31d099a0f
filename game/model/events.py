"""Packrat's facts: everything that can happen in a match, as frozen data.

The catalogue is the game's contract with its recordings. Positions are in sixtieths of a pixel,
velocities in pixels a second (so that a frame moves by exactly the velocity), both whole
numbers; players, items and slots are numbered from 0. A change of the catalogue needs a higher
version, and an upcaster for older events in ``game.model.upcasters``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from game.model.upcasters import UPCASTERS
from replay import EventType, Schema


class ItemKind(Enum):
    """The kinds of items; the order is that of the sprites, the values are their names."""

    COIN = "coin"
    KEY = "key"
    CHEESE = "cheese"
    POTION = "potion"
    SWORD = "sword"
    RUBY = "ruby"
    CROWN = "crown"
    ANVIL = "anvil"


class Mind(Enum):
    """Who plays a seat."""

    HUMAN = "human"
    HOARDER = "hoarder"
    THIEF = "thief"


class Reason(Enum):
    """Why a player let go of an item; UNTOLD in recordings older than this field."""

    LAID_DOWN = "laid down"
    KNOCKED_OUT = "knocked out"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class MatchStarted:
    """The match begins and is to last this many frames."""

    length: int


@dataclass(frozen=True, slots=True)
class PlayerJoined:
    """A player stands at (x, y); its nest is the one of the same number."""

    player: int
    name: str
    mind: Mind
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class ItemSpawned:
    """An item lies at (x, y) and belongs to nobody; ``weight`` is this single item's."""

    item: int
    kind: ItemKind
    x: int
    y: int
    weight: int


@dataclass(frozen=True, slots=True)
class InputChanged:
    """A player's inputs from now on: held controls (bits, see game.model.inputs), chosen slot."""

    player: int
    held: int
    slot: int


@dataclass(frozen=True, slots=True)
class CourseChanged:
    """A player is at (x, y) and moves at (vx, vy) until its next change of course."""

    player: int
    x: int
    y: int
    vx: int
    vy: int


@dataclass(frozen=True, slots=True)
class Dashed:
    """A player began to dash."""

    player: int


@dataclass(frozen=True, slots=True)
class KnockedInto:
    """A dashing player ran into another, who is dazed and lets go of what it took last."""

    player: int
    victim: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A player took an item that lay at (x, y) and put it into a slot."""

    player: int
    item: int
    kind: ItemKind
    slot: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """An item left a player's slot and lies at (x, y) now."""

    player: int
    item: int
    kind: ItemKind
    slot: int
    x: int
    y: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class MatchEnded:
    """Time is up: the points that lie in each player's nest, by player."""

    scores: tuple[int, ...]


class Facts(EventType):
    """The catalogue. A name here is the name in the files, for ever."""

    MATCH_STARTED = MatchStarted
    PLAYER_JOINED = PlayerJoined
    ITEM_SPAWNED = ItemSpawned
    INPUT_CHANGED = InputChanged
    COURSE_CHANGED = CourseChanged
    DASHED = Dashed
    KNOCKED_INTO = KnockedInto
    ITEM_ADDED = Taken
    ITEM_REMOVED = Dropped
    MATCH_ENDED = MatchEnded


Fact = (
    MatchStarted
    | PlayerJoined
    | ItemSpawned
    | InputChanged
    | CourseChanged
    | Dashed
    | KnockedInto
    | Taken
    | Dropped
    | MatchEnded
)

FRAME_RATE = 60
SCHEMA = Schema(
    game="packrat",
    events=Facts,
    version=3,
    upcasters=UPCASTERS,
    frame_rate=FRAME_RATE,
    keys=("player",),
)
