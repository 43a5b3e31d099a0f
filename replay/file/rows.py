"""Rows: how events lie in a file while it is being written, a record for each ended frame.

A record of kind "rows". Head: [number of the first event, events, first frame, last frame, last
ended frame, events of the frame that had not ended, times]; ``times`` is the milliseconds since
1970 of all its events, or an array of one for each. Body: the events' canonical rows (see
digest), one behind the other. A frame in which nothing happened has no events and only says
that it ended.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from replay.file.blocks import PLAIN_WEIGHT, Block, Span, read_span
from replay.file.columns import MAX_RAW
from replay.file.records import ROWS, Record, encode
from replay.file.times import RowTimes
from replay.schema import MAX_EVENT, Schema
from replay.values.msgpack_codec import MAX_INT, MIN_INT, Malformed, pack, unpack_pieces
from replay.values.timestamps import FIRST_TIME, LAST_TIME


def canonical_row(name: str, frame: int, fields: tuple[Any, ...]) -> bytes:
    """Return an event as the digest covers it and a rows record holds it."""
    return pack((name, frame, fields))


def encode_rows(span: Span, times: Sequence[int], rows: bytes) -> bytes:
    """Return the record of one or a few ended frames."""
    first = times[0] if times else 0
    shared = times.count(first) == len(times)
    head = [
        span.first_event, span.events, span.first_frame, span.last_frame, span.ended,
        span.open_events, first if shared else list(times),
    ]  # fmt: skip
    return encode(ROWS, head, rows)


def rows_span(record: Record) -> Span:
    """Return what a rows record covers; raises Malformed. Without events it is read only here."""
    span = read_span(record.head)
    if not span.events and (record.head[6:] != [0] or record.body):
        raise Malformed("a frame in which nothing happened has something in it")
    return span


class RowsBlock:
    """Consecutive rows records as one block, with the same interface as Block.

    Any access raises Malformed if they are invalid. ``checked``: every value was checked.
    """

    def __init__(self, records: Sequence[Record], schema: Schema) -> None:
        self._schema = schema
        spans, times = _heads(records)
        last = spans[-1]
        events = sum(span.events for span in spans)
        full = [span for span in spans if span.events] or spans
        first_frame, last_frame = full[0].first_frame, full[-1].last_frame
        self.span = Span(
            spans[0].first_event, events, first_frame, last_frame, last.ended, last.open_events
        )
        bodies = [record.body for record in records]
        self.plain = sum(map(len, bodies))
        self.weight = PLAIN_WEIGHT * self.plain
        if self.plain > MAX_EVENT * events:
            raise Malformed(f"{self.plain} bytes are too many for {events} events")
        if max(map(len, bodies)) > MAX_RAW:
            raise Malformed(f"a rows record has {max(map(len, bodies))} bytes of events")
        rows = unpack_pieces(bodies, [span.events for span in spans])
        self.types, self.frames, self._fields = _columns(rows, schema)
        self._check_frames(full)
        self.times = [time for own in times for time in own]
        self.checked = False

    def _check_frames(self, spans: list[Span]) -> None:
        frames, end = self.frames, 0
        if frames != sorted(frames):
            raise Malformed("the frames of a rows record go back")
        for span in spans:
            begin, end = end, end + span.events
            ended = bisect_right(frames, span.ended, begin, end) if span.open_events else end
            if end - ended != span.open_events:
                raise Malformed("the events of a rows record are not those that had not ended")
            if begin < end and (
                frames[begin] != span.first_frame or frames[end - 1] != span.last_frame
            ):
                raise Malformed("the frames of a rows record are not those its head names")

    def release(self) -> None:
        """Do nothing: what is decoded is in proportion to its bytes in the file."""

    @cached_property
    def _rows(self) -> dict[int, list[tuple[Any, ...]]]:
        rows: dict[int, list[tuple[Any, ...]]] = {number: [] for number in sorted(set(self.types))}
        for number, fields in zip(self.types, self._fields, strict=True):
            rows[number].append(tuple(fields))
        for number, some in rows.items():
            if set(map(len, some)) != {len(self._schema.kinds[number].codec.fields)}:
                raise Malformed("an event has more or fewer fields than its type")
        return rows

    @cached_property
    def counts(self) -> dict[int, int]:
        """How many events of each type there are."""
        return {number: len(rows) for number, rows in self._rows.items()}

    def fields(self, number: int, start: int = 0, stop: int | None = None) -> list[tuple[Any, ...]]:
        """The rows of the events of one type, from the ``start``-th to before the ``stop``-th."""
        return self._rows[number][start:stop]

    def field_columns(self, number: int) -> list[Sequence[Any]]:
        """The columns of one type."""
        return list(zip(*self._rows[number], strict=True))

    @cached_property
    def one_time_a_frame(self) -> bool:
        """Whether all events of a frame were written at one time."""
        return len(set(zip(self.frames, self.times, strict=True))) == len(set(self.frames))

    def check_times(self) -> None:
        """Raise Malformed if an event's time is outside the years that a datetime can have."""
        if self.times and not FIRST_TIME <= min(self.times) <= max(self.times) <= LAST_TIME:
            raise Malformed("a time is beyond all calendars")

    @cached_property
    def clock(self) -> RowTimes:
        """The timestamps, as an object that keeps nothing else of the rows alive."""
        return RowTimes(self.frames, self.times)

    def payloads(self, number: int, start: int, stop: int) -> list[Any]:
        """The data of the events of one type, from the ``start``-th to before the ``stop``-th."""
        codec, rows = self._schema.kinds[number].codec, self._rows[number][start:stop]
        columns = list(zip(*rows, strict=True))
        for column, type_ in zip(columns, codec.scalars, strict=bool(rows)):
            if type_ is not None and set(map(type, column)) != {type_}:
                raise Malformed(f"a field of {type_.__name__} holds something else")
            if type_ is int and not MIN_INT <= min(column) <= max(column) <= MAX_INT:
                raise Malformed("a number does not fit into 64 bits")
        return codec.from_columns(columns, len(rows))


