"""Blocks: consecutive events of a recording, as columns in the file, as rows in memory.

A record of kind "block". Head: [number of the first event, events, first frame, last frame,
last ended frame, events of the frame that had not ended, milliseconds of the first event,
how many steps of the time there are, counts, columns]. ``counts`` are [type number, events] pairs
in the order of the numbers; ``columns`` the [code, raw length, stored length] of each column in
the body: type numbers, steps of the frame, steps of the time (one a frame, or one an event where
times differ within a frame), then for each type in ``counts`` one column a field.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice
from operator import sub
from typing import Any, NamedTuple

from replay.file.columns import Wire, decode_column, encode_column, read_wires, told_wires
from replay.file.header import FORMAT_VERSION
from replay.file.records import BLOCK, MARK_SIZE, Record, encode
from replay.file.times import ColumnTimes
from replay.schema import MAX_EVENT, Schema
from replay.values.msgpack_codec import MAX_NUMBER, MAX_PLAIN, Malformed, unpack_front

MAX_EVENTS = 65_536
PLACES = 10
"""Places of a block's head."""
ALWAYS_EVENTS, EVENTS_A_BYTE = 1024, 16
"""A block may hold ALWAYS_EVENTS events; more only up to EVENTS_A_BYTE for each byte of its
record. If all events are the same, a block of 1,024, as writers make them, has twelve a byte. A
block of 65,536 would have seven hundred, and a file of a megabyte eight hundred million events."""
MAX_VALUES = 1_048_576
"""Events times fields of a block. Limited because a constant column claims any number in a byte."""
SORTED_TOGETHER = 256
"""Events that a step of encoding sorts by their type."""
PLAIN_WEIGHT, VALUE_WEIGHT = 72, 8
"""Bytes of memory for a byte of plain data (an empty map), and for a value in a list."""
MAX_WEIGHT = PLAIN_WEIGHT * MAX_PLAIN + VALUE_WEIGHT * MAX_VALUES
"""The most memory, in bytes, that a fully decoded block may take."""


class Span(NamedTuple):
    """Which events and frames a block or a rows record covers.

    ``ended``: the last frame that had ended when it was written; ``open_events``: how many of
    its events, at its end, belong to a frame that had not.
    """

    first_event: int
    events: int
    first_frame: int
    last_frame: int
    ended: int
    open_events: int


def too_dense(events: int, size: int) -> bool:
    """Whether no record of ``size`` bytes holds so many events."""
    return events > ALWAYS_EVENTS and events > EVENTS_A_BYTE * size


@dataclass(slots=True)
class Rows:
    """Events as parallel lists, in order: type numbers, frames, times (ms), rows of fields."""

    types: Sequence[int]
    frames: list[int]
    times: Sequence[int]
    fields: Sequence[tuple[Any, ...]]


def read_span(head: Any) -> Span:
    """Return the span that the head of a block or rows record begins with; raises Malformed."""
    if not isinstance(head, list) or len(head) < 6 or set(map(type, head[:6])) != {int}:
        raise Malformed("a block's head makes no sense")
    span = Span(*head[:6])
    if max(span.first_event + span.events, *span[2:]) >= MAX_NUMBER:
        raise Malformed("a block's numbers are beyond all bounds")
    ordered = 0 <= span.first_frame <= span.last_frame and span.ended >= -1
    if not 0 <= span.events <= MAX_EVENTS or not 0 <= span.open_events <= span.events:
        raise Malformed("a block's counts make no sense")
    if span.first_event < 0 or (span.events and not ordered):
        raise Malformed("a block's frames make no sense")
    if not span.events and not span.first_frame == span.last_frame == span.ended >= -1:
        raise Malformed("a frame in which nothing happened is another than the one that ended")
    if (span.events > 0 and span.last_frame > span.ended) != (span.open_events > 0):
        raise Malformed("a block's open events make no sense")
    return span


def encode_block(span: Span, rows: Rows, schema: Schema) -> bytes:
    """Return the record of a block that holds these rows."""
    steps = encoding_block(span, rows, schema)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return bytes(end.value)


