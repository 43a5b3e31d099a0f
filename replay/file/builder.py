"""Building the records of a closed file: rows in; blocks, keyframes and index out.

Pure: gives bytes to whoever writes them. Knows where in the file each record will lie.
"""

from __future__ import annotations

from typing import Any

from replay.events import Event, moment
from replay.file.blocks import Rows, Span, encode_block
from replay.file.contents import Contents
from replay.file.digest import LEAF_EVENTS, HistoryDigest
from replay.file.header import encode_copy
from replay.file.index import encode_end, encode_index
from replay.file.keyframes import Keyframe, encode_keyframe
from replay.file.rows import canonical_row, encode_rows
from replay.projections import Projection
from replay.schema import Schema

BLOCK_EVENTS = 2 * LEAF_EVENTS
BLOCK_BYTES = 128 * 1024
"""A block is cut early when its rows are as large as this together."""
KEYFRAME_EVENTS = 512
"""The least number of events from one keyframe to the next; more where states are large."""


class Builder:
    """Turns rows into records, block by block.

    ``header`` is the header's record, behind which the first one will lie. ``add`` takes an
    event and returns the bytes to be written now (mostly none), ``end`` takes a frame's end, and
    ``finish`` returns the last bytes.
    """

    def __init__(
        self,
        schema: Schema,
        projection: Projection[Any, Any] | None,
        first_frame: int,
        header: bytes,
    ) -> None:
        self.contents = Contents(end=len(header), first_frame=first_frame, frames=first_frame)
        self.digest = HistoryDigest()
        self._header = header
        self._schema = schema
        self._names = [kind.type.name for kind in schema.kinds]
        self._projection = projection
        self._state = None if projection is None else projection.initial()
        self._next_keyframe = KEYFRAME_EVENTS
        self._keyframes: list[tuple[Keyframe, bytes]] = []
        self._rows = Rows([], [], [], [])
        self._bytes = 0
        self._ended = first_frame - 1

    def add(
        self, number: int, frame: int, time: int, fields: tuple[Any, ...], size: int = 0
    ) -> bytes:
        """Add an event, already a row; ``size`` is its bytes if it may be large."""
        rows = self._rows
        rows.types.append(number)
        rows.frames.append(frame)
        rows.times.append(time)
        rows.fields.append(fields)
        self._bytes += size
        if self._projection is not None:
            kind = self._schema.kinds[number]
            event = Event(kind.type, kind.codec.from_row(fields), frame, moment(time))
            self._state = self._projection.apply(self._state, event)
        count = len(rows.types)
        if self.contents.events + count >= self._next_keyframe:
            self._keep_state(self.contents.events + count, frame)
        if count >= BLOCK_EVENTS or self._bytes >= BLOCK_BYTES:
            return self._cut()
        return b""

    def end(self, frame: int) -> None:
        """Note that a frame has ended."""
        self._ended = frame

    def finish(self, complete: bool) -> bytes:
        """Return the last block, the index and the end of the file."""
        last = self._cut()
        if self._ended >= self.contents.frames:
            quiet = Span(self.contents.events, 0, self._ended, self._ended, self._ended, 0)
            tail = encode_rows(quiet, (), b"")
            self.contents.add_block(self.contents.end, len(tail), quiet)
            self.contents.end += len(tail)
            last += tail
        self.contents.complete = complete
        self.contents.leaves = self.digest.leaves()
        return last + closing(self._header, self.contents)

    def _keep_state(self, events: int, frame: int) -> None:
        projection = self._projection
        if projection is None:
            self._next_keyframe = 1 << 62
            return
        keyframe = Keyframe(
            events, frame, projection.name, projection.version, self._schema.version
        )
        record = encode_keyframe(keyframe, projection.dump(self._state))
        if record is not None:
            self._keyframes.append((keyframe, record))
        # One byte of keyframes for each event is what being anywhere in a millisecond may cost.
        self._next_keyframe = events + max(KEYFRAME_EVENTS, len(record or b"") * 5 // 4)

    def _cut(self) -> bytes:
        rows, contents = self._rows, self.contents
        count = len(rows.types)
        if not count:
            return b""
        names = self._names
        self.digest.add(
            canonical_row(names[number], frame, fields)
            for number, frame, fields in zip(rows.types, rows.frames, rows.fields, strict=True)
        )
        open_frame = rows.frames[-1] if rows.frames[-1] > self._ended else None
        open_events = 0 if open_frame is None else rows.frames.count(open_frame)
        span = Span(
            contents.events, count, rows.frames[0], rows.frames[-1], self._ended, open_events
        )
        record = encode_block(span, rows, self._schema)
        contents.add_block(contents.end, len(record), span)
        for number in set(rows.types):
            contents.type_counts[number] = contents.type_counts.get(number, 0) + rows.types.count(
                number
            )
        contents.end += len(record)
        parts = [record]
        for keyframe, saved in self._keyframes:
            contents.add_keyframe(contents.end, len(saved), keyframe)
            contents.end += len(saved)
            parts.append(saved)
        self._keyframes.clear()
        self._rows, self._bytes = Rows([], [], [], []), 0
        return b"".join(parts)


def closing(header: bytes, contents: Contents) -> bytes:
    """Return what ends a closed file: a copy of its header, the index, the end."""
    copy = encode_copy(header)
    return copy + encode_index(contents) + encode_end(contents.end + len(copy))
