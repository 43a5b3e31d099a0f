"""A game "house" with keys, and files of it that have many pages: their blocks are small."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from enum import Enum
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from strategies import Ledger
from torture.anatomy import Part, put_together, taken_apart

from replay import Event, EventType, Recorder, Recording, Schema
from replay.file import batch, builder
from replay.file.contents import Contents
from replay.file.header import encode_header
from replay.storage import input_file


class Side(Enum):
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Moved:
    player: int
    by: int


@dataclass(frozen=True, slots=True)
class Said:
    player: int | None
    room: str
    loud: bool
    side: Side


@dataclass(frozen=True, slots=True)
class Left:
    """Its player is no field."""

    who: int

    @property
    def player(self) -> int:
        return self.who


class Facts(EventType):
    MOVED = Moved
    SAID = Said
    PAUSED = int
    MOVED_BACK = Moved
    LEFT = Left


KEYS = ("player", "room", "loud")
SCHEMA = Schema("house", Facts, keys=KEYS)
ROOMS = ("hall", "cellar", "attic")


def happened(count: int, seed: int = 3) -> list[Event[Any]]:
    """Events of four types; player 5 is there only at the end."""
    dice, frame, events = random.Random(seed), 0, []
    for number in range(count):
        frame += dice.choice([0, 0, 1, 1, 7])
        player = 5 if number > count * 0.99 and dice.random() < 0.3 else dice.randrange(4)
        kind = dice.choice([*Facts, Facts.MOVED, Facts.MOVED])
        data: Any = Moved(player, dice.randrange(-300, 300))
        if kind is Facts.SAID:
            speaker = dice.choice([player, None])
            data = Said(speaker, dice.choice(ROOMS), dice.random() < 0.5, dice.choice(list(Side)))
        if kind is Facts.PAUSED:
            data = number
        if kind is Facts.LEFT:
            data = Left(player)
        events.append(Event(kind, data, frame))
    return events


HISTORY = happened(9000)


def recorded(
    path: Path, history: list[Event[Any]], schema: Schema = SCHEMA, *, block_events: int = 4
) -> Path:
    with (
        mock.patch.object(batch, "BLOCK_EVENTS", block_events),
        mock.patch.object(builder, "BLOCK_EVENTS", block_events),
        Recorder(path, schema, projection=Ledger(), live=False, existing="replace") as recorder,
    ):
        for event in history:
            recorder.append(event)
    return path


def recorded_in_format_2(path: Path, history: list[Event[Any]]) -> Path:
    """Record a match as a program of that time did: what continues a file keeps its format."""
    recorded(path, [], Schema("house", Facts))
    with Recording(path) as recording:
        header = replace(recording.reader.header, format_version=2)
    path.write_bytes(encode_header(header))
    with (
        mock.patch.object(batch, "BLOCK_EVENTS", 4),
        mock.patch.object(builder, "BLOCK_EVENTS", 4),
        Recorder(path, Schema("house", Facts), live=False, existing="continue") as recorder,
    ):
        for event in history:
            recorder.append(event)
    return path


def recorded_live(path: Path, history: list[Event[Any]]) -> Path:
    """Return a file as it is while its match goes on."""
    with Recorder(path.with_name("going-on"), Schema("house", Facts)) as recorder:
        for event in history:
            recorder.append(event)
        recorder.end_frame(history[-1].frame)
        shutil.copyfile(path.with_name("going-on"), path)
    return path


def contents_of(recording: Recording) -> Contents:
    return recording.reader.contents


def fields_of(event: Event[Any]) -> list[str]:
    return [] if isinstance(event.data, int) else [one.name for one in fields(event.data)]


def bare(event: Event[Any]) -> Any:
    return event.type, event.data, event.frame


class Counting:
    """A file object that counts what is read from it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reads: list[tuple[int, int]] = []
        read = input_file.Source._part

        def counted(source: Any, offset: int, size: int) -> bytes:
            data = read(source, offset, size)
            self.reads.append((offset, len(data)))
            return data

        monkeypatch.setattr(input_file.Source, "_part", counted)


def known(game: str) -> tuple[Schema, Ledger]:
    return SCHEMA, Ledger()


def folded(history: list[Event[Any]]) -> Any:
    ledger = Ledger()
    state = ledger.initial()
    for event in history:
        state = ledger.apply(state, event)
    return state


def changed(
    data: bytes, kind: str, change: Callable[[Part], Part], *, every: bool = False
) -> bytes:
    """Return the file with one record of a kind, or every one, changed, its checksum right."""
    parts = taken_apart(data)
    places = [n for n, part in enumerate(parts) if part.kind == kind]
    for place in places if every else places[:1]:
        parts[place] = change(parts[place])
    return put_together(parts)
