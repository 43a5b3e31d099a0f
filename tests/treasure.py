"""Payloads of a game of treasure, the same under other names, and their recordings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from replay import Event, EventType, Recorder, Recording, Schema


def write(path: Path, schema: Schema, *values: Any, **options: Any) -> Path:
    with Recorder(path, schema, **options) as recorder:
        for frame, value in enumerate(values):
            recorder.append(Event(next(iter(schema.events)), value, frame))
    return path


def values(recording: Recording) -> list[Any]:
    return [event.data for event in recording.events()]


class Size(Enum):
    SMALL = 1
    BIG = 2


class Größe(Enum):
    BIG = "b"
    SMALL = "s"
    HUGE = "h"


@dataclass(frozen=True, slots=True)
class Coin:
    worth: int


@dataclass(frozen=True, slots=True)
class Gem:
    worth: int
    colour: str


@dataclass(frozen=True, slots=True)
class Jewel:
    colour: str
    worth: int


@dataclass(frozen=True, slots=True)
class Took:
    player: int
    what: Coin | Gem | None
    size: Size
    path: tuple[Coin | Size, ...] = ()


def one(payload: type) -> Schema:
    return Schema("g", EventType("F", [("TOOK", payload)]))