def block_of(record: Record, schema: Schema) -> Block | RowsBlock:
    """Return the events of a block or rows record. Raises Malformed."""
    return RowsBlock((record,), schema) if record.kind == ROWS else Block(record, schema)


def _heads(records: Sequence[Record]) -> tuple[list[Span], list[list[int]]]:
    """What the heads of rows records say: what each covers, and the time of each of its events."""
    if any(record.kind != ROWS for record in records):
        raise Malformed("a record of another kind lies between rows")
    spans = [read_span(record.head) for record in records]
    if any(len(record.head) != 7 for record in records):
        raise Malformed("a rows record's head makes no sense")
    times = [
        _times(record.head[6], span.events) for record, span in zip(records, spans, strict=True)
    ]
    return spans, times


def _columns(rows: list[Any], schema: Schema) -> tuple[bytes, list[int], Sequence[list[Any]]]:
    """The type numbers, the frames and the fields of rows; each is [type name, frame, fields]."""
    if not rows:
        return b"", [], []
    if set(map(type, rows)) != {list} or set(map(len, rows)) != {3}:
        raise Malformed("a row is no array of three")
    names, frames, fields = zip(*rows, strict=True)
    if set(map(type, frames)) != {int} or set(map(type, fields)) != {list}:
        raise Malformed("a row is no name, frame and array of fields")
    numbers = {kind.type.name: kind.number for kind in schema.kinds}
    try:
        return bytes(map(numbers.__getitem__, names)), list(frames), fields
    except (KeyError, TypeError) as cause:
        raise Malformed(f"there is no event type {cause}") from cause


def _times(times: Any, events: int) -> list[int]:
    if not events and times != 0:
        raise Malformed("a frame in which nothing happened has a time")
    if type(times) is int:
        return [times] * events
    if not isinstance(times, list) or len(times) != events:
        raise Malformed("a rows record needs one time, or one an event")
    if not all(type(time) is int for time in times):
        raise Malformed("a rows record's times are no whole numbers")
    return times
