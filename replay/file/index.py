"""The index: the contents of a closed file, at its end, so that opening reads no other record.

A record of kind "index". Head: [events, frames, complete, counts, blocks, keyframes, owners,
gaps, others, columns]: ``counts`` the [type number, events] pairs of the whole recording,
``owners`` the distinct [projection, version, schema version] of keyframes, with the parameters as
a fourth place if there are any, ``gaps`` the heads of
all gaps, ``others`` the [kind, offset, size] of records the writer did not know, ``columns`` as
in a block's head. Body: the columns: steps of the blocks' offsets, their sizes, their events, the
lost events before them, steps of their first frames, their last frames less their first; steps of
the keyframes' offsets, their sizes, steps of their numbers of events, the position of their
owner; one column with one value, all leaves of the digest.

The last record of a closed file is of kind "end": its head is nil and its body the offset of
the index, 8 bytes, big-endian. It always has the same length.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from operator import add, le, sub
from typing import Any

from replay.file.blocks import ALWAYS_EVENTS, MAX_EVENTS, too_dense
from replay.file.columns import Wire, decode_column, encode_column
from replay.file.contents import Contents, Other, Owner
from replay.file.digest import LEAF_EVENTS, SIZE
from replay.file.gaps import gap_head, read_gap
from replay.file.keyframes import MAX_PARAMETERS
from replay.file.records import END, INDEX, MARK_SIZE, Record, encode
from replay.values.msgpack_codec import MAX_NUMBER, Malformed

LEAVES_SHARE = 8
"""The leaves of the digest, 32 bytes for 512 events, may be at most this many times as large as
the file. Even if all events are the same they are smaller than the file."""
MAX_NUMBER_BYTES = 9
"""Bytes of the longest number."""
END_SIZE = len(encode(END, None, bytes(8)))


def encode_end(index_offset: int) -> bytes:
    """Return the last record of a closed file."""
    return encode(END, None, index_offset.to_bytes(8, "big"))


def read_end(record: Record) -> int:
    """Return the offset of the index; raises Malformed."""
    if record.kind != END or record.head is not None or len(record.body) != 8:
        raise Malformed("the file does not end with an end")
    return int.from_bytes(record.body, "big")


def read_totals(record: Record) -> tuple[int, int]:
    """Return how many events, lost ones included, and frames an index counts; raises Malformed.

    Valid even if bytes before the index are missing, so that its offsets are wrong.
    """
    match record.head:
        case [int(events), int(frames), *_] if 0 <= events < MAX_NUMBER and frames < MAX_NUMBER:
            return events, frames
    raise Malformed("the index's head makes no sense")


def missing_before(record: Record, contents: Contents) -> str | None:
    """Describe what an index counts and was not found before it, or None; raises Malformed."""
    events, frames = read_totals(record)
    if events <= contents.events and frames <= contents.frames:
        return None
    found = f"{contents.events} events and {contents.frames} frames are before it"
    return f"the index tells of {events} events and {frames} frames: {found}"


def _steps(values: Sequence[int]) -> list[int]:
    return [b - a for a, b in pairwise([0, *values])]


def _sums(steps: Iterable[int]) -> array[int]:
    return array("q", accumulate(steps))


def encode_index(contents: Contents) -> bytes:
    """Return the index's record."""
    c = contents
    owners = sorted(set(c.keyframe_owners))
    ends = [0, *(c.end_of(block) for block in range(len(c.offsets)))]
    lost = [first - end for first, end in zip(c.first_events, ends, strict=False)]
    spans = [last - first for first, last in zip(c.first_frames, c.last_frames, strict=True)]
    columns = [
        encode_column(values, int)
        for values in (
            _steps(c.offsets), c.sizes.tolist(), c.event_counts.tolist(), lost,
            _steps(c.first_frames), spans,
            _steps(c.keyframe_offsets), c.keyframe_sizes.tolist(), _steps(c.keyframe_events),
            list(map({owner: n for n, owner in enumerate(owners)}.__getitem__, c.keyframe_owners)),
        )
    ]  # fmt: skip
    columns.append(encode_column([c.leaves or b""], bytes))
    head = [
        c.events, c.frames, c.complete, sorted(c.type_counts.items()), len(c.offsets),
        len(c.keyframe_offsets), list(map(_told_owner, owners)), [gap_head(gap) for gap in c.gaps],
        [[other.kind, other.offset, other.size] for other in c.others],
        [wire for wire, _ in columns],
    ]  # fmt: skip
    return encode(INDEX, head, b"".join(stored for _, stored in columns))


