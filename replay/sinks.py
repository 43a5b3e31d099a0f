"""Sinks: the two ways an event reaches the disk, at once or a block at a time.

Knows a file to write to and what to write next. What may be appended, the recorder has judged.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from replay.compaction import compact
from replay.events import Event
from replay.file.blocks import Span
from replay.file.builder import BLOCK_BYTES, Builder
from replay.file.contents import Contents
from replay.file.rows import encode_rows
from replay.output import Output
from replay.packing import packer
from replay.projections import Projection
from replay.reading import Reader
from replay.schema import Schema

MAX_EVENT = 128 * 1024
"""Bytes of one event, packed. Facts are small; pictures and maps belong beside the recording."""
MAX_ROWS = BULK_BATCH = 1024
"""Events in one rows record: more than a game has in a frame, fewer than a block may have."""


class Sink(Protocol):
    """Where a recorder's events go.

    ``trouble`` is what keeps the disk from taking them, as long as something does.
    """

    events: int
    ended: int
    trouble: OSError | None

    def add(self, number: int, event: Event[Any], time: int, fields: tuple[Any, ...]) -> None:
        """Take an event and its row."""

    def end(self, frame: int) -> None:
        """Take the end of a frame."""

    def close(self, complete: bool) -> None:
        """Finish the file."""


class RowsSink:
    """Writes rows, which cost next to nothing, and makes columns of them at close.

    ``batch``: events to gather before ended frames are written; 1 hands each frame to the
    operating system as it ends, also one in which nothing happened. What the disk does not take
    stays in memory and is tried again at the next frame; the match goes on.
    """

    def __init__(
        self,
        output: Output,
        schema: Schema,
        projection: Projection[Any, Any] | None,
        batch: int,
    ) -> None:
        self.events = 0
        self.ended = -1
        self.trouble: OSError | None = None
        self._output = output
        self._schema, self._projection = schema, projection
        self._names = [kind.type.name for kind in schema.kinds]
        self._pack = packer()
        self._batch = batch
        self._contents: Contents | None = Contents(end=output.size)
        self._rows: list[bytes] = []
        self._times: list[int] = []
        self._frames: list[int] = []

    def resume(self, path: Path) -> None:
        """Go on in an existing file after its last ended frame.

        What stands behind that (a torn record, half a frame, an index) is cut off. Raises
        RecordingError if the file is damaged or none of this schema.
        """
        with Reader(path, self._schema) as reader:
            if reader.damage is not None:
                raise reader.corrupt(reader.damage.offset, reader.damage.problem)
            contents = reader.contents
            offset, first = contents.end, contents.events
            if contents.open_events:
                block = contents.block_of(contents.ended_events)
                offset, first = contents.offsets[block], contents.first_events[block]
            again = list(reader.rows(first, contents.ended_events))
        self._output.cut(offset)
        self._contents = None
        self.events, self.ended = first, contents.frames - 1
        for row in again:
            self._keep(row.number, row.frame, row.time, row.fields)
        if again:
            self._flush()

    def add(self, number: int, event: Event[Any], time: int, fields: tuple[Any, ...]) -> None:
        """Keep an event until its frame ends."""
        self._keep(number, event.frame, time, fields)

    def _keep(self, number: int, frame: int, time: int, fields: tuple[Any, ...]) -> None:
        row = self._pack((self._names[number], frame, fields))
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
            try:
                self._flush()
                self.trouble = None
            except OSError as trouble:
                self.trouble = trouble

    def _flush(self) -> None:
        self._write_rows(self._fitting())
        while self._rows:
            self._write_rows(self._fitting())

    def _fitting(self) -> int:
        """How many of the rows that wait fit into one record."""
        count, size = 0, 0
        for row in self._rows[:MAX_ROWS]:
            size += len(row)
            if count and size > BLOCK_BYTES:
                break
            count += 1
        return count

    def _write_rows(self, count: int) -> None:
        frames, following = self._frames[:count], self._frames[count : count + 1]
        ended = following[0] - 1 if following else self.ended
        first, last = (frames[0], frames[-1]) if frames else (ended, ended)
        open_events = frames.count(last) if last > ended else 0
        span = Span(self.events - len(self._rows), count, first, last, ended, open_events)
        offset = self._output.size
        self._output.write(encode_rows(span, self._times[:count], b"".join(self._rows[:count])))
        if self._contents is not None:
            self._contents.add_rows(offset, self._output.size - offset, span)
            self._contents.end = self._output.size
        del self._rows[:count], self._times[:count], self._frames[:count]

    def close(self, complete: bool) -> None:
        """Put a whole file of columns in the place of the rows; at no moment is there none.

        If the disk does not take the columns, the rows stay and are the recording.
        """
        try:
            self._flush()
            compact(self._output, self._schema, self._projection, complete, self._contents)
            self.trouble = None
        except OSError as trouble:
            self.trouble = trouble
        finally:
            self._output.close()


class BulkSink:
    """Writes blocks of columns as they fill; for events that are there already.

    Raises OSError as soon as the disk does not take a block.
    """

    def __init__(
        self,
        output: Output,
        schema: Schema,
        projection: Projection[Any, Any] | None,
        header: bytes,
    ) -> None:
        self.events = 0
        self.ended = -1
        self.trouble: OSError | None = None
        self._output = output
        self._pack = packer()
        self._builder = Builder(schema, projection, 0, header)
        self._varies = [
            any(type_ in (None, str, bytes) for type_ in kind.codec.scalars)
            for kind in schema.kinds
        ]

    def add(self, number: int, event: Event[Any], time: int, fields: tuple[Any, ...]) -> None:
        """Take an event; write a block when one is full."""
        size = 0
        if self._varies[number]:
            size = len(self._pack((event.type.name, event.frame, fields)))
            if size > MAX_EVENT:
                raise ValueError(f"an event of {size} bytes is larger than {MAX_EVENT}")
        full = self._builder.add(number, event, time, fields, size)
        self.events += 1
        if full:
            self._output.write(full)

    def end(self, frame: int) -> None:
        """Note that a frame has ended."""
        self._builder.end(frame)
        self.ended = frame

    def close(self, complete: bool) -> None:
        """Write the rest and the index."""
        try:
            self._output.write(self._builder.finish(complete))
        finally:
            self._output.close()
