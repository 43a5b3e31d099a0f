"""The index: the contents of a closed file, at its end, so that opening needs no walk.

A record of kind "index". Head: [events, frames, complete, counts, blocks, keyframes, owners,
gaps, others, columns]: ``counts`` the [type number, events] pairs of the whole recording,
``owners`` the distinct [projection, version, schema version] of keyframes, ``gaps`` the heads of
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
from operator import add, sub
from typing import Any

from replay.file.columns import Wire, decode_column, encode_column
from replay.file.contents import Contents, Other
from replay.file.digest import SIZE
from replay.file.gaps import gap_head, read_gap
from replay.file.records import END, INDEX, MARK_SIZE, Record, encode
from replay.packing import MAX_NUMBER, Malformed

END_SIZE = len(encode(END, None, bytes(8)))


def encode_end(index_offset: int) -> bytes:
    """Return the last record of a closed file."""
    return encode(END, None, index_offset.to_bytes(8, "big"))


def read_end(record: Record) -> int:
    """Return the offset of the index; raises Malformed."""
    if record.kind != END or len(record.body) != 8:
        raise Malformed("the file does not end with an end")
    return int.from_bytes(record.body, "big")


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
        len(c.keyframe_offsets), owners, [gap_head(gap) for gap in c.gaps],
        [[other.kind, other.offset, other.size] for other in c.others],
        [wire for wire, _ in columns],
    ]  # fmt: skip
    return encode(INDEX, head, b"".join(stored for _, stored in columns))


def decode_index(record: Record, file_size: int) -> Contents:
    """Return the contents that an index tells of; raises Malformed.

    A file of ``file_size`` bytes has room for so many records and no more.
    """
    match record.head:
        case [
            int(events), int(frames), bool(complete), [*counts], int(blocks), int(keyframes),
            [*owners], [*gaps], [*others], [*wires],
        ] if record.kind == INDEX and len(wires) == 11:  # fmt: skip
            pass
        case _:
            raise Malformed("the index's head makes no sense")
    if not 0 <= blocks <= file_size // MARK_SIZE or not 0 <= keyframes <= file_size // MARK_SIZE:
        raise Malformed(f"the index claims {blocks} blocks and {keyframes} keyframes")
    if not 0 <= events <= MAX_NUMBER or not 0 <= frames <= MAX_NUMBER:
        raise Malformed("the index's numbers make no sense")
    columns = _columns(record.body, wires, [blocks] * 6 + [keyframes] * 4)
    if not _sane(owners, [str, int, int]) or not _sane(counts, [int, int]):
        raise Malformed("the index's head makes no sense")
    if not _sane(others, [str, int, int]):
        raise Malformed("the index's head makes no sense")
    try:
        contents = _contents(columns, owners)
    except OverflowError as cause:
        raise Malformed("the index's numbers make no sense") from cause
    contents.gaps = [read_gap(gap) for gap in gaps]
    contents.others = [Other(*other) for other in others]
    contents.events, contents.frames, contents.complete = events, frames, complete
    contents.type_counts = dict(counts)
    if contents.offsets and (
        contents.end_of(len(contents.offsets) - 1) > events or contents.last_frames[-1] >= frames
    ):
        raise Malformed("the index's numbers do not add up")
    return contents


def _sane(entries: list[Any], types: list[type]) -> bool:
    return all(
        isinstance(entry, list) and [type(value) for value in entry] == types for entry in entries
    )


def _contents(columns: list[Sequence[Any]], owners: list[Any]) -> Contents:
    offsets, sizes, counts, lost, first_frames, spans = columns[:6]
    for column in columns[:10]:
        unsigned = isinstance(column, array) and column.typecode in "BH"
        if not unsigned and min(column, default=0) < 0:
            raise Malformed("the index has numbers below nothing")
    if max(columns[9], default=-1) >= len(owners) or len(columns[10][0]) % SIZE:
        raise Malformed("the index's numbers do not add up")
    firsts = _sums(first_frames)
    ends = accumulate(map(add, counts, lost))
    leaves = columns[10][0]
    return Contents(
        offsets=_sums(offsets),
        sizes=array("q", sizes),
        first_events=array("q", map(sub, ends, counts)),
        event_counts=array("q", counts),
        first_frames=firsts,
        last_frames=array("q", map(add, firsts, spans)),
        keyframe_offsets=_sums(columns[6]),
        keyframe_sizes=array("q", columns[7]),
        keyframe_events=_sums(columns[8]),
        keyframe_owners=list(map([tuple(owner) for owner in owners].__getitem__, columns[9])),
        closed=True,
        leaves=leaves,
    )


def _columns(body: bytes, wires: list[Any], counts: list[int]) -> list[Sequence[Any]]:
    columns: list[Sequence[Any]] = []
    start = 0
    for wire, count, type_ in zip(wires, [*counts, 1], [int] * 10 + [bytes], strict=True):
        match wire:
            case [str(code), int(raw), int(stored)] if raw >= 0 and stored >= 0:
                checked: Wire = (code, raw, stored)
            case _:
                raise Malformed("the index's columns make no sense")
        columns.append(decode_column(checked, body[start : start + stored], count, type_))
        start += stored
    return columns
