"""Projections that count the events of a small game, and recordings that keep their states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from replay import Event, EventType, Projection, Recorder, Schema


class Facts(EventType):
    ADDED = str
    REMOVED = str


S = Schema("g", Facts)
EVENTS = [Event(Facts.ADDED if n % 3 else Facts.REMOVED, f"i{n % 5}", frame=n) for n in range(2000)]


class Counts(Projection[Any, int]):
    """The base of those below; has no name."""

    def initial(self) -> int:
        return 0

    def apply(self, state: int, event: Event[Any]) -> int:
        return state + 1


class Added(Counts):
    def apply(self, state: int, event: Event[Any]) -> int:
        return state + (event.type is Facts.ADDED)


class Removed(Counts):
    def apply(self, state: int, event: Event[Any]) -> int:
        return state + (event.type is Facts.REMOVED)


class Named(Added):
    name = "named"


def recorded(path: Path, projection: Projection[Any, Any] | None, **options: Any) -> Path:
    with Recorder(path, S, projection=projection, **options) as recorder:
        for event in EVENTS:
            recorder.append(event)
    return path
