"""A batch: the events that wait to become a block, and where that will lie."""

from __future__ import annotations

from typing import Any

from replay.events import Event
from replay.file.digest import LEAF_EVENTS

BLOCK_EVENTS = 2 * LEAF_EVENTS
BLOCK_BYTES = 128 * 1024
"""A block is cut early when its rows are as large as this together."""


class Batch:
    """Events that wait to become a block, in three lists of the same length.

    ``times`` are milliseconds since 1970, ``fields`` the rows. ``first_event`` is the number of
    the first of them, and ``offset`` the place in the file where their block will lie: so this
    one value also says how many events are written, and where what is written ends. ``size`` is
    the bytes of those events that may be large, ``last_size`` of what was added last.
    """

    __slots__ = ("events", "fields", "first_event", "last_size", "offset", "size", "times")

    def __init__(self, offset: int, first_event: int) -> None:
        self.offset, self.first_event = offset, first_event
        # Three lists rather than one of tuples: so many tuples less for Python's collector.
        self.events: list[Event[Any]] = []
        self.times: list[int] = []
        self.fields: list[tuple[Any, ...]] = []
        self.size = self.last_size = 0

    def __len__(self) -> int:
        return len(self.fields)

    @property
    def full(self) -> bool:
        """Whether a block can be made of the first events without knowing what follows."""
        return len(self.fields) > BLOCK_EVENTS or (self.size >= BLOCK_BYTES and bool(self.fields))

    def trim(self) -> None:
        """Take out what was added to one list and, because of an interruption, not to all."""
        count = len(self.fields)
        del self.events[count:], self.times[count:]

    def rest(self, count: int, offset: int) -> Batch:
        """Return what waits when the first ``count`` events are written and end at ``offset``."""
        rest = Batch(offset, self.first_event + count)
        rest.events = self.events[count:]
        rest.times = self.times[count:]
        rest.fields = self.fields[count:]
        rest.size = rest.last_size = self.last_size if rest.fields else 0
        return rest
