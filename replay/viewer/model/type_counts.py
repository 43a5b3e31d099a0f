"""What events say of a frame where no game does: of each type, how many there are, and the last.

Knows an index and rows of events. Paints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from replay.viewer.model.event_index import Chosen
from replay.viewer.model.event_rows import EventRow

MANY = 24
"""Of more types only the counts are told: each last event may lie in another block."""
Rows = Callable[[Chosen, int, int], Sequence[EventRow]]


def type_counts(groups: Sequence[tuple[str, Chosen]], rows: Rows, frame: int) -> dict[str, Any]:
    """Return by name, of each group of events, how many there are up to a frame, and the last one.

    By the names that ``replay state`` has for them, too. Raises RecordingError where that cannot
    be read.
    """
    return {name: _told(events, rows, frame, len(groups)) for name, events in groups}


def _told(events: Chosen, rows: Rows, frame: int, groups: int) -> dict[str, Any]:
    last = events.row_at(frame)
    told: dict[str, Any] = {"count": last + 1}
    if groups <= MANY:
        for row in rows(events, last, last + 1):
            told |= {"frame": row.frame, "last": row.data}
    return told
