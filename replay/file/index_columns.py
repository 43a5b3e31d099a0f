"""Columns of an index: where blocks and keyframes lie, and which events and frames they have.

Ten columns of whole numbers: steps of the blocks' offsets, their sizes, their events, the lost
events before each, steps of their first frames, their last frames less their first; steps of the
keyframes' offsets, their sizes, steps of their numbers of events, the position of their owner
among the owners. A step is the difference to the value before, the first one's to ``Base``. An
eleventh column has one value, leaves of the digest.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import add, le, sub
from typing import TYPE_CHECKING, Any, NamedTuple

from replay.file.blocks import ALWAYS_EVENTS, MAX_EVENTS, too_dense
from replay.file.columns import Wire, decode_column, encode_column, read_wires
from replay.file.digest import SIZE
from replay.file.records import MARK_SIZE
from replay.values.msgpack_codec import MAX_NUMBER, Malformed

if TYPE_CHECKING:
    from replay.file.contents import Contents

NUMBER_BYTES = 9
"""Bytes of the longest number."""
BLOCK_COLUMNS, KEYFRAME_COLUMNS = 6, 4


class Base(NamedTuple):
    """What the first value of each column of steps is counted from."""

    offset: int = 0
    event: int = 0
    frame: int = 0
    keyframe_offset: int = 0
    keyframe_events: int = 0


BEGINNING = Base()


@dataclass(slots=True)
class Columns:
    """The columns, as values instead of steps."""

    offsets: array[int]
    sizes: array[int]
    first_events: array[int]
    event_counts: array[int]
    first_frames: array[int]
    last_frames: array[int]
    keyframe_offsets: array[int]
    keyframe_sizes: array[int]
    keyframe_events: array[int]
    keyframe_owners: list[Any]
    leaves: bytes | None


def steps(values: Iterable[int], base: int = 0) -> list[int]:
    """Return the difference of each value to the one before it."""
    return [b - a for a, b in pairwise([base, *values])]


def sums(steps: Iterable[int], base: int = 0) -> array[int]:
    """Return the values that have these steps."""
    values = accumulate(steps, initial=base)
    next(values)
    return array("q", values)


def encode_columns(
    contents: Contents,
    blocks: slice,
    keyframes: slice,
    owners: Mapping[Any, int],
    leaves: bytes,
    base: Base = BEGINNING,
    format_version: int = 1,
) -> list[tuple[Wire, bytes]]:
    """Return the columns of these blocks and keyframes, each its entry for the head and bytes."""
    c = contents
    first_events, counts = c.first_events[blocks], c.event_counts[blocks]
    ends = [base.event, *map(add, first_events, counts)]
    spans = list(map(sub, c.last_frames[blocks], c.first_frames[blocks]))
    numbers = (
        steps(c.offsets[blocks], base.offset), list(c.sizes[blocks]), list(counts),
        [first - end for first, end in zip(first_events, ends, strict=False)],
        steps(c.first_frames[blocks], base.frame), spans,
        steps(c.keyframe_offsets[keyframes], base.keyframe_offset),
        list(c.keyframe_sizes[keyframes]),
        steps(c.keyframe_events[keyframes], base.keyframe_events),
        [owners[owner] for owner in c.keyframe_owners[keyframes]],
    )  # fmt: skip
    columns = [encode_column(values, int, format_version=format_version) for values in numbers]
    return [*columns, encode_column([leaves], bytes)]


def read_columns(
    body: bytes, told: list[Any], shapes: Iterable[tuple[int, type, int]]
) -> list[Sequence[Any]]:
    """Return columns of these (values, type, most raw bytes), which fill the body.

    Raises Malformed.
    """
    columns: list[Sequence[Any]] = []
    start = 0
    shapes = list(shapes)
    wires = read_wires(told, [count for count, _, _ in shapes])
    for wire, (count, type_, limit) in zip(wires, shapes, strict=True):
        part = body[start : start + wire[2]]
        columns.append(decode_column(wire, part, count, type_, limit))
        start += wire[2]
    if start != len(body):
        raise Malformed("the index's columns do not fill its body")
    return columns


def shapes(blocks: int, keyframes: int, leaves: int) -> list[tuple[int, type, int]]:
    """Return the values, the type and the most raw bytes of each column; ``leaves``: of bytes."""
    counts = [blocks] * BLOCK_COLUMNS + [keyframes] * KEYFRAME_COLUMNS
    return [(n, int, NUMBER_BYTES * (n + 1)) for n in counts] + [(1, bytes, leaves + NUMBER_BYTES)]


def in_bounds(columns: Iterable[Sequence[int]]) -> None:
    """Raise Malformed for a number that no file has."""
    for column in columns:
        small = isinstance(column, array) and column.typecode in "BH"
        if not small and not 0 <= min(column, default=0) <= max(column, default=0) <= MAX_NUMBER:
            raise Malformed("the index's numbers are beyond all bounds")


def decode_columns(
    columns: list[Sequence[Any]], owners: list[Any], base: Base = BEGINNING
) -> Columns:
    """Return what columns of steps stand for. Raises Malformed where they make no sense."""
    offsets, sizes, counts, lost, first_frames, spans = columns[:6]
    in_bounds(columns[:10])
    leaves = columns[10][0]
    if len(leaves) % SIZE:
        raise Malformed("the index's numbers do not add up")
    if not _apart(offsets, sizes) or not _apart(*columns[6:8]):
        raise Malformed("the index's records overlap")
    try:
        firsts = sums(first_frames, base.frame)
        ends = accumulate(map(add, counts, lost), initial=base.event)
        next(ends)
        decoded = Columns(
            offsets=sums(offsets, base.offset),
            sizes=_kept(sizes),
            first_events=array("q", map(sub, ends, counts)),
            event_counts=_kept(counts),
            first_frames=firsts,
            last_frames=array("q", map(add, firsts, spans)),
            keyframe_offsets=sums(columns[6], base.keyframe_offset),
            keyframe_sizes=_kept(columns[7]),
            keyframe_events=sums(columns[8], base.keyframe_events),
            keyframe_owners=_owned(owners, columns[9]),
            leaves=leaves,
        )
    except OverflowError as cause:
        raise Malformed("the index's numbers are beyond all bounds") from cause
    if not _make_sense(decoded):
        raise Malformed("the index's numbers do not add up")
    return decoded


def _make_sense(c: Columns) -> bool:
    """Whether every block has events, not too many, and none goes back to an earlier frame."""
    return (
        0 < min(c.event_counts, default=1) <= max(c.event_counts, default=1) <= MAX_EVENTS
        and (
            max(c.event_counts, default=0) <= ALWAYS_EVENTS
            or not any(map(too_dense, c.event_counts, c.sizes))
        )
        and all(map(le, c.last_frames, c.first_frames[1:]))
    )


def _apart(steps: Sequence[int], sizes: Sequence[int]) -> bool:
    """Whether records lie one behind the other, each before the next one's offset."""
    return min(sizes, default=MARK_SIZE + 1) > MARK_SIZE and all(map(le, sizes, steps[1:]))


def _kept(column: Sequence[int]) -> array[int]:
    """The column as an array. It may stay narrow: a closed file's contents never grow."""
    return column if isinstance(column, array) else array("q", column)


def _owned(owners: list[Any], column: Sequence[int]) -> list[Any]:
    if max(column, default=-1) >= len(owners):
        raise Malformed("the index's numbers do not add up")
    if len(owners) == 1:
        return owners * len(column)
    return list(map(owners.__getitem__, column))