def encoding_block(
    span: Span,
    rows: Rows,
    schema: Schema,
    *,
    format_version: int = FORMAT_VERSION,
    tally: Callable[[int, list[Sequence[Any]]], object] | None = None,
) -> Generator[None, None, bytes]:
    """Return the same, made in steps: a column each, or less.

    ``format_version`` is the file's. ``tally`` is given each type's number and columns.
    """
    present = sorted(set(rows.types))
    columns = [encode_column(rows.types, int, format_version=format_version)]
    yield
    steps = list(map(sub, rows.frames, [span.first_frame, *rows.frames]))
    columns.append(encode_column(steps, int, format_version=format_version))
    yield
    time_steps = _time_steps(rows, schema.frame_rate)
    yield
    columns.append(encode_column(time_steps, int, format_version=format_version))
    yield
    by_type: dict[int, list[tuple[Any, ...]]] = {number: [] for number in present}
    keep = {number: fields.append for number, fields in by_type.items()}
    pairs = zip(rows.types, rows.fields, strict=True)
    for _ in range(0, span.events, SORTED_TOGETHER):
        for number, row in islice(pairs, SORTED_TOGETHER):
            keep[number](row)
        yield
    for number in present:
        scalars = schema.kinds[number].codec.scalars
        fields: list[Sequence[Any]] = list(zip(*by_type[number], strict=True))
        if tally is not None:
            tally(number, fields)
            yield
        for values, type_ in zip(fields, scalars, strict=True):
            columns.append(encode_column(values, type_, format_version=format_version))
            yield
    counts = [[number, len(by_type[number])] for number in present]
    head = [
        span.first_event, span.events, span.first_frame, span.last_frame, span.ended,
        span.open_events, rows.times[0], len(time_steps), counts,
        told_wires([wire for wire, _ in columns], format_version),
    ]  # fmt: skip
    return encode(BLOCK, head, b"".join(stored for _, stored in columns))


