"""Payloads of one field of any type: recorded and read again, or refused."""

from __future__ import annotations

from dataclasses import dataclass, make_dataclass
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest

from replay import Event, EventStore, EventType, Recorder, Recording, Schema

T = TypeVar("T")


class Colour(Enum):
    RED = 1
    BLUE = 2
    CRIMSON = 1  # noqa: PIE796  # an alias is meant


class Weapon(IntEnum):
    SWORD = 1
    BOW = 2


class Armour(IntEnum):
    HELMET = 1
    SHIELD = 2


class Key(StrEnum):
    RED = "red"


class Gem(StrEnum):
    RUBY = "red"


class Held(IntFlag):
    LEFT = 1
    RIGHT = 2
    BOTH = 3
    DASH = 8


class May(Flag):
    READ = 1
    WRITE = 2


@dataclass(frozen=True, slots=True)
class Item:
    name: str


@dataclass(frozen=True, slots=True)
class Sword(Item):
    damage: int


@dataclass(frozen=True, slots=True)
class Box(Generic[T]):
    item: T
    more: tuple[T, ...] = ()


def catalogue(*payloads: Any) -> Any:
    return EventType("Kinds", [(f"KIND_{n}", payload) for n, payload in enumerate(payloads)])


def holding(of: Any, **options: Any) -> Any:
    """Return a payload class with one field of this type."""
    return make_dataclass("Took", [("what", of)], frozen=True, **options)


def recorded(path: Path, payload: Any, of: Any = None, *, live: bool = True) -> Any:
    """Record one payload, and return it as it is read."""
    events = catalogue(of or type(payload))
    schema = Schema("kinds", events)
    with Recorder(path, schema, live=live, existing="replace") as recorder:
        recorder.append(Event(events.KIND_0, payload))
    with Recording(path) as alone:
        assert len(alone.get_all_events()) == 1
    with Recording(path, schema) as recording:
        (event,) = recording.get_all_events()
        return event.data


def by_name(path: Path) -> Any:
    """What is read of the recorded payload without its class."""
    with Recording(path) as recording:
        return recording.get_all_events()[0].data


def refusal(of: Any, value: Any = None) -> str:
    """What is said where a value, or its type alone, is refused."""
    with pytest.raises((TypeError, ValueError)) as refused:
        events = catalogue(of)
        Schema("kinds", events)
        EventStore[Any]().append(Event(events.KIND_0, value))
    return str(refused.value)
