"""The index: the contents of a closed file, at its end, so that opening reads no other record.

A record of kind "index". From format 3 on it is the upper level of two, with a line for each page
(see replay.file.pages), so that its size hardly grows with the match. Head: [events, frames,
complete, counts, blocks, keyframes, pages, begin, owners, gaps, others, tallies, columns]:
``begin`` is the offset of the first page, or of the index if there is none, ``counts`` the
[type number, events] pairs of the whole recording, ``owners`` the distinct [projection, version,
schema version] of keyframes, with the parameters as a fourth place if there are any, ``gaps`` the
heads of all gaps, ``others`` the [kind, offset, size] of records the writer did not know,
``tallies`` those of all pages, ``columns`` as in a block's head. Body: a column each of the pages'
sizes, steps of the offsets that they begin at, their blocks, keyframes, and events, the lost events
before and within each, steps of their first frames, their last frames less their first, and the
number of events that their first keyframe has (0 if they have none);
then for each tally a column of its count in each page. The pages lie one behind the other, right
before the index.

Before format 3 the head is [events, frames, complete, counts, blocks, keyframes, owners, gaps,
others, columns], and the body are the columns of all blocks and keyframes themselves, as
replay.file.index_columns says.

The last record of a closed file is of kind "end": its head is nil and its body the offset of
the index, 8 bytes, big-endian. It always has the same length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate
from operator import add, le, lt
from typing import Any

from replay.file.columns import encode_column, told_wires
from replay.file.contents import Contents, Other, Owner
from replay.file.digest import LEAF_EVENTS, SIZE
from replay.file.gaps import gap_head, read_gap
from replay.file.index_columns import (
    decode_columns,
    encode_columns,
    in_bounds,
    read_columns,
    shapes,
    steps,
    sums,
)
from replay.file.keyframes import MAX_PARAMETERS
from replay.file.paged import PagedColumn, Pages, Remake
from replay.file.pages import (
    PAGES_SINCE,
    Line,
    check_tallies,
    cut,
    encode_page,
    merged,
    read_tallies,
    tally_shapes,
)
from replay.file.records import END, INDEX, MARK_SIZE, MAX_RECORD, Record, encode
from replay.file.resync import Read
from replay.file.tallies import MAX_COUNTS, PAGE_BLOCKS, Tally
from replay.values.msgpack_codec import MAX_NUMBER, Malformed

LEAVES_SHARE = 8
"""The leaves of the digest, 32 bytes for 512 events, may be at most this many times as large as
the file. Even if all events are the same they are smaller than the file."""
PAGED_HEAD = 13
LINE_COLUMNS = 10
PAGE_BYTES = 128
"""Bytes of a page, and of what it describes, at least."""
END_SIZE = len(encode(END, None, bytes(8)))
_UNSURE = "the index's numbers do not add up"


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


def encode_index(contents: Contents, offset: int, format_version: int) -> bytes:
    """Return the last records of a closed file, from ``offset`` on: pages, the index, the end."""
    c = contents
    owners = sorted(set(c.keyframe_owners))
    numbers = {owner: number for number, owner in enumerate(owners)}
    told = [
        list(map(_told_owner, owners)), [gap_head(gap) for gap in c.gaps],
        [[other.kind, other.offset, other.size] for other in c.others],
    ]  # fmt: skip
    totals = [
        c.events, c.frames, c.complete, sorted(c.type_counts.items()), len(c.offsets),
        len(c.keyframe_offsets),
    ]  # fmt: skip
    if format_version < PAGES_SINCE:
        whole = slice(0, None)
        columns = encode_columns(c, whole, whole, numbers, c.leaves or b"")
        head = [*totals, *told, [wire for wire, _ in columns]]
        index = encode(INDEX, head, b"".join(stored for _, stored in columns))
        return index + encode_end(offset)
    pages, lines, counts = list[bytes](), list[Line](), list[dict[Tally, int]]()
    for line, blocks, keyframes in cut(c):
        tallies = c.tallies.of_page(len(lines), line.blocks)
        pages.append(encode_page(c, line, blocks, keyframes, numbers, tallies))
        counts.append({tally: sum(column) for tally, column in tallies.items()})
        lines.append(line)
    lists = _line_columns(lines, pages)
    named = sorted(set().union(*counts), key=repr)
    if len(named) * len(lines) > MAX_COUNTS:
        named = [tally for tally in named if len(tally) == 1]
    lists += [[one.get(tally, 0) for one in counts] for tally in named]
    columns = [encode_column(values, int, format_version=format_version) for values in lists]
    entries = told_wires([wire for wire, _ in columns], format_version)
    head = [*totals, len(pages), offset, *told, list(map(list, named)), entries]
    index = encode(INDEX, head, b"".join(stored for _, stored in columns))
    return b"".join([*pages, index, encode_end(offset + sum(map(len, pages)))])


def _line_columns(lines: Sequence[Line], pages: Sequence[bytes]) -> list[list[int]]:
    ends = [0, *(line.end_event for line in lines)]
    return [
        list(map(len, pages)), steps(line.begin for line in lines),
        [line.blocks for line in lines], [line.keyframes for line in lines],
        [line.events for line in lines],
        [line.first_event - end for line, end in zip(lines, ends, strict=False)],
        [line.lost for line in lines],
        steps(line.first_frame for line in lines),
        [line.last_frame - line.first_frame for line in lines],
        [line.keyframe_events for line in lines],
    ]  # fmt: skip


def decode_index(
    record: Record,
    offset: int,
    read: Read,
    refuse: Callable[[int, object], Exception] = lambda _, problem: Malformed(str(problem)),
    remake: Remake | None = None,
) -> Contents:
    """Return the contents that an index describes; raises Malformed.

    The index lies at ``offset``, which limits how many records there can be before it. Its pages
    are read when they are first needed; see Pages for ``read``, ``refuse`` and ``remake``.
    """
    match record.head:
        case [
            int(events), int(frames), bool(complete), [*counts], int(blocks), int(keyframes),
            int(), int(), [*owners], [*gaps], [*others], [*_], [*_],
        ] if record.kind == INDEX:  # fmt: skip
            pass
        case [
            int(events), int(frames), bool(complete), [*counts], int(blocks), int(keyframes),
            [*owners], [*gaps], [*others], [*_],
        ] if record.kind == INDEX:  # fmt: skip
            pass
        case _:
            raise Malformed("the index's head makes no sense")
    if bool in map(type, (events, frames, blocks, keyframes)):
        raise Malformed("the index's head makes no sense")
    if not 0 <= blocks <= offset // MARK_SIZE or not 0 <= keyframes <= offset // MARK_SIZE:
        raise Malformed(f"the index claims {blocks} blocks and {keyframes} keyframes")
    owned: list[Any] = list(map(_read_owner, owners))
    if None in owned or not _sane(counts, [int, int]) or not _sane(others, [str, int, int]):
        raise Malformed("the index's head makes no sense")
    lost = [read_gap(gap) for gap in gaps]
    if len(record.head) == PAGED_HEAD:
        lines, tallies = _lines(record, offset)
        pages = Pages(lines, tallies, owned, merged(lost), read, refuse, remake)
        contents = _by_pages(pages)
    else:
        contents = _by_columns(record, offset, blocks, keyframes, owned)
    contents.gaps = lost
    contents.others = [Other(*other) for other in others]
    contents.events, contents.frames, contents.complete = events, frames, complete
    contents.type_counts = dict(counts)
    contents.closed = True
    found = len(contents.offsets), len(contents.keyframe_offsets), len(contents.type_counts)
    if found != (blocks, keyframes, len(counts)) or not _adds_up(contents, offset):
        raise Malformed(_UNSURE)
    return contents


def _by_columns(
    record: Record, offset: int, blocks: int, keyframes: int, owners: list[Any]
) -> Contents:
    """Return the contents that the columns of all blocks and keyframes describe."""
    wires = record.head[-1]
    wanted = shapes(blocks, keyframes, LEAVES_SHARE * offset)
    if len(wires) != len(wanted):
        raise Malformed("the index's columns make no sense")
    c = decode_columns(read_columns(record.body, wires, wanted), owners)
    return Contents(
        c.offsets, c.sizes, c.first_events, c.event_counts, c.first_frames, c.last_frames,
        c.keyframe_offsets, c.keyframe_sizes, c.keyframe_events, c.keyframe_owners,
        known_leaves=c.leaves,
    )  # fmt: skip


def _by_pages(pages: Pages) -> Contents:
    """Return the contents that pages describe, none of which is read."""
    blocks = [line.blocks for line in pages.lines]
    keyframes = [line.keyframes for line in pages.lines]
    begins = [line.begin for line in pages.lines]
    column: Callable[..., Any] = partial(PagedColumn, pages)
    return Contents(
        offsets=column("offsets", blocks, firsts=begins),
        sizes=column("sizes", blocks),
        first_events=column("first_events", blocks, firsts=[o.first_event for o in pages.lines]),
        event_counts=column("event_counts", blocks),
        first_frames=column("first_frames", blocks, firsts=[o.first_frame for o in pages.lines]),
        last_frames=column("last_frames", blocks, lasts=[o.last_frame for o in pages.lines]),
        keyframe_offsets=column("keyframe_offsets", keyframes),
        keyframe_sizes=column("keyframe_sizes", keyframes),
        keyframe_events=column(
            "keyframe_events", keyframes, firsts=[o.keyframe_events for o in pages.lines]
        ),
        keyframe_owners=column("keyframe_owners", keyframes),
        pages=pages,
    )


def _lines(record: Record, offset: int) -> tuple[list[Line], dict[Tally, Sequence[int]]]:
    """Return the line of each page, and how often there each tally occurs."""
    count, begin, *_, told, wires = record.head[6:]
    if not 0 <= count <= offset // PAGE_BYTES:
        raise Malformed(f"the index claims {count} pages")
    tallies = read_tallies(told, count)
    wanted = tally_shapes([()] * LINE_COLUMNS + tallies, count)
    if len(wires) != len(wanted):
        raise Malformed("the index's columns make no sense")
    columns = read_columns(record.body, wires, wanted)
    in_bounds(columns[:LINE_COLUMNS])
    sizes, begins, blocks, keyframes, events, before, lost, frames, spans, kept = columns[:10]
    counted = dict(zip(tallies, columns[LINE_COLUMNS:], strict=True))
    check_tallies(counted, events)
    try:
        offsets = sums(sizes, begin)
        begins, frames = sums(begins), sums(frames)
        earlier = [0, *sums(events)]
        ends = [0, *accumulate(map(add, map(add, before, events), lost))]
    except OverflowError as cause:
        raise Malformed("the index's numbers are beyond all bounds") from cause
    lines = [
        Line(
            end - size, size, begin, block_count, keyframe_count, earlier_events, present,
            last_end + hole, inside, first, first + span, keyframe, stop,
        )
        for end, size, begin, block_count, keyframe_count, earlier_events, present, last_end, hole,
        inside, first, span, keyframe, stop in zip(
            offsets, sizes, begins, blocks, keyframes, earlier, events, ends, before, lost, frames,
            spans, kept, [*begins[1:], begin], strict=False,
        )
    ]  # fmt: skip
    if begin + sum(sizes) != offset:
        raise Malformed("the index lies elsewhere than it says")
    firsts = [line.begin for line in lines]
    saved = [line.keyframe_events for line in lines if line.keyframes]
    follow = (
        all(map(lt, firsts, firsts[1:]))
        and all(map(le, [line.last_frame for line in lines], [o.first_frame for o in lines[1:]]))
        and saved == sorted(saved)
    )
    if not follow or (lines and not lines[-1].begin < lines[0].offset):
        raise Malformed("the index's pages overlap")
    full = all(count == PAGE_BLOCKS for count in blocks[:-1])
    if not full or not all(MARK_SIZE < size <= MAX_RECORD for size in sizes):
        raise Malformed(_UNSURE)
    return lines, counted


def _adds_up(c: Contents, offset: int) -> bool:
    """Whether the index's totals match its parts, and all it names lies before it."""
    lost = sum(gap.events for gap in c.gaps)
    present, last_frame = c.events - lost, -1
    if c.pages is None:
        parts, leaves = sum(c.event_counts), len(c.leaves or b"")
        if c.offsets:
            last_frame = c.last_frames[-1]
        ends = [(c.offsets, c.sizes), (c.keyframe_offsets, c.keyframe_sizes)]
        if any(offsets and offsets[-1] + sizes[-1] > offset for offsets, sizes in ends):
            return False
        if leaves != -(-present // LEAF_EVENTS) * SIZE:
            return False
    else:
        lines = c.pages.lines
        parts = sum(line.events for line in lines)
        last_frame = max((line.last_frame for line in lines if line.blocks), default=-1)
        of_types = Counter[int]()
        for tally, column in c.pages.tallies.items():
            if len(tally) == 1:
                of_types[tally[0]] = sum(column)
        if +of_types != +Counter(c.type_counts):
            return False
    return (
        all(n >= 0 and count > 0 for n, count in c.type_counts.items())
        and last_frame < c.frames < MAX_NUMBER
        and parts == present
        and 0 <= present <= c.events < MAX_NUMBER
        and sum(c.type_counts.values()) == present
        and _gaps_fit(c)
    )


def _gaps_fit(c: Contents) -> bool:
    """Whether the events that no block has are exactly those that the gaps name.

    Of pages, only those between them; what is lost within a page is compared when it is read.
    """
    if c.pages is None:
        parts = list(zip(c.first_events, map(add, c.first_events, c.event_counts), strict=True))
    else:
        parts = [(line.first_event, line.end_event) for line in c.pages.lines if line.blocks]
    ends = [0, *(end for _, end in parts)]
    firsts = [*(first for first, _ in parts), c.events]
    holes = [hole for hole in zip(ends, firsts, strict=True) if hole[0] != hole[1]]
    lost = merged(c.gaps)
    if c.pages is not None:
        begins = [begin for begin, _ in parts]
        lost = [hole for hole in lost if not _is_within(hole, parts, begins)]
    return lost == holes


def _is_within(
    hole: tuple[int, int], parts: Sequence[tuple[int, int]], begins: Sequence[int]
) -> bool:
    """Whether events are missing between others of one page."""
    number = bisect_left(begins, hole[0]) - 1
    return number >= 0 and parts[number][0] < hole[0] and hole[1] < parts[number][1]


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
