"""Growing columns: the closed form of a live match, which grows beside it while it is recorded.

So closing has little left to do. What is written here is no promise: whatever goes wrong, it is
discarded, and the file of columns is made of the live one at the end.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Sequence
from errno import EIO
from functools import partial
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from replay.events import Event
from replay.file.batch import BLOCK_BYTES, BLOCK_EVENTS
from replay.file.builder import Builder
from replay.file.keyframes import Keeper
from replay.schema import Schema
from replay.storage.collector import without_collector
from replay.storage.hidden_files import discard
from replay.storage.locking import same_file
from replay.storage.output_file import CUT_OFF, write_all
from replay.storage.ownership import OwnedFile

FRAME_S, EVENT_S = 10e-6, 2e-6
"""Seconds of work at the end of a frame: FRAME_S, and EVENT_S for each of its events. An event
takes 1 to 2 µs; where the projection is slow it is more, by what the last block took."""
FASTER = 1.25
"""How much faster events are encoded than they come, so that the work never lags far behind."""
LONGEST_S = 0.008
"""Seconds that a single step may take, half a frame: longer ones are better taken at close."""
MOST_WAITING = 16
"""Blocks that may wait to be encoded; after a frame of very many events that frame takes longer."""

Entry = tuple[bytes, int, int, Event[Any], tuple[Any, ...]]
"""A recorded event: its row, milliseconds since 1970, frame, the event, its fields."""


class GrowingColumns:
    """Takes the events of frames that have ended; writes them, block by block, into a draft.

    ``header`` is the record that the recording begins with. ``events`` counts those that were
    taken, ``problem`` is what the projection raised, which ends keyframes. After anything else
    that was raised, only ``discard`` may be called.
    """

    def __init__(self, schema: Schema, keeper: Keeper | None, header: bytes) -> None:
        self._header = header
        self._builder = Builder(schema, keeper, 0, self._header)
        self._full: deque[tuple[list[Entry], int]] = deque()
        """The events of each block, and the frame of the one that follows it."""
        self._open: list[Entry] = []
        self._open_bytes = 0
        self._event_s = EVENT_S
        self._block_s = 0.0
        self._steps: Any = None
        """What is left to do for the first block that waits."""
        self.events = 0
        self.name: Path | None = None
        self.file: OwnedFile | None = None

    @property
    def problem(self) -> Exception | None:
        """What the projection raised, if anything."""
        return self._builder.problem

    @property
    def wants_draft(self) -> bool:
        """Whether there is a block to write, but no file yet."""
        return self.file is None and bool(self._full)

    def begin(self, name: Path | None, file: OwnedFile) -> None:
        """Write into this locked, empty file, which is hidden or has no name."""
        write_all(file, self._header)
        self.name, self.file = name, file  # at last: a file without its header is no draft

    def take(self, entries: Sequence[Entry]) -> None:
        """Take the events of frames that have ended."""
        for entry in entries:
            if len(self._open) == BLOCK_EVENTS or self._open_bytes >= BLOCK_BYTES:
                self._full.append((self._open, entry[2]))
                self._open, self._open_bytes = [], 0
            self._open.append(entry)
            self._open_bytes += len(entry[0])
        self.events += len(entries)  # at last: interrupted before, the count is not the match's

    def advance(self, events: int) -> bool:
        """Encode and write for as long as is due after a frame of so many events.

        Returns whether to go on so: not if a step took too long.
        """
        until = perf_counter() + FRAME_S + self._event_s * events
        if self._steps is None and not self._full:
            return True
        return without_collector(partial(self._advance, until))

    def _advance(self, until: float) -> bool:
        before = thread_time()
        while self._steps is not None or self._full:
            if self._steps is None:
                group, following = self._full.popleft()
                self._steps, self._block_s = self._block(group, following), 0.0
            for _ in self._steps:
                now = thread_time()
                spent, before = now - before, now
                self._block_s += spent
                if spent > LONGEST_S:
                    return False
                if perf_counter() >= until and len(self._full) <= MOST_WAITING:
                    return True
            self._steps = None
            self._event_s = max(EVENT_S, FASTER * self._block_s / BLOCK_EVENTS)
        return True

    def _block(self, group: list[Entry], following: int) -> Any:
        """Encode and write a block, in steps."""
        assert self.file is not None, "a draft was wanted"
        builder = self._builder
        self._add(group)
        builder.end(following - 1)
        yield
        yield from builder.encoding()
        block = builder.encode()
        write_all(self.file, block.data)
        yield
        builder.written(block)

    def _add(self, group: list[Entry]) -> None:
        _, times, _, events, fields = zip(*group, strict=True)
        self._builder.batch.add_all(events, times, fields)

    def finish(self, ended: int, complete: bool) -> bytes:
        """Write what waits; return the rest of the file, for the caller to write.

        Raises OSError if another program has changed the draft, or events are missing.
        """
        while self._steps is not None or self._full:
            for _ in self._steps or self._block(*self._full.popleft()):
                pass
            self._steps = None
        file, offset = self.file, self._builder.batch.offset
        if file is not None and os.fstat(file.fileno()).st_size != offset:
            raise OSError(EIO, CUT_OFF)
        if self._open:
            self._add(self._open)
        batch = self._builder.batch
        if batch.first_event + len(batch) != self.events:
            raise OSError(EIO, "the growing columns lack events")
        self._builder.end(ended)
        return self._builder.finish(complete)

    @property
    def is_in_place(self) -> bool:
        """Whether the draft, if there is one, is there, under its name if it has one."""
        if self.file is None:
            return True
        if self.file.closed:
            return False
        return self.name is None or same_file(self.file.fileno(), self.name)

    def discard(self) -> None:
        """Delete the draft, and free the events."""
        if self.file is not None:
            discard(self.name, self.file)
        if self._steps is not None and not self._steps.gi_running:
            self._steps.close()  # or else the garbage collector would go on with it
        self._full.clear()
        self._open = []
