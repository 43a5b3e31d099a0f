"""The index: the contents of a closed file, at its end, so that opening needs no walk.

A record of kind "index". Head: [events, frames, complete, counts, blocks, keyframes, owners,
columns]: ``counts`` the [type number, events] pairs of the whole recording, ``owners`` the
distinct [projection, version, schema version] of keyframes, ``columns`` as in a block's head.
Body: the columns: steps of the blocks' offsets, their sizes, their events, steps of their first
frames, their last frames less their first; steps of the keyframes' offsets, their sizes, steps
of their numbers of events, the position of their owner; one column of all leaves of the digest.

The last record of a closed file is of kind "end": its head is nil and its body the offset of
the index, 8 bytes, big-endian. It always has the same length.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any

from replay.file.columns import Wire, decode_column, encode_column
from replay.file.contents import Contents
from replay.file.digest import SIZE
from replay.file.records import END, INDEX, MARK_SIZE, Record, encode
from replay.packing import Malformed

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
    block_events = _steps([*c.first_events[1:], c.events]) if c.offsets else []
    spans = [last - first for first, last in zip(c.first_frames, c.last_frames, strict=True)]
    columns = [
        encode_column(values, int)
        for values in (
            _steps(c.offsets), c.sizes.tolist(), block_events, _steps(c.first_frames), spans,
            _steps(c.keyframe_offsets), c.keyframe_sizes.tolist(), _steps(c.keyframe_events),
            [owners.index(owner) for owner in c.keyframe_owners],
        )
    ]  # fmt: skip
    columns.append(encode_column([b"".join(c.leaves or [])], bytes))
    head = [
        c.events, c.frames, c.complete, sorted(c.type_counts.items()), len(c.offsets),
        len(c.keyframe_offsets), owners, [wire for wire, _ in columns],
    ]  # fmt: skip
    return encode(INDEX, head, b"".join(stored for _, stored in columns))


def decode_index(record: Record, file_size: int) -> Contents:
    """Return the contents that an index tells of; raises Malformed.

    A file of ``file_size`` bytes has room for so many records and no more.
    """
    match record.head:
        case [
            int(events), int(frames), bool(complete), [*counts], int(blocks), int(keyframes),
            [*owners], [*wires],
        ] if record.kind == INDEX and len(wires) == 10:  # fmt: skip
            pass
        case _:
            raise Malformed("the index's head makes no sense")
    if not 0 <= blocks <= file_size // MARK_SIZE or not 0 <= keyframes <= file_size // MARK_SIZE:
        raise Malformed(f"the index claims {blocks} blocks and {keyframes} keyframes")
    columns = _columns(record.body, wires, [blocks] * 5 + [keyframes] * 4)
    if not all(isinstance(o, list) and len(o) == 3 for o in owners) or not all(
        isinstance(pair, list) and len(pair) == 2 for pair in counts
    ):
        raise Malformed("the index's head makes no sense")
    return _contents(events, frames, complete, dict(counts), owners, columns)


def _contents(
    events: int,
    frames: int,
    complete: bool,
    counts: dict[int, int],
    owners: list[Any],
    columns: list[Sequence[Any]],
) -> Contents:
    ends = _sums(columns[2])
    firsts = _sums(columns[3])
    if (ends[-1] if ends else 0) != events or any(owner >= len(owners) for owner in columns[8]):
        raise Malformed("the index's numbers do not add up")
    joined = columns[9][0]
    if len(joined) % SIZE:
        raise Malformed("the index's digest makes no sense")
    return Contents(
        offsets=_sums(columns[0]),
        sizes=array("q", columns[1]),
        first_events=array("q", [0, *ends[:-1]]) if ends else array("q"),
        first_frames=firsts,
        last_frames=array("q", (a + b for a, b in zip(firsts, columns[4], strict=True))),
        keyframe_offsets=_sums(columns[5]),
        keyframe_sizes=array("q", columns[6]),
        keyframe_events=_sums(columns[7]),
        keyframe_owners=[(str(o[0]), o[1], o[2]) for o in (owners[n] for n in columns[8])],
        type_counts=counts,
        events=events,
        frames=frames,
        complete=complete,
        closed=True,
        leaves=[joined[n : n + SIZE] for n in range(0, len(joined), SIZE)],
    )


def _columns(body: bytes, wires: list[Any], counts: list[int]) -> list[Sequence[Any]]:
    columns: list[Sequence[Any]] = []
    start = 0
    for wire, count, type_ in zip(wires, [*counts, 1], [int] * 9 + [bytes], strict=True):
        match wire:
            case [str(code), int(raw), int(stored)] if raw >= 0 and stored >= 0:
                checked: Wire = (code, raw, stored)
            case _:
                raise Malformed("the index's columns make no sense")
        columns.append(decode_column(checked, body[start : start + stored], count, type_))
        start += stored
    return columns
