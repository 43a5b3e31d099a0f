"""The rows sink: an event reaches the disk when its frame ends.

Knows rows, and how they become columns at close; the recorder has checked what is appended.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from time import monotonic
from typing import Any

from replay.errors import Corrupt, RecordingError
from replay.events import Event
from replay.file.batch import BLOCK_BYTES
from replay.file.blocks import Span
from replay.file.contents import Contents
from replay.file.hopping import hop
from replay.file.keyframes import Keeper
from replay.file.resync import Search
from replay.file.rows import encode_rows
from replay.file.scan import beginning
from replay.schema import MAX_EVENT, Schema
from replay.storage.compaction import begin_draft, close_in_place, compact
from replay.storage.disk_errors import if_the_disk_can, is_of_disk, is_of_reading
from replay.storage.growing_columns import Entry, GrowingColumns
from replay.storage.hidden_files import OPEN_FILES_CAN_BE_RENAMED, tidy
from replay.storage.output_file import Output
from replay.storage.reader import Reader
from replay.storage.sink import NO_FRAME, Sink, refuse_large
from replay.values.msgpack_codec import packer

MAX_ROWS = BULK_BATCH = 1024
"""Events in one rows record: more than a game has in a frame, fewer than a block may have."""

_Waiting = list[Entry]
"""The events that are not written yet."""
_Progress = tuple[int, int, int, _Waiting]
"""(offset behind what is written, events written, last ended frame written, waiting events).
Replaced as a whole. (A plain tuple: a named one takes ten times as long to make.)"""


class RowsSink(Sink):
    """Writes rows, which is cheap, and has columns grow beside them, which replace them at close.

    ``begin``: the header's record, if the file is new; a file that is continued has no growing
    columns, and is converted to columns at close, as are those of which something went wrong.
    ``batch``: events to gather before ended frames are written; 1 hands each frame to the
    operating system as it ends, also one in which nothing happened. What the disk does not take
    stays in memory and is tried again at the next frame; the match goes on.
    """

    def __init__(
        self,
        output: Output,
        schema: Schema,
        keeper: Keeper | None,
        *,
        batch: int,
        offset: int,
        begin: bytes | None = None,
    ) -> None:
        super().__init__(output, ended=-1)
        self._schema, self._keeper = schema, keeper
        self._packer = packer()
        self._pack = self._packer.pack
        self._batch = batch
        self._progress: _Progress = offset, 0, -1, []
        self._contents: Contents | None = Contents(end=offset)
        self._columns: GrowingColumns | None = None
        self._grown, self._told_of_keyframes = 0, False
        if begin is not None and OPEN_FILES_CAN_BE_RENAMED:
            self._columns = GrowingColumns(schema, keeper, begin)

    @classmethod
    def resumed(
        cls,
        output: Output,
        schema: Schema,
        keeper: Keeper | None,
        *,
        batch: int,
    ) -> RowsSink:
        """Continue an existing file after its last ended frame.

        What follows that (a torn record, half a frame, an index) is cut off by the first write; if
        half a frame shares a record with ended frames, the file is first compacted without it.
        Raises RecordingError if the file is damaged, has gaps, or is none of this schema.
        """
        with Reader(output.path, schema, file=output.file) as reader:
            damage, contents = reader.damage, reader.contents
            output.begin = reader.read(0, reader.events_begin)
            if contents.closed and not contents.gaps:  # only its index was read so far
                search = Search(reader.read, reader.size)
                damage = hop(search, beginning(reader.header, reader.events_begin))
            if damage is not None:
                raise reader.corrupt(damage.offset, damage.problem)
        if contents.gaps:
            raise Corrupt(output.path, "events are missing in it: nothing can follow on them")
        tidy(output.path, output.file)
        offset, events = contents.end, contents.events
        if contents.open_events:
            block = contents.block_of(contents.ended_events)
            offset, events = contents.offsets[block], contents.first_events[block]
            if OPEN_FILES_CAN_BE_RENAMED or events < contents.ended_events:
                compact(output, schema, keeper, events=contents.events, complete=False)
                output.become_draft()
                return cls.resumed(output, schema, keeper, batch=batch)
        sink = cls(output, schema, keeper, batch=batch, offset=offset)
        sink._progress = offset, events, contents.frames - 1, []
        sink._contents = None
        sink.ended = contents.frames - 1
        sink._await_next()
        return sink

    @property
    def events(self) -> int:
        """How many events it took."""
        _, written, _, waiting = self._progress
        return written + len(waiting)

    @property
    def unwritten(self) -> int:
        """How many of them are not written."""
        return len(self._progress[3])

    def add(self, key: str | None, event: Event[Any], time: int, fields: tuple[Any, ...]) -> bool:
        """Keep an event until its frame ends."""
        frame = event.frame
        try:
            row = self._pack((key, frame, fields))
        except OverflowError:
            self.check(frame)  # a frame beyond 64 bits
            raise
        except MemoryError:
            self._packer.reset()
            raise
        if len(row) > MAX_EVENT:
            refuse_large(self._schema, event, len(row))
        # Made before the check: making it, Python 3.11 may collect garbage.
        entry = row, time, frame, event, fields
        if frame == self.next_frame:
            self._progress[3].append(entry)
            return False
        self._add_later(frame, entry)
        return True

    def _add_later(self, frame: int, entry: Entry) -> None:
        """Keep an event, after ending the frames before its own."""
        if self._writer is not None:
            self.refuse_interruption()
        if not self.ended < frame < self.beyond:
            self.check(frame)  # which says what is wrong
        if frame - 1 > self.ended:
            self.end(frame - 1)
        if not self.ended < frame < self.beyond:
            self.check(frame)  # a signal handler has meanwhile ended the frame or closed the file
        self._progress[3].append(entry)

    def end(self, frame: int) -> None:
        """Write what happened since the last ended frame."""
        if self._writer is not None:
            self.refuse_interruption()
        with self.writing:
            try:
                self._writer = sys._getframe()
                self.next_frame = NO_FRAME
                if not self.beyond:
                    self.check(frame)  # it was closed meanwhile
                if frame <= self.ended:
                    return  # a signal handler wrote it before _writer was set
                self.ended = frame
                if self._batch == 1 or len(self._progress[3]) >= self._batch:
                    self._write_ended()
                    self.output.sync()
                    self.problem = self.output.damage
                    if self._columns is not None:
                        self._grow(self._columns)
            except OSError as trouble:
                if not is_of_disk(trouble):
                    raise
                self.problem = trouble
                self._drop_columns()
            finally:
                self._writer = None
                self._await_next()
        if self._missing or monotonic() >= self._next_watch:
            self._watch()

    def _write_ended(self) -> None:
        try:
            self._write_record()
        except OSError as trouble:
            if self._columns is None or not is_of_disk(trouble):
                raise
            self._drop_columns()  # the disk may be full of them
            self._write_record()
        if self._progress[3]:
            self._flush()

    def _grow(self, columns: GrowingColumns) -> None:
        """Have the columns grow a little; they are given up if anything is raised."""
        events = self._progress[1]
        self._columns = None  # until they have grown: so what is raised at any moment ends them
        try:
            if columns.events != events or (columns.wants_draft and self.output.missing()):
                return
            if columns.wants_draft:
                begin_draft(self.output, columns)
            goes_on = columns.advance(events - self._grown)
            self._grown = events
            if columns.problem is not None and not self._told_of_keyframes:
                self.keyframe_problem, self._told_of_keyframes = columns.problem, True
            if goes_on:
                self._columns = columns
        except OSError as trouble:
            if not is_of_disk(trouble):
                raise
        finally:
            if self._columns is None:
                with if_the_disk_can():
                    columns.discard()

    def _drop_columns(self) -> None:
        """Give up the growing columns: the file is converted at close."""
        columns, self._columns = self._columns, None
        if columns is not None:
            with if_the_disk_can():
                columns.discard()

    def give_up(self) -> None:
        """Take no more events and close the file as it is; in a forked child, its copy of it."""
        self._stop()
        self._drop_columns()
        super().give_up()

    def _flush(self) -> None:
        while self._progress[3] or self._progress[2] < self.ended:
            self._write_record()

    def _write_record(self) -> None:
        offset, events, _, waiting = self._progress
        first_ones = waiting[: MAX_ROWS + 1]
        count = len(first_ones)
        rows, times, frames, _, _ = zip(*first_ones, strict=True) if waiting else ((),) * 5
        content = b"".join(rows)
        if count > MAX_ROWS or len(content) > BLOCK_BYTES:
            count = _fitting(rows)
            content, times, frames = b"".join(rows[:count]), times[:count], frames[:count]
        ended = self.ended if count == len(waiting) else waiting[count][2] - 1
        first, last = (frames[0], frames[-1]) if frames else (ended, ended)
        open_events = frames.count(last) if last > ended else 0
        span = Span(events, count, first, last, ended, open_events)
        data = encode_rows(span, times, content)
        self.output.write(data, offset)
        contents, self._contents = self._contents, None  # until it includes this record
        self._progress = offset + len(data), events + count, ended, waiting[count:]
        columns = self._columns
        if columns is not None and columns.events == events:
            columns.take(waiting[:count])
        if contents is not None:
            contents.add_rows(offset, len(data), span)
            contents.end = offset + len(data)
            self._contents = contents

    def _finish(self, complete: bool) -> None:
        """Replace the rows by a file of columns; at every moment one of them is there, whole.

        If the columns cannot be written, the rows remain the recording, closed by an index if that
        can be written.
        """
        self._stop()  # before reading what waits: another thread may append
        if waiting := self._progress[3]:
            self.ended = max(self.ended, waiting[-1][2])
        try:
            with if_the_disk_can():
                self._flush()
            if self._progress[3] or self._progress[2] < self.ended:
                self._drop_columns()  # the disk may be full of them
                self._flush()  # there is no later frame at which to try again
            self.output.go_to(self._progress[0], at_end=True)
            self.output.sync(now=True)
            self._put_columns(complete)
            self.problem = None
        except OSError as trouble:
            if not is_of_disk(trouble):
                raise
            self.problem = trouble
            self._drop_columns()
        except RecordingError as trouble:  # the file does not hold what was written
            if not is_of_reading(trouble):
                raise
            self.problem = OSError(errno.EIO, trouble.problem, str(self.output.path))

    def _put_columns(self, complete: bool) -> None:
        output, (offset, events, _, _) = self.output, self._progress
        columns, self._columns = self._columns, None
        try:
            self.keyframe_problem = compact(
                output,
                self._schema,
                self._keeper,
                events=events,
                complete=complete,
                contents=self._contents,
                columns=columns,
            )
        except (OSError, RecordingError) as trouble:
            if not is_of_disk(trouble) and not is_of_reading(trouble):
                raise
            close_in_place(output, self._schema, offset, events, complete=complete)


def _fitting(rows: Sequence[bytes]) -> int:
    """How many of the rows fit into one record."""
    count, size = 0, 0
    for row in rows[:MAX_ROWS]:
        size += len(row)
        if count and size > BLOCK_BYTES:
            break
        count += 1
    return count
