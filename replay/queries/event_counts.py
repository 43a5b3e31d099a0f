"""Event counts: events counted by type, for recordings whose game is not installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from replay.events import Event
from replay.projections import Projection
from replay.values.jsonable import by_names
from replay.values.view_paths import look_up

Tally = dict[str, list[Any]]
"""By event type: how many, the last one's frame, and its data."""


class EventCounts(Projection[Any, Tally]):
    """For each event type: how many there were, and the last one's frame and data."""

    name, version = "replay:tally", 1

    def initial(self) -> Tally:
        """Return nothing counted."""
        return {}

    def apply(self, state: Tally, event: Event[Any]) -> Tally:
        """Count an event."""
        name = event.type.name
        entry = state.get(name)
        if entry is None:
            entry = state[name] = [0, 0, None]
        entry[0] += 1
        entry[1], entry[2] = event.frame, event.data
        return state

    def dump(self, state: Tally) -> object:
        """Return everything by name; only here is the events' data converted to plain data."""
        return {name: _named(entry) for name, entry in state.items()}

    def load(self, saved: Any) -> Tally:
        """Return what was dumped."""
        return {name: [one["count"], one["frame"], one["last"]] for name, one in saved.items()}

    def look(self, state: Tally, path: Sequence[str | int]) -> Any:
        """Return what is at a path, converting only what lies on it."""
        match path:
            case [str(name), "count"] if name in state:
                return state[name][0]
            case [str(name), "frame"] if name in state:
                return state[name][1]
            case [str(name), *rest] if name in state:
                return look_up(_named(state[name]), rest)
        return look_up(self.view(state), path)


def _named(entry: list[Any]) -> dict[str, Any]:
    count, frame, data = entry
    return {"count": count, "frame": frame, "last": by_names(data)}