def decode_index(record: Record, offset: int) -> Contents:
    """Return the contents that an index describes; raises Malformed.

    The index lies at ``offset``, which limits how many records there can be before it.
    """
    match record.head:
        case [
            int(events), int(frames), bool(complete), [*counts], int(blocks), int(keyframes),
            [*owners], [*gaps], [*others], [*wires],
        ] if record.kind == INDEX and len(wires) == 11:  # fmt: skip
            pass
        case _:
            raise Malformed("the index's head makes no sense")
    if not 0 <= blocks <= offset // MARK_SIZE or not 0 <= keyframes <= offset // MARK_SIZE:
        raise Malformed(f"the index claims {blocks} blocks and {keyframes} keyframes")
    owned = list(map(_read_owner, owners))
    if None in owned or not _sane(counts, [int, int]):
        raise Malformed("the index's head makes no sense")
    if not _sane(others, [str, int, int]):
        raise Malformed("the index's head makes no sense")
    columns = _columns(record.body, wires, [blocks] * 6 + [keyframes] * 4, offset)
    if not _apart(*columns[:2]) or not _apart(*columns[6:8]):
        raise Malformed("the index's records overlap")
    try:
        contents = _contents(columns, owned)
    except OverflowError as cause:
        raise Malformed("the index's numbers are beyond all bounds") from cause
    contents.gaps = [read_gap(gap) for gap in gaps]
    contents.others = [Other(*other) for other in others]
    contents.events, contents.frames, contents.complete = events, frames, complete
    contents.type_counts = dict(counts)
    if len(contents.type_counts) != len(counts) or not _adds_up(contents, offset):
        raise Malformed("the index's numbers do not add up")
    return contents


