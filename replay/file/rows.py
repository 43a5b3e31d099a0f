"""Rows: how events lie in a file while it is being written, a record for each ended frame.

A record of kind "rows". Head: [number of the first event, events, first frame, last frame, last
ended frame, events of the frame that had not ended, times]; ``times`` is the milliseconds since
1970 of all its events, or an array of one for each. Body: the events' canonical rows (see
digest), one behind the other. A frame in which nothing happened has no events and only says
that it ended.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from replay.events import moment
from replay.file.blocks import Span, read_span
from replay.file.columns import MAX_RAW
from replay.file.records import ROWS, Record, encode
from replay.packing import Malformed, pack, unpack_many
from replay.schema import Schema


def canonical_row(name: str, frame: int, fields: tuple[Any, ...]) -> bytes:
    """Return an event as the digest covers it and a rows record holds it."""
    return pack((name, frame, fields))


def encode_rows(span: Span, times: Sequence[int], rows: bytes) -> bytes:
    """Return the record of one or a few ended frames."""
    first = times[0] if times else 0
    shared = all(time == first for time in times)
    head = [
        span.first_event, span.events, span.first_frame, span.last_frame, span.ended,
        span.open_events, first if shared else list(times),
    ]  # fmt: skip
    return encode(ROWS, head, rows)


def _checked_row(
    row: Any, numbers: Mapping[str, int], schema: Schema
) -> tuple[int, int, tuple[Any, ...]]:
    match row:
        case [str(name), int(frame), [*fields]] if name in numbers:
            number = numbers[name]
            if len(fields) == len(schema.kinds[number].codec.fields):
                return number, frame, tuple(fields)
    raise Malformed(f"not an event of this recording: {str(row)[:80]}")


class RowsBlock:
    """A rows record as a block: the same questions, the same answers."""

    def __init__(self, record: Record, schema: Schema) -> None:
        self.span = read_span(record.head)
        self._schema = schema
        if record.kind != ROWS or len(record.head) != 7:
            raise Malformed("a rows record's head makes no sense")
        numbers = {kind.type.name: kind.number for kind in schema.kinds}
        self._types = bytearray()
        self.frames: list[int] = []
        self._rows: dict[int, list[tuple[Any, ...]]] = {}
        if len(record.body) > MAX_RAW:
            raise Malformed(f"a rows record has {len(record.body)} bytes of events")
        for row in unpack_many(record.body):
            number, frame, fields = _checked_row(row, numbers, schema)
            self._types.append(number)
            self.frames.append(frame)
            self._rows.setdefault(number, []).append(fields)
        self._check_frames()
        self.times = self._read_times(record.head[6])

    def _check_frames(self) -> None:
        span = self.span
        if len(self.frames) != span.events:
            raise Malformed("a rows record has another number of events than it says")
        if self.frames and (
            self.frames[0] != span.first_frame
            or self.frames[-1] != span.last_frame
            or self.frames != sorted(self.frames)
        ):
            raise Malformed("the frames of a rows record are not those its head names")

    def _read_times(self, times: Any) -> list[int]:
        if type(times) is int:
            return [times] * self.span.events
        if not isinstance(times, list) or len(times) != self.span.events:
            raise Malformed("a rows record needs one time, or one an event")
        if not all(type(time) is int for time in times):
            raise Malformed("a rows record's times are no whole numbers")
        return times

    @cached_property
    def types(self) -> bytes:
        """The type number of each event."""
        return bytes(self._types)

    @cached_property
    def counts(self) -> dict[int, int]:
        """How many events of each type there are."""
        return {number: len(self._rows[number]) for number in sorted(self._rows)}

    def fields(self, number: int, start: int = 0, stop: int | None = None) -> list[tuple[Any, ...]]:
        """The rows of the events of one type, from the ``start``-th to before the ``stop``-th."""
        return self._rows[number][start:stop]

    @cached_property
    def one_time_a_frame(self) -> bool:
        """Whether all events of a frame were written at one time."""
        return len(set(zip(self.frames, self.times, strict=True))) == len(set(self.frames))

    def moment_of(self, frame: int) -> datetime:
        """The timestamp of a frame's events, where all have one."""
        return moment(self.times[bisect_left(self.frames, frame)])

    def moment_at(self, position: int) -> datetime:
        """The timestamp of one event."""
        return moment(self.times[position])

    def payloads(self, number: int, start: int, stop: int) -> list[Any]:
        """The data of the events of one type, from the ``start``-th to before the ``stop``-th."""
        return list(map(self._schema.kinds[number].codec.from_row, self._rows[number][start:stop]))