def _time_steps(rows: Rows, frame_rate: int) -> list[int]:
    """How each time's offset from the time its frame implies changes from one to the next.

    One value a frame if all events of each frame have one time, else one an event.
    """
    frames, times = rows.frames, list(rows.times)
    of_frame = dict(zip(frames, times, strict=True))
    if list(map(of_frame.__getitem__, frames)) == times:
        frames, times = list(of_frame), list(of_frame.values())
    due = [frame * 1000 // frame_rate for frame in frames]
    drift = list(map(sub, times, due))
    return [0, *map(sub, drift[1:], drift)]


def counts_in(front: bytes) -> dict[int, int] | None:
    """Return how many events of each type number a block has, by the first bytes of its record.

    None if they are of another kind, or the head is longer. Checks no checksum.
    """
    match unpack_front(front[MARK_SIZE:], 2):
        case [[kind, [*head]], _] if kind == BLOCK and len(head) == PLACES:
            pass
        case _:
            return None
    try:
        counts = dict(head[8])
    except (TypeError, ValueError):
        return None
    numbers = [*counts, *counts.values()]
    if set(map(type, numbers)) != {int} or min(counts) < 0 or min(counts.values()) < 1:
        return None
    return counts


class Block:
    """A block read from a file; each column is decoded when it is first needed.

    Any access raises Malformed if the block is invalid. The record's checksum was checked before.
    """

    def __init__(self, record: Record, schema: Schema) -> None:
        self.span = read_span(record.head)
        self._schema = schema
        self._body = record.body
        self._decoded: dict[int, list[Sequence[Any]]] = {}
        if record.kind != BLOCK or len(record.head) != PLACES or self.span.events == 0:
            raise Malformed("a block's head makes no sense")
        self._first_time, self._time_steps, counts, wires = record.head[6:]
        self.counts = self._checked_counts(counts)
        self._wires = self._checked_wires(wires)
        self.plain, self.weight = self._checked_weight()
        self._starts = list(accumulate((stored for _, _, stored in self._wires), initial=0))
        if self._starts[-1] != len(self._body):
            raise Malformed("a block's columns do not fill its body")

    def _checked_counts(self, counts: Any) -> dict[int, int]:
        if not isinstance(counts, list) or not all(
            isinstance(pair, list) and len(pair) == 2 and all(type(n) is int for n in pair)
            for pair in counts
        ):
            raise Malformed("a block's counts make no sense")
        known = dict(counts)
        kinds = len(self._schema.kinds)
        if not all(0 <= number < kinds and count > 0 for number, count in known.items()):
            raise Malformed("a block counts events of a type that is not in the catalogue")
        if sum(known.values()) != self.span.events or sorted(known) != [n for n, _ in counts]:
            raise Malformed("a block's counts make no sense")
        return known

    def _checked_wires(self, wires: Any) -> list[Wire]:
        events, steps = self.span.events, self._time_steps
        if type(self._first_time) is not int or type(steps) is not int or not 0 < steps <= events:
            raise Malformed("a block's times make no sense")
        counts = [events, events, steps]
        for number, count in self.counts.items():
            counts += [count] * len(self._schema.kinds[number].codec.fields)
        if type(wires) is not list or len(wires) != len(counts):
            raise Malformed("a block has another number of columns than its types have fields")
        return read_wires(wires, counts)

    def _checked_weight(self) -> tuple[int, int]:
        """How many bytes of plain data it holds, and how much memory all of it may take.

        A value that all events share counts for each.
        """
        plain, values, position = 0, 0, 3
        for number, count in self.counts.items():
            for type_ in self._schema.kinds[number].codec.scalars:
                code, raw, _ = self._wires[position]
                position += 1
                values += count
                if code == "mp":
                    plain += raw
                elif code == "c" and type_ not in (int, float, bool):
                    plain += raw * count
        if plain > MAX_EVENT * self.span.events:
            raise Malformed(f"{plain} bytes are too many for {self.span.events} events")
        if plain > MAX_PLAIN or values > MAX_VALUES:
            raise Malformed("a block would take more memory than any writer's")
        return plain, PLAIN_WEIGHT * plain + VALUE_WEIGHT * values

    def release(self) -> None:
        """Drop the decoded fields, which events that keep this block alive would keep in memory."""
        self._decoded.clear()

    def column(self, position: int, count: int, type_: type | None) -> Sequence[Any]:
        """Decode one column."""
        start, end = self._starts[position], self._starts[position + 1]
        return decode_column(self._wires[position], self._body[start:end], count, type_)

    @cached_property
    def types(self) -> bytes:
        """The type number of each event."""
        values = self.column(0, self.span.events, int)
        try:
            types = bytes(values)
        except ValueError as cause:
            raise Malformed("an event's type number is out of range") from cause
        if any(types.count(number) != count for number, count in self.counts.items()):
            raise Malformed("a block's counts are not those of its events")
        return types

    @cached_property
    def _frame_steps(self) -> Sequence[int]:
        return self.column(1, self.span.events, int)

    @cached_property
    def frames(self) -> list[int]:
        """The frame of each event."""
        steps = self._frame_steps
        unsigned = isinstance(steps, array) and steps.typecode in "BH"
        if steps[0] != 0 or (not unsigned and min(steps) < 0):
            raise Malformed("a block's frames go back")
        frames = list(accumulate(steps[1:], initial=self.span.first_frame))
        if len(frames) - bisect_right(frames, self.span.ended) != self.span.open_events:
            raise Malformed("a block's frames are not those that had not ended")
        if frames[0] != self.span.first_frame or frames[-1] != self.span.last_frame:
            raise Malformed("a block's frames are not those its head names")
        return frames

    @cached_property
    def one_time_a_frame(self) -> bool:
        """Whether all events of a frame were written at one time."""
        steps = self._frame_steps
        if isinstance(steps, array) and steps.itemsize == 1:
            within = steps.tobytes().count(0, 1)  # ten times as fast as an array counts
        else:
            within = steps[1:].count(0)
        distinct = len(steps) - within
        if self._time_steps not in (distinct, self.span.events):
            raise Malformed("a block's times are neither one a frame nor one an event")
        return bool(self._time_steps == distinct)

    @property
    def times(self) -> list[int]:
        """The time of each event in milliseconds since 1970."""
        return self.clock.each

    @cached_property
    def clock(self) -> ColumnTimes:
        """The timestamps, as an object that keeps nothing else of the block alive."""
        wire = self._wires[2]
        stored = bytes(self._body[self._starts[2] : self._starts[3]])
        return ColumnTimes(
            self.span.first_frame,
            self._frame_steps,
            self._first_time,
            lambda count: decode_column(wire, stored, count, int),
            self._schema.frame_rate,
            one_a_frame=self.one_time_a_frame,
        )

    def payloads(self, number: int, start: int, stop: int) -> list[Any]:
        """The data of the events of one type, from the ``start``-th to before the ``stop``-th."""
        columns = [column[start:stop] for column in self.field_columns(number)]
        return self._schema.kinds[number].codec.from_columns(columns, stop - start)

    def fields(self, number: int, start: int = 0, stop: int | None = None) -> list[tuple[Any, ...]]:
        """The rows of the events of one type, from the ``start``-th to before the ``stop``-th."""
        count = self.counts[number]
        columns = [column[start:stop] for column in self.field_columns(number)]
        return list(zip(*columns, strict=True)) if columns else [()] * len(range(count)[start:stop])

    def field_columns(self, number: int) -> list[Sequence[Any]]:
        """The columns of one type, decoded once."""
        decoded = self._decoded.get(number)
        if decoded is None:
            position = 3
            for other in self.counts:
                if other == number:
                    break
                position += len(self._schema.kinds[other].codec.fields)
            decoded = self._decoded[number] = [
                self.column(position + n, self.counts[number], type_)
                for n, type_ in enumerate(self._schema.kinds[number].codec.scalars)
            ]
        return decoded
