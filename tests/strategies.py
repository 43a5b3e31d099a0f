"""What Hypothesis draws: histories of a small game with every type of field, and their files.

The game "vault" exists only here. Its state remembers enough that a wrong, missing or doubled
event cannot go unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from replay import Event, EventType, Projection, Recorder, Schema


class Metal(Enum):
    GOLD = "gold"
    TIN = "tin"


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Put:
    player: int
    item: int


@dataclass(frozen=True, slots=True)
class Marked:
    name: str
    metal: Metal
    where: Point
    path: tuple[int, ...]
    pair: tuple[str, bool]
    share: float
    raw: bytes
    maybe: int | None
    either: Point | Metal | str


@dataclass(frozen=True)
class Opened:
    """Neither slots nor fields: both must work."""


class Vault(EventType):
    PUT = Put
    TAKEN = Put
    MARKED = Marked
    OPENED = Opened
    SAID = str
    COUNTED = int


SCHEMA = Schema(game="vault", events=Vault, version=1, frame_rate=60)


class Ledger(Projection[Any, list[Any]]):
    """Order-sensitive: a number that depends on every event and its place, and who has what."""

    name, version = "ledger", 1

    def initial(self) -> list[Any]:
        return [0, {}]

    def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
        state[0] = (state[0] * 31 + event.frame + event.type.value * 7) % 1_000_003
        if isinstance(event.data, Put):
            bag = state[1].setdefault(str(event.data.player), [])
            bag.append(event.data.item)
            del bag[:-3]
        return state


class Rows(Ledger):
    """Its state is saved with tables whose rows are lists, and maps, of every kind of value."""

    name = "rows"

    def dump(self, state: list[Any]) -> object:
        number, bags = state
        rows = [[n, n % 3 == 0, n * 300 - number % 7, str(n % 4), n / 8, None] for n in range(9)]
        maps = [{"n": -n, 2: bytes([n % 256]), "bag": [n] * (n % 3)} for n in range(300)]
        return {"bags": bags, "rows": rows, 7: [number, {"maps": maps}], "few": [[1], [2]]}

    def load(self, saved: Any) -> list[Any]:
        return [saved[7][0], saved["bags"]]


ints = st.integers(-(2**63), 2**63 - 1) | st.integers(-5, 300)
points = st.builds(Point, ints, ints)
payloads: dict[EventType, st.SearchStrategy[Any]] = {
    Vault.PUT: st.builds(Put, st.integers(0, 3), st.integers(0, 9)),
    Vault.TAKEN: st.builds(Put, st.integers(0, 3), ints),
    Vault.MARKED: st.builds(
        Marked,
        name=st.text(max_size=8),
        metal=st.sampled_from(Metal),
        where=points,
        path=st.lists(ints, max_size=3).map(tuple),
        pair=st.tuples(st.text(max_size=3), st.booleans()),
        share=st.floats(allow_nan=False),
        raw=st.binary(max_size=6),
        maybe=st.none() | ints,
        either=points | st.sampled_from(Metal) | st.text(max_size=3),
    ),
    Vault.OPENED: st.just(Opened()),
    Vault.SAID: st.text(max_size=12),
    Vault.COUNTED: ints,
}
BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@st.composite
def events_at(draw: st.DrawFn, frame: int, clock: datetime) -> Event[Any]:
    type_ = draw(st.sampled_from(list(payloads)))
    return Event(type_, draw(payloads[type_]), frame, clock)


@st.composite
def histories(draw: st.DrawFn, max_events: int = 40) -> list[Event[Any]]:
    """Events in order; several in some frames, none in others; times mostly one a frame."""
    events = []
    frame, clock = 0, BEGIN
    for _ in range(draw(st.integers(0, max_events))):
        frame += draw(st.sampled_from([0, 0, 1, 1, 2, 300]))
        clock += timedelta(milliseconds=draw(st.sampled_from([0, 0, 16, 17, -5, 4000])))
        events.append(draw(events_at(frame, clock)))
    return events


@st.composite
def long_histories(draw: st.DrawFn) -> list[Event[Any]]:
    """Histories of some thousand small events: enough for several blocks and keyframes."""
    count = draw(st.integers(1500, 4000))
    seed = draw(st.integers(0, 2**32 - 1))
    return puts(count, seed)


def puts(count: int, seed: int = 7) -> list[Event[Any]]:
    """Return ``count`` small events, about two a frame, the same for the same seed."""
    events, frame, value = [], 0, seed
    for _ in range(count):
        value = (value * 6364136223846793005 + 1442695040888963407) % 2**64
        bits = value >> 33
        frame += bits & 1
        data = Put(bits >> 1 & 3, bits >> 3 & 63)
        type_ = Vault.PUT if bits & 512 else Vault.TAKEN
        events.append(Event(type_, data, frame, BEGIN + timedelta(milliseconds=16 * frame)))
    return events


def record(path: Path, events: Iterable[Event[Any]], *, quiet: int = 0, **options: Any) -> Path:
    """Record events into a file, with ``quiet`` frames in which nothing happens at its end."""
    last = 0
    with Recorder(path, SCHEMA, **{"projection": Ledger(), **options}) as recorder:
        for event in events:
            recorder.append(event)
            last = event.frame
        recorder.end_frame(last + quiet)
    return path