def _adds_up(c: Contents, offset: int) -> bool:
    """Whether the index is consistent: nothing overlaps, and its totals match its parts."""
    present, lost = sum(c.event_counts), sum(gap.events for gap in c.gaps)
    last_frame = c.last_frames[-1] if c.last_frames else -1
    return (
        0 < min(c.event_counts, default=1) <= max(c.event_counts, default=1) <= MAX_EVENTS
        and (
            max(c.event_counts, default=0) <= ALWAYS_EVENTS
            or not any(map(too_dense, c.event_counts, c.sizes))
        )
        and all(n >= 0 and count > 0 for n, count in c.type_counts.items())
        and (not c.offsets or c.offsets[-1] + c.sizes[-1] <= offset)
        and (not c.keyframe_offsets or c.keyframe_offsets[-1] + c.keyframe_sizes[-1] <= offset)
        and all(map(le, c.last_frames, c.first_frames[1:]))
        and max(last_frame, -1) < c.frames < MAX_NUMBER
        and present + lost == c.events < MAX_NUMBER
        and sum(c.type_counts.values()) == present
        and _gaps_fit(c)
        and len(c.leaves or b"") == -(-present // LEAF_EVENTS) * SIZE
    )


def _apart(steps: Sequence[int], sizes: Sequence[int]) -> bool:
    """Whether records lie one behind the other, each before the next one's offset."""
    return min(sizes, default=MARK_SIZE + 1) > MARK_SIZE and all(map(le, sizes, steps[1:]))


def _gaps_fit(c: Contents) -> bool:
    """Whether the events that no block has are exactly those that the gaps name."""
    if not c.gaps:
        return c.events == sum(c.event_counts) and c.events == (c.end_of(-1) if c.offsets else 0)
    ends = [0, *map(add, c.first_events, c.event_counts)]
    firsts = [*c.first_events, c.events]
    holes = [hole for hole in zip(ends, firsts, strict=True) if hole[0] != hole[1]]
    lost: list[tuple[int, int]] = []
    for gap in c.gaps:
        begin, end = gap.first_event, gap.first_event + gap.events
        if lost and lost[-1][1] == begin:
            begin = lost.pop()[0]
        lost.append((begin, end))
    return lost == holes


def _sane(entries: list[Any], types: list[type]) -> bool:
    return all(
        isinstance(entry, list) and [type(value) for value in entry] == types for entry in entries
    )


def _told_owner(owner: Owner) -> list[object]:
    name, version, parameters, schema_version = owner
    return [name, version, schema_version, *([parameters] if parameters else [])]


def _read_owner(entry: Any) -> Owner | None:
    types = list(map(type, entry)) if isinstance(entry, list) else []
    if types == [str, int, int]:
        name, version, schema_version = entry
        return name, version, b"", schema_version
    if types == [str, int, int, bytes] and 0 < len(entry[3]) <= MAX_PARAMETERS:
        name, version, schema_version, parameters = entry
        return name, version, parameters, schema_version
    return None


def _contents(columns: list[Sequence[Any]], owners: list[Any]) -> Contents:
    offsets, sizes, counts, lost, first_frames, spans = columns[:6]
    for column in columns[:10]:
        small = isinstance(column, array) and column.typecode in "BH"
        if not small and not 0 <= min(column, default=0) <= max(column, default=0) <= MAX_NUMBER:
            raise Malformed("the index's numbers are beyond all bounds")
    if len(columns[10][0]) % SIZE:
        raise Malformed("the index's numbers do not add up")
    firsts = _sums(first_frames)
    ends = accumulate(map(add, counts, lost))
    leaves = columns[10][0]
    return Contents(
        offsets=_sums(offsets),
        sizes=_kept(sizes),
        first_events=array("q", map(sub, ends, counts)),
        event_counts=_kept(counts),
        first_frames=firsts,
        last_frames=array("q", map(add, firsts, spans)),
        keyframe_offsets=_sums(columns[6]),
        keyframe_sizes=_kept(columns[7]),
        keyframe_events=_sums(columns[8]),
        keyframe_owners=_owned(owners, columns[9]),
        closed=True,
        leaves=leaves,
    )


def _kept(column: Sequence[int]) -> array[int]:
    """The column as an array. It may stay narrow: a closed file's contents never grow."""
    return column if isinstance(column, array) else array("q", column)


def _owned(owners: list[Any], column: Sequence[int]) -> list[Any]:
    if max(column, default=-1) >= len(owners):
        raise Malformed("the index's numbers do not add up")
    if len(owners) == 1:
        return owners * len(column)
    return list(map(owners.__getitem__, column))


def _columns(body: bytes, wires: list[Any], counts: list[int], offset: int) -> list[Sequence[Any]]:
    limits = [MAX_NUMBER_BYTES * count + MAX_NUMBER_BYTES for count in counts]
    columns: list[Sequence[Any]] = []
    start = 0
    for wire, count, type_, limit in zip(
        wires, [*counts, 1], [int] * 10 + [bytes], [*limits, LEAVES_SHARE * offset], strict=True
    ):
        match wire:
            case [str(code), int(raw), int(stored)] if 0 <= stored <= raw:
                checked: Wire = (code, raw, stored)
            case _:
                raise Malformed("the index's columns make no sense")
        part = body[start : start + stored]
        columns.append(decode_column(checked, part, count, type_, limit))
        start += stored
    if start != len(body):
        raise Malformed("the index's columns do not fill its body")
    return columns
