"""Sinks: the two ways an event reaches the disk, at once or a block at a time.

Knows an open file and what to write next. What the caller may append, the recorder has judged.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from replay.compaction import compact
from replay.file.blocks import Span
from replay.file.builder import Builder
from replay.file.rows import canonical_row, encode_rows
from replay.projections import Projection
from replay.reading import Reader
from replay.schema import Schema

MAX_EVENT = 1024 * 1024
"""Bytes of one event. Facts are small; pictures and maps belong beside the recording."""


MAX_ROWS = BULK_BATCH = 1024
"""Events in one rows record: more than a game has in a frame, fewer than a block may have."""


class Sink(Protocol):
    """Where a recorder's events go."""

    events: int
    ended: int

    def add(self, number: int, frame: int, time: int, fields: tuple[Any, ...]) -> None:
        """Take an event."""

    def end(self, frame: int) -> None:
        """Take the end of a frame."""

    def close(self, complete: bool) -> None:
        """Finish the file."""


class _FileSink:
    """What both sinks are made of: the open, locked file and what it is to become."""

    def __init__(
        self,
        file: BinaryIO,
        path: Path,
        schema: Schema,
        projection: Projection[Any, Any] | None,
        fsync_s: float | None,
        offset: int,
    ) -> None:
        self._file, self._path = file, path
        self._schema, self._projection = schema, projection
        self._fsync_s = fsync_s
        self._names = [kind.type.name for kind in schema.kinds]
        self._synced = time.monotonic()
        self.events = 0
        self.ended = -1
        file.seek(offset)

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._file.write(view) :]
        if self._fsync_s is not None and time.monotonic() - self._synced >= self._fsync_s:
            os.fsync(self._file.fileno())
            self._synced = time.monotonic()


class RowsSink(_FileSink):
    """Writes rows, which cost next to nothing, and makes columns of them at close.

    ``batch``: events to gather before ended frames are written; 1 hands each frame to the
    operating system as it ends, also one in which nothing happened.
    """

    def __init__(
        self,
        file: BinaryIO,
        path: Path,
        schema: Schema,
        projection: Projection[Any, Any] | None,
        fsync_s: float | None,
        offset: int,
        batch: int,
    ) -> None:
        super().__init__(file, path, schema, projection, fsync_s, offset)
        self._batch = batch
        self._rows: list[bytes] = []
        self._times: list[int] = []
        self._frames: list[int] = []

    @classmethod
    def resumed(
        cls,
        file: BinaryIO,
        path: Path,
        schema: Schema,
        projection: Projection[Any, Any] | None,
        fsync_s: float | None,
        batch: int,
    ) -> RowsSink:
        """Return the sink of a file that goes on after its last ended frame.

        What stands behind that (a torn record, half a frame, an index) is cut off. Raises
        RecordingError if the file is damaged or none of this schema.
        """
        with Reader(path, schema) as reader:
            if reader.damage is not None:
                raise reader.corrupt(reader.damage.offset, reader.damage.problem)
            contents = reader.contents
            offset, again = contents.end, range(0)
            if contents.open_events:
                block = contents.block_of(contents.ended_events)
                offset = contents.offsets[block]
                again = range(contents.first_events[block], contents.ended_events)
            rows = list(reader.rows(again.start, again.stop))
        file.truncate(offset)
        sink = cls(file, path, schema, projection, fsync_s, offset, batch)
        sink.events = again.start if contents.open_events else contents.events
        for row in rows:
            sink.add(row.number, row.frame, row.time, row.fields)
        sink.ended = contents.frames - 1
        if rows:
            sink.end(sink.ended)
        return sink

    def add(self, number: int, frame: int, time: int, fields: tuple[Any, ...]) -> None:
        """Keep an event until its frame ends."""
        row = canonical_row(self._names[number], frame, fields)
        if len(row) > MAX_EVENT:
            raise ValueError(f"an event of {len(row)} bytes is larger than {MAX_EVENT}")
        self._rows.append(row)
        self._times.append(time)
        self._frames.append(frame)
        self.events += 1

    def end(self, frame: int) -> None:
        """Write what happened since the last ended frame."""
        self.ended = frame
        if self._batch == 1 or len(self._rows) >= self._batch:
            self._flush()

    def _flush(self) -> None:
        while len(self._rows) > MAX_ROWS:
            self._write_rows(MAX_ROWS)
        self._write_rows(len(self._rows))

    def _write_rows(self, count: int) -> None:
        frames, following = self._frames[:count], self._frames[count : count + 1]
        ended = following[0] - 1 if following else self.ended
        first, last = (frames[0], frames[-1]) if frames else (ended, ended)
        open_events = frames.count(last) if last > ended else 0
        span = Span(self.events - len(self._rows), count, first, last, ended, open_events)
        self._write(encode_rows(span, self._times[:count], b"".join(self._rows[:count])))
        del self._rows[:count], self._times[:count], self._frames[:count]

    def close(self, complete: bool) -> None:
        """Put a whole file of columns in the place of the rows; at no moment is there none."""
        try:
            self._flush()
            compact(self._file, self._path, self._schema, self._projection, complete)
        finally:
            self._file.close()


class BulkSink(_FileSink):
    """Writes blocks of columns as they fill; for events that are there already."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._builder = Builder(self._schema, self._projection, 0, self._file.tell())
        self._varies = [
            any(type_ in (None, str, bytes) for type_ in kind.codec.scalars)
            for kind in self._schema.kinds
        ]

    def add(self, number: int, frame: int, time: int, fields: tuple[Any, ...]) -> None:
        """Take an event; write a block when one is full."""
        size = 0
        if self._varies[number]:
            size = len(canonical_row(self._names[number], frame, fields))
            if size > MAX_EVENT:
                raise ValueError(f"an event of {size} bytes is larger than {MAX_EVENT}")
        full = self._builder.add(number, frame, time, fields, size)
        self.events += 1
        if full:
            self._write(full)

    def end(self, frame: int) -> None:
        """Note that a frame has ended."""
        self._builder.end(frame)
        self.ended = frame

    def close(self, complete: bool) -> None:
        """Write the rest and the index."""
        try:
            self._write(self._builder.finish(complete))
        finally:
            self._file.close()
