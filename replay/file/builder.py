"""Building the records of a closed file: rows in; blocks, keyframes and index out.

Pure: gives bytes to whoever writes them. Knows where in the file each record will lie.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from replay.events import Event
from replay.file.blocks import Rows, Span, encode_block
from replay.file.contents import Contents, Other
from replay.file.digest import LEAF_EVENTS, HistoryDigest
from replay.file.header import encode_copy
from replay.file.index import encode_end, encode_index
from replay.file.keyframes import Keyframe, encode_keyframe
from replay.file.rows import encode_rows
from replay.projections import Projection
from replay.schema import Schema

BLOCK_EVENTS = 2 * LEAF_EVENTS
BLOCK_BYTES = 128 * 1024
"""A block is cut early when its rows are as large as this together."""
KEYFRAME_EVENTS = 320
"""The least number of events from one keyframe to the next; more where states are large."""


class Builder:
    """Turns rows into records, block by block.

    ``header`` is the header's record, behind which the first one will lie; if it is ``copied``,
    a copy of it stands between. ``events``, ``times`` (ms) and ``fields`` are what waits to become
    a block: whoever has more appends to all three, then asks for what is ``full``. ``end`` takes a
    frame's end, ``insert`` a record to stand between, and ``finish`` returns the last bytes.
    Everything is done a block at a time, in loops that hardly leave C.
    """

    def __init__(
        self,
        schema: Schema,
        projection: Projection[Any, Any] | None,
        first_frame: int,
        header: bytes,
        *,
        copied: bool = False,
    ) -> None:
        copy = encode_copy(header)
        begin = len(header) + (len(copy) if copied else 0)
        self.contents = Contents(end=begin, since=first_frame, frames=first_frame)
        self.digest = HistoryDigest()
        self._copy = b"" if copied else copy
        self._schema = schema
        self._names = [kind.type.name for kind in schema.kinds]
        self._projection = projection
        self._state = None if projection is None else projection.initial()
        self._next_keyframe = KEYFRAME_EVENTS
        # Three lists rather than one of tuples: so many tuples less for Python's collector.
        self.events: list[Event[Any]] = []
        self.times: list[int] = []
        self.fields: list[tuple[Any, ...]] = []
        self._bytes = self._last_bytes = 0
        self._ended = first_frame - 1

    def full(self, size: int = 0) -> bytes:
        """Return the bytes of all blocks that are full.

        What was added since the last time and may be large in it is ``size`` bytes together.
        """
        self._bytes += size
        self._last_bytes = size
        parts = []
        while len(self.events) > BLOCK_EVENTS or (self._bytes >= BLOCK_BYTES and self.events):
            parts.append(self._cut())
        return b"".join(parts)

    def end(self, frame: int) -> None:
        """Note that a frame has ended."""
        self._ended = frame

    def finish(self, complete: bool) -> bytes:
        """Return the last block, the index and the end of the file."""
        parts = [self._cut_all()]
        if self._ended >= self.contents.frames:
            quiet = Span(self.contents.events, 0, self._ended, self._ended, self._ended, 0)
            tail = encode_rows(quiet, (), b"")
            self.contents.add_block(self.contents.end, len(tail), quiet)
            self.contents.end += len(tail)
            parts.append(tail)
        self.contents.complete = complete
        self.contents.leaves = self.digest.leaves()
        return b"".join(parts) + closing(self._copy, self.contents)

    def insert(self, kind: str, record: bytes) -> bytes:
        """Put a record of an unknown kind behind the last event, as it is."""
        before = self._cut_all()
        self.contents.others.append(Other(kind, self.contents.end, len(record)))
        self.contents.end += len(record)
        return before + record

    def _cut_all(self) -> bytes:
        parts = []
        while self.events:
            parts.append(self._cut())
        return b"".join(parts)

    def _cut(self) -> bytes:
        """Make a block of the first events that wait, and the keyframes that fall into it."""
        events, self.events = self.events[:BLOCK_EVENTS], self.events[BLOCK_EVENTS:]
        times, self.times = self.times[:BLOCK_EVENTS], self.times[BLOCK_EVENTS:]
        fields, self.fields = self.fields[:BLOCK_EVENTS], self.fields[BLOCK_EVENTS:]
        self._bytes = self._last_bytes if self.events else 0  # what waits on came last
        numbers = [event.type._value_ for event in events]
        rows = Rows(numbers, [event.frame for event in events], times, fields)
        following = self.events[0].frame if self.events else None
        first_event = self.contents.events
        record = encode_block(self._span(rows, following), rows, self._schema)
        self.contents.add_block(self.contents.end, len(record), self._span(rows, following))
        self.contents.end += len(record)
        names = map(self._names.__getitem__, numbers)
        self.digest.add_unpacked(zip(names, rows.frames, fields, strict=True), len(events))
        for number in set(numbers):
            counts = self.contents.type_counts
            counts[number] = counts.get(number, 0) + numbers.count(number)
        return record + self._keyframes(first_event, events)

    def _span(self, rows: Rows, following: int | None) -> Span:
        """What the block covers. That a later frame has begun also says that those before ended."""
        first, last = rows.frames[0], rows.frames[-1]
        ended = max(self._ended, last - 1) if following is None else following - 1
        open_events = rows.frames.count(last) if last > ended else 0
        return Span(self.contents.events, len(rows.frames), first, last, ended, open_events)

    def _keyframes(self, first_event: int, events: Sequence[Event[Any]]) -> bytes:
        """Fold a block's events; return the keyframes that are due on the way."""
        projection, contents = self._projection, self.contents
        if projection is None:
            return b""
        parts, done = [], 0
        while (due := self._next_keyframe - first_event) <= len(events):
            self._state = reduce(projection.apply, events[done:due], self._state)
            done = due
            keyframe = Keyframe(
                self._next_keyframe, events[due - 1].frame,
                projection.name, projection.version, self._schema.version,
            )  # fmt: skip
            record = encode_keyframe(keyframe, projection.dump(self._state))
            if record is None:
                self._next_keyframe += 16 * KEYFRAME_EVENTS  # it will not soon be smaller
                continue
            contents.add_keyframe(contents.end, len(record), keyframe)
            contents.end += len(record)
            parts.append(record)
            # Five bytes of keyframes for four events are what being anywhere at once may cost.
            self._next_keyframe += max(KEYFRAME_EVENTS, len(record) * 4 // 5)
        self._state = reduce(projection.apply, events[done:], self._state)
        return b"".join(parts)


def closing(copy: bytes, contents: Contents) -> bytes:
    """Return what ends a closed file: a copy of its header if there is none, the index, the end."""
    return copy + encode_index(contents) + encode_end(contents.end + len(copy))
