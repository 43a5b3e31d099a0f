"""The bulk sink: events reach the disk a block of columns at a time.

For events that already exist, such as those of a conversion.
"""

from __future__ import annotations

import sys
from typing import Any

from replay.events import Event
from replay.file.batch import BLOCK_BYTES, BLOCK_EVENTS
from replay.file.builder import Builder
from replay.file.keyframes import Keeper
from replay.schema import MAX_EVENT, Kind, Schema
from replay.storage.compaction import close_in_place, keep
from replay.storage.disk_errors import is_of_disk
from replay.storage.output_file import Output
from replay.storage.sink import NO_FRAME, Sink, refuse_large
from replay.values.msgpack_codec import packer

FULL = 3 * BLOCK_EVENTS
"""A batch with more list entries than this (three an event) has a full block."""


class BulkSink(Sink):
    """Writes blocks of columns as they fill; for events that already exist.

    While there is a ``next_frame``, ``_waiting`` is the list of the batch: both are set in steps
    between which nothing can come.

    Until a block is written its events, at most 1,025, are in memory only: a kill costs them. If
    the disk does not take a block, the event that should have followed it is refused with an
    OSError, and may be tried again.
    """

    def __init__(
        self,
        output: Output,
        schema: Schema,
        keeper: Keeper | None,
        header: bytes,
    ) -> None:
        super().__init__(output, ended=-1)
        self._schema = schema
        self._packer = packer()
        self._pack = self._packer.pack
        self._builder = Builder(schema, keeper, 0, header, copied=True)
        self._waiting = self._builder.batch.waiting

    @property
    def events(self) -> int:
        """How many events it took."""
        batch = self._builder.batch
        return batch.first_event + len(batch)

    @property
    def unwritten(self) -> int:
        """How many of them are not written."""
        return len(self._builder.batch)

    def key(self, kind: Kind) -> str | None:
        """The type's name, or None if its events are always small."""
        return None if kind.bounded else kind.type.name

    def add(self, key: str | None, event: Event[Any], time: int, fields: tuple[Any, ...]) -> bool:
        """Take an event; before that, write a block if one is full."""
        more = event, time, fields  # made first: making it, Python 3.11 may collect garbage
        if key is None and len(self._waiting) <= FULL:
            frame = event.frame
            if frame == self.next_frame:
                self._waiting += more
                return False
            before = frame - 1
            # From here on nothing is called that lets a signal handler run.
            if self.ended < self.next_frame < frame < self.beyond:
                self._waiting += more  # the last for which memory is needed
                self.ended, self.next_frame = before, frame
                return True
        return self._add_otherwise(key, event, fields, more)

    def _add_otherwise(
        self, key: str | None, event: Event[Any], fields: tuple[Any, ...], more: tuple[Any, ...]
    ) -> bool:
        """Take an event that may be large, or is the first of a block."""
        frame, size = event.frame, 0
        if frame != self.next_frame:
            self._check_later(frame)
        if key is not None:
            size = self._packed_size((key, frame, fields))
            if size > MAX_EVENT:
                refuse_large(self._schema, event, size)
        self._drop_written()
        if len(self._waiting) > FULL or self._builder.batch.size >= BLOCK_BYTES:
            self._write_full(frame)
        # From here on nothing is called that lets a signal handler run, unless it raises.
        # (That is so while ``_waiting`` is the batch's list already: nothing is freed either.)
        later = frame != self.next_frame
        if later and not self.ended < frame < self.beyond:
            self.check(frame)
        batch, before = self._builder.batch, frame - 1
        waiting, total = batch.waiting, batch.size + size
        waiting += more  # the last for which memory is needed
        if later:
            self._waiting, self.ended, self.next_frame = waiting, before, frame
        if size:
            batch.size, batch.last_size = total, size
        if batch.size >= BLOCK_BYTES:
            self.next_frame = NO_FRAME  # the next event is to come here, too
        return later

    def _packed_size(self, row: tuple[Any, ...]) -> int:
        try:
            return len(self._pack(row))
        except MemoryError:
            self._packer.reset()
            raise

    def _drop_written(self) -> None:
        """Free the events that are written, if an interruption has left them.

        Their finalizers run here, where they may record.
        """
        if self._waiting is not self._builder.batch.waiting:
            self.next_frame = NO_FRAME
            self._waiting = self._builder.batch.waiting

    def _check_later(self, frame: int) -> None:
        """Raise unless an event of this frame, which is none of ``next_frame``, may be taken."""
        if self._writer is not None:
            self.refuse_interruption()
        if not self.ended < frame < self.beyond:
            self.check(frame)  # which says what is wrong

    def _write_full(self, frame: int) -> None:
        """Write the blocks that are full, before an event of this frame."""
        builder = self._builder
        if self._writer is not None:
            self.refuse_interruption()
        with self.writing:
            try:
                self._writer = sys._getframe()
                self.next_frame = NO_FRAME
                if not self.beyond:
                    self.check(frame)  # it was closed meanwhile
                while builder.batch.full:
                    self._write(builder)
                    self._waiting = builder.batch.waiting  # frees those that are written
                self.output.sync()
            except OSError as trouble:
                if is_of_disk(trouble):
                    self.problem = trouble
                raise
            finally:
                self._writer = None
                self.next_frame = NO_FRAME
        self.keyframe_problem = builder.problem
        self.problem = self.output.damage
        self._watch()

    def _write(self, builder: Builder) -> None:
        builder.end(self.ended)
        block = builder.encode()
        self.output.write(block.data, builder.batch.offset)
        builder.written(block)

    def end(self, frame: int) -> None:
        """Note that a frame has ended."""
        if self._writer is not None:
            self.refuse_interruption()
        self._drop_written()
        if not self.beyond:
            self.check(frame)  # it was closed meanwhile
        if self.ended < frame:
            self.ended = frame
            full = self._builder.batch.size >= BLOCK_BYTES
            following = NO_FRAME if full or frame + 1 >= self.beyond else frame + 1
            self._waiting, self.next_frame = self._builder.batch.waiting, following

    def _finish(self, complete: bool) -> None:
        """Write the rest and the index.

        If the disk does not take it, the file ends with the last block that it took.
        """
        builder = self._builder
        self._stop()  # before reading the batch: another thread may append
        if (last_frame := builder.batch.last_frame) is not None:
            self.ended = max(self.ended, last_frame)
        builder.end(self.ended)
        while builder.batch.waiting:
            self._write(builder)
        if (quiet := builder.quiet_end()) is not None:
            self.output.write(quiet.data, builder.batch.offset)
            builder.written(quiet)
        self.keyframe_problem = builder.problem
        self.output.go_to(builder.batch.offset, at_end=True)
        if self.output.damage is not None:
            self.problem = self.output.damage  # an index would list blocks that do not exist
            return
        end, offset = builder.closing(complete), builder.batch.offset
        if end is None:
            events = builder.batch.first_event
            close_in_place(self.output, self._schema, offset, events, complete=complete)
        else:
            self.output.write(end, offset)
            keep(self.output)
        self.output.sync(now=True)
        self.problem = None
