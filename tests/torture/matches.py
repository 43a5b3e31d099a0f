"""Matches to be tortured: a history, the file of it, and the truth to hold readings against."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest import mock

from strategies import BEGIN, SCHEMA, Ledger, Marked, Metal, Opened, Point, Put, Vault
from torture.anatomy import Part, put_together, taken_apart

from replay import Event, Recorder, Recording
from replay.values.msgpack_codec import pack


def history(count: int, seed: int, *, frames: int = 1) -> list[Event[Any]]:
    """Return ``count`` events of every type, small ones mostly, some ``2 / frames`` a frame."""
    dice = random.Random(seed)
    events, frame, clock = [], 0, BEGIN
    for _ in range(count):
        if dice.random() < 0.5:
            step = dice.choice([1, 1, 1, 2, 7]) * frames
            frame += step
            clock += timedelta(milliseconds=16 * step + dice.choice([0, 0, 0, 1]))
        events.append(_event(dice, frame, clock))
    return events


def _event(dice: random.Random, frame: int, clock: Any) -> Event[Any]:
    kind = dice.random()
    if kind < 0.9:
        type_ = Vault.PUT if kind < 0.5 else Vault.TAKEN
        return Event(type_, Put(dice.randrange(4), dice.randrange(64)), frame, clock)
    if kind < 0.93:
        return Event(Vault.SAID, dice.choice(["hello", "ähem", "", "gold!"]), frame, clock)
    if kind < 0.96:
        return Event(Vault.COUNTED, dice.choice([0, -1, 2**40, dice.randrange(1000)]), frame, clock)
    if kind < 0.98:
        return Event(Vault.OPENED, Opened(), frame, clock)
    marked = Marked(
        name=dice.choice(["a", "bb", "crown"]),
        metal=dice.choice(list(Metal)),
        where=Point(dice.randrange(640), -dice.randrange(360)),
        path=tuple(dice.randrange(9) for _ in range(dice.randrange(3))),
        pair=("x", dice.random() < 0.5),
        share=dice.random(),
        raw=dice.randbytes(dice.randrange(6)),
        maybe=dice.choice([None, 5]),
        either=dice.choice([Point(1, 2), Metal.TIN, "text"]),
    )
    return Event(Vault.MARKED, marked, frame, clock)


@dataclass(frozen=True)
class Truth:
    """What a match really was: its events, its states, its digest, its bytes on disk."""

    events: list[Event[Any]]
    frames: int
    data: bytes
    digest: str

    @cached_property
    def states(self) -> list[bytes]:
        """The packed state after each number of events."""
        ledger = Ledger()
        state = ledger.initial()
        states = [pack(ledger.dump(state))]
        for event in self.events:
            state = ledger.apply(state, event)
            states.append(pack(ledger.dump(state)))
        return states

    @cached_property
    def counts(self) -> list[int]:
        """How many events there are in all frames before each frame, and before the end."""
        counts, number = [], 0
        for frame in range(self.frames + 1):
            while number < len(self.events) and self.events[number].frame < frame:
                number += 1
            counts.append(number)
        return counts

    def state(self, frame: int) -> bytes:
        """The packed state after all events of frames up to this one."""
        return self.states[self.counts[frame + 1]]


def match(
    folder: Path, count: int, seed: int, *, closed: bool = True, live: bool = True, frames: int = 1
) -> Truth:
    """Record a match and return the truth of it.

    ``closed``: as it is left normally; otherwise as a killed writer leaves it. ``live``: row by
    row; otherwise in bulk. A bulk file that was not closed goes to its last whole block only.
    """
    events = history(count, seed, frames=frames)
    path = folder / f"match-{count}-{seed}-{closed}-{live}.replay"
    with mock.patch("time.time_ns", return_value=int(BEGIN.timestamp()) * 10**9):
        recorder = Recorder(path, SCHEMA, projection=Ledger(), metadata={"seed": seed}, live=live)
    for event in events:
        recorder.append(event)
    recorder.end_frame(events[-1].frame + 2 if events else 0)
    data = path.read_bytes()
    recorder.close()
    if closed:
        data = path.read_bytes()
    else:
        path.write_bytes(data)
    with Recording(path, SCHEMA) as recording:
        truth = Truth(events[: len(recording)], recording.frames, data, recording.digest)
        assert recording.get_all_events() == truth.events
    path.unlink()
    return truth


HOLOGRAM = Part("hologram", [1, "a head"], b"a body")
"""A record of a kind that only a newer program knows."""


def with_hologram(data: bytes) -> bytes:
    """The file with a record of an unknown kind behind its header and its first block."""
    parts = [part for part in taken_apart(data) if part.kind not in ("index", "end")]
    return put_together([parts[0], HOLOGRAM, parts[1], HOLOGRAM, *parts[2:]])


def append_all(recorder: Recorder, events: list[Event[Any]]) -> None:
    for event in events:
        recorder.append(event)


def left(path: Path, history: list[Event[Any]]) -> Path:
    """A live recording as a killed writer leaves it."""
    recorder = Recorder(path, SCHEMA, projection=Ledger())
    for event in history:
        recorder.append(event)
    recorder.end_frame(history[-1].frame)
    data = path.read_bytes()
    recorder.close()
    path.write_bytes(data)
    return path
