"""What is small and means much: frames that never end, and states larger than their events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torture.crafting import INT, Crafted, all_are

from replay import Event, EventStore, EventType, Projection


class Facts(EventType):
    HAPPENED = int


class Large(Projection[int, int]):
    """A count; each state that is saved has a thousand bytes for every event in it."""

    name = "large"

    def initial(self) -> int:
        return 0

    def apply(self, state: int, event: Event[int]) -> int:
        return state + 1

    def dump(self, state: int) -> object:
        return [state, bytes(state * 1000)]

    def load(self, saved: Any) -> int:
        return int(saved[0])

    def view(self, state: int) -> object:
        return {"count": state, "even": state % 2}


def happened(count: int, of: int = 1) -> EventStore[int]:
    store = EventStore[int]()
    for number in range(count):
        store.append(Event(Facts.HAPPENED, number % of, number))
    return store


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def never_ended(*, ends: bool, blocks: int = 40) -> bytes:
    file = Crafted(INT)
    file.rows([(0, 0, [1])])
    for _ in range(blocks):
        file.block(1024, [all_are(7)], frame=1, never_ends=True)
    if ends:
        file.rows([], ended=1)
    return file.live()
