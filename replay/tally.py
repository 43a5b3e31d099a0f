"""The tally: what can be said of a recording whose game is not installed."""

from __future__ import annotations

from typing import Any

from replay.events import Event
from replay.plain import plain
from replay.projections import Projection

Tally = dict[str, dict[str, Any]]


class EventTally(Projection[Any, Tally]):
    """For each event type: how many there were, and the last one's frame and data."""

    name, version = "replay:tally", 1

    def initial(self) -> Tally:
        """Return nothing counted."""
        return {}

    def apply(self, state: Tally, event: Event[Any]) -> Tally:
        """Count an event."""
        entry = state.setdefault(event.type.name, {"count": 0})
        entry["count"] += 1
        entry["frame"] = event.frame
        entry["last"] = plain(event.data)
        return state
