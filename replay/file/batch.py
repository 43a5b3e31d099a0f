"""A batch: events not yet encoded as a block, and the file offset where that will be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from replay.events import Event
from replay.file.digest import LEAF_EVENTS

BLOCK_EVENTS = 2 * LEAF_EVENTS
BLOCK_BYTES = 128 * 1024
"""A block is closed early when its rows reach this size together."""


class Batch:
    """Events that ``wait`` to become a block: each, its milliseconds since 1970, and its row.

    The three are consecutive entries of one flat list: it grows by all three in one step that
    nothing can interrupt, and keeps no tuples, which Python's garbage collector would visit.
    ``first_event`` is the number of the first waiting event, ``offset`` the file offset of its
    future block; so this one value also says how many events are written and where the written
    part ends. ``before`` is the frame of the event before the first one, if there is one. ``size``
    is the bytes of those events that may be large, ``last_size`` those of the latest of them.
    """

    __slots__ = ("before", "first_event", "last_size", "offset", "size", "waiting")

    def __init__(self, offset: int, first_event: int) -> None:
        self.offset, self.first_event = offset, first_event
        self.before: int | None = None
        self.waiting: list[Any] = []
        self.size = self.last_size = 0

    def __len__(self) -> int:
        return len(self.waiting) // 3

    def add_all(
        self,
        events: Sequence[Event[Any]],
        times: Sequence[int],
        fields: Sequence[tuple[Any, ...]],
    ) -> None:
        """Add events, with the time and the row of each."""
        more: list[Any] = [None] * (3 * len(events))
        more[::3], more[1::3], more[2::3] = events, times, fields
        self.waiting += more

    def first(
        self, count: int
    ) -> tuple[list[Event[Any]], list[int], list[tuple[Any, ...]], int | None]:
        """Return the first ``count`` events, times and rows, and the next event's frame or None."""
        waiting, end = self.waiting, 3 * count
        following = waiting[end].frame if end < len(waiting) else None
        return waiting[0:end:3], waiting[1:end:3], waiting[2:end:3], following

    @property
    def last_frame(self) -> int | None:
        """The frame of the last event, waiting or written; None if there is none."""
        return self.waiting[-3].frame if self.waiting else self.before

    @property
    def full(self) -> bool:
        """Whether a block can be made of the first events without knowing what follows."""
        return len(self) > BLOCK_EVENTS or (self.size >= BLOCK_BYTES and bool(self.waiting))

    def rest(self, count: int, offset: int) -> Batch:
        """Return the batch without its first ``count`` events, written up to ``offset``."""
        rest = Batch(offset, self.first_event + count)
        rest.before = self.waiting[3 * count - 3].frame if count else self.before
        rest.waiting = self.waiting[3 * count :]
        rest.size = rest.last_size = self.last_size if rest.waiting else 0
        return rest
