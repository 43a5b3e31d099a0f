"""Sinks: the two ways an event reaches the disk, at once or a block at a time.

Knows a file to write to and what to write next. What may be appended, the recorder has judged.
"""

from __future__ import annotations

import errno
from typing import Any, Protocol

from replay.birth import reopen
from replay.compaction import close_rows, compact
from replay.errors import Corrupt, RecordingError
from replay.events import Event
from replay.file.blocks import Span
from replay.file.builder import BLOCK_BYTES, BLOCK_EVENTS, Builder
from replay.file.contents import Contents
from replay.file.rows import MAX_EVENT, encode_rows
from replay.output import Output
from replay.packing import packer
from replay.projections import Projection
from replay.reading import Reader
from replay.schema import Schema

MAX_ROWS = BULK_BATCH = 1024
"""Events in one rows record: more than a game has in a frame, fewer than a block may have."""


class Sink(Protocol):
    """Where a recorder's events go.

    ``trouble`` is what keeps the disk from taking them, as long as something does.
    """

    ended: int
    trouble: OSError | None

    @property
    def events(self) -> int:
        """How many events it took."""

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

    def resume(self) -> None:
        """Go on in an existing file after its last ended frame.

        What stands behind that (a torn record, half a frame, an index) is cut off; where half a
        frame shares a record with ended ones, they are put into a file of their own first.
        Raises RecordingError if the file is damaged, has gaps, or is none of this schema.
        """
        output = self._output
        with Reader(output.path, self._schema) as reader:
            if reader.damage is not None:
                raise reader.corrupt(reader.damage.offset, reader.damage.problem)
            contents = reader.contents
            if contents.gaps:
                raise Corrupt(output.path, "events are missing in it: nothing can follow on them")
            offset, first = contents.end, contents.events
            if contents.open_events:
                block = contents.block_of(contents.ended_events)
                offset, first = contents.offsets[block], contents.first_events[block]
        if first < contents.ended_events:
            events = contents.events
            compact(output, self._schema, self._projection, events=events, complete=False)
            output.change(reopen(output.path))
            self.resume()
            return
        output.cut(offset)
        self._contents = None
        self.events, self.ended = first, contents.frames - 1

    def add(self, number: int, event: Event[Any], time: int, fields: tuple[Any, ...]) -> None:
        """Keep an event until its frame ends."""
        row = self._pack((self._names[number], event.frame, fields))
        if len(row) > MAX_EVENT:
            raise ValueError(f"an event of {len(row)} bytes is larger than {MAX_EVENT}")
        self._rows.append(row)
        self._times.append(time)
        self._frames.append(event.frame)
        self.events += 1

    def end(self, frame: int) -> None:
        """Write what happened since the last ended frame."""
        self.ended = frame
        if self._batch == 1 or len(self._rows) >= self._batch:
            try:
                self._flush()
                self._output.sync()
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

        If the disk does not take the columns, the rows stay and are the recording, closed by an
        index if it takes that.
        """
        try:
            self._flush()
            self._output.sync(now=True)
            self._finish(complete)
            self.trouble = None
        except OSError as trouble:
            self.trouble = trouble
        except RecordingError as trouble:  # what was written is not what is there
            self.trouble = OSError(errno.EIO, trouble.problem, str(self._output.path))
        finally:
            self._output.close()

    def _finish(self, complete: bool) -> None:
        output, schema, events = self._output, self._schema, self.events
        try:
            compact(
                output,
                schema,
                self._projection,
                events=events,
                complete=complete,
                contents=self._contents,
            )
        except (OSError, RecordingError):
            close_rows(output, schema, events=events, complete=complete)


class BulkSink:
    """Writes blocks of columns as they fill; for events that are there already.

    Raises OSError as soon as the disk does not take a block. The file then ends with the last
    one that it took: what follows a block that is missing would be no history.
    """

    def __init__(
        self,
        output: Output,
        schema: Schema,
        projection: Projection[Any, Any] | None,
        header: bytes,
    ) -> None:
        self.ended = -1
        self.trouble: OSError | None = None
        self._output = output
        self._pack = packer()
        self._builder = Builder(schema, projection, 0, header, copied=True)
        self._varies = [
            any(type_ in (None, str, bytes) for type_ in kind.codec.scalars)
            for kind in schema.kinds
        ]
        self._failed = False

    @property
    def events(self) -> int:
        """How many events it took."""
        return self._builder.contents.events + len(self._builder.events)

    def add(self, number: int, event: Event[Any], time: int, fields: tuple[Any, ...]) -> None:
        """Take an event; write a block when one is full."""
        if self._failed:
            message = "an earlier block was not written, so nothing can follow"
            raise OSError(errno.EIO, message, str(self._output.path))
        size = 0
        if self._varies[number]:
            size = len(self._pack((event.type.name, event.frame, fields)))
            if size > MAX_EVENT:
                raise ValueError(f"an event of {size} bytes is larger than {MAX_EVENT}")
        builder = self._builder
        builder.events.append(event)
        builder.times.append(time)
        builder.fields.append(fields)
        if size or len(builder.events) > BLOCK_EVENTS:
            self._write_full(size)

    def _write_full(self, size: int) -> None:
        self._failed = True
        full = self._builder.full(size)
        if full:
            self._output.write(full)
        self._failed = False

    def end(self, frame: int) -> None:
        """Note that a frame has ended."""
        self._builder.end(frame)
        self.ended = frame

    def close(self, complete: bool) -> None:
        """Write the rest and the index; after a failure leave the file as it is."""
        try:
            if not self._failed:
                self._output.write(self._builder.finish(complete))
                self._output.sync(now=True)
        finally:
            self._output.close()
