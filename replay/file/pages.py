"""Pages: the lower level of the index, each of which describes at most 1,024 blocks.

A record of kind "page". Head: [blocks, keyframes, tallies, columns]: ``tallies`` are those that
are counted, each [type number] or [type number, key, value], where a key is its position among the
header's, ``columns`` as in a block's head. Body: the ten columns and the leaves of
replay.file.index_columns, then for each tally a column of its count in each block. Steps are
counted from what the page's line in the index says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add, gt
from typing import TYPE_CHECKING, Any, NamedTuple

from replay.events import Gap
from replay.file.columns import encode_column, read_wires, told_wires
from replay.file.digest import LEAF_EVENTS, SIZE
from replay.file.index_columns import (
    NUMBER_BYTES,
    Base,
    Columns,
    decode_columns,
    encode_columns,
    in_bounds,
    read_columns,
    shapes,
)
from replay.file.records import PAGE, Record, encode
from replay.file.tallies import MAX_COUNTS, MAX_TEXT, PAGE_BLOCKS, Tally
from replay.values.msgpack_codec import Malformed

if TYPE_CHECKING:
    from replay.file.contents import Contents


NOT_AS_SAID = "a page of the index is not as the index says"
PAGES_SINCE = 3
"""The format since which the index has pages."""


class Line(NamedTuple):
    """What the index says of a page.

    ``begin`` is the offset of the first record that the page describes, ``stop`` the one behind the
    last. ``events`` are those in
    its blocks, ``lost`` those of gaps between them; ``before`` those in the blocks of all pages
    before. ``keyframe_events`` are those of its first keyframe.
    """

    offset: int
    size: int
    begin: int
    blocks: int
    keyframes: int
    before: int
    events: int
    first_event: int
    lost: int
    first_frame: int
    last_frame: int
    keyframe_events: int
    stop: int = 0

    @property
    def end_event(self) -> int:
        """The number behind its last event."""
        return self.first_event + self.events + self.lost

    @property
    def leaves(self) -> slice:
        """The leaves of the digest that begin in it, as a part of all leaves' bytes."""
        first, end = self.before, self.before + self.events
        return slice(-(-first // LEAF_EVENTS) * SIZE, -(-end // LEAF_EVENTS) * SIZE)

    @property
    def base(self) -> Base:
        """What its steps are counted from."""
        return Base(
            self.begin, self.first_event, self.first_frame, self.begin, self.keyframe_events
        )


@dataclass(slots=True)
class Page:
    """A page read from a file.

    ``count`` decodes its tallies, which raises Malformed if they make no sense, or are not what the
    index says; it is None where only the records themselves were left. ``tallies`` are those that
    were decoded.
    """

    columns: Columns
    count: Callable[[], dict[Tally, Sequence[int]]] | None
    tallies: dict[Tally, Sequence[int]] | None = None


def cut(contents: Contents) -> Iterator[tuple[Line, slice, slice]]:
    """Yield each page that contents need: its line, without a place, its blocks and keyframes."""
    c = contents
    before = keyframe = 0
    for block in range(0, max(len(c.offsets), 1 if c.keyframe_offsets else 0), PAGE_BLOCKS):
        blocks = slice(block, min(block + PAGE_BLOCKS, len(c.offsets)))
        following = c.offsets[blocks.stop] if blocks.stop < len(c.offsets) else None
        end = keyframe
        while end < len(c.keyframe_offsets) and (
            following is None or c.keyframe_offsets[end] < following
        ):
            end += 1
        keyframes, keyframe = slice(keyframe, end), end
        begins = [*c.offsets[block : block + 1], *c.keyframe_offsets[keyframes][:1]]
        events = sum(c.event_counts[blocks])
        first, last = (block, blocks.stop - 1) if blocks.stop else (None, None)
        first_event = 0 if first is None else c.first_events[first]
        line = Line(
            0, 0, min(begins), blocks.stop - blocks.start, end - keyframes.start, before, events,
            first_event,
            0 if last is None else c.end_of(last) - first_event - events,
            0 if first is None else c.first_frames[first],
            0 if last is None else c.last_frames[last],
            c.keyframe_events[keyframes.start] if end > keyframes.start else 0,
        )  # fmt: skip
        before += events
        yield line, blocks, keyframes


def encode_page(
    contents: Contents,
    line: Line,
    blocks: slice,
    keyframes: slice,
    owners: Mapping[Any, int],
    tallies: Mapping[Tally, Sequence[int]],
) -> bytes:
    """Return the record of a page."""
    leaves = (contents.leaves or b"")[line.leaves]
    columns = encode_columns(contents, blocks, keyframes, owners, leaves, line.base, PAGES_SINCE)
    columns += [
        encode_column(list(column), int, format_version=PAGES_SINCE) for column in tallies.values()
    ]
    head = [line.blocks, line.keyframes, list(map(list, tallies))]
    head.append(told_wires([wire for wire, _ in columns], PAGES_SINCE))
    return encode(PAGE, head, b"".join(stored for _, stored in columns))


def decode_page(
    record: Record,
    line: Line,
    counts: Mapping[Tally, int],
    owners: list[Any],
    holes: list[tuple[int, int]],
) -> Page:
    """Return what a page describes.

    ``counts``: how often each tally occurs there, as the index says. ``holes``: the numbers,
    half-open, of the events that gaps between its blocks have. Raises Malformed if it makes no
    sense, or is not what the index says.
    """
    match record.head:
        case [int(blocks), int(keyframes), [*told], [*wires]] if record.kind == PAGE:
            pass
        case _:
            raise Malformed("a page's head makes no sense")
    if (blocks, keyframes) != (line.blocks, line.keyframes) or blocks > PAGE_BLOCKS:
        raise Malformed("a page describes other blocks than the index says")
    leaves = line.leaves.stop - line.leaves.start
    wanted = shapes(blocks, keyframes, leaves)
    if len(wires) != len(wanted) + len(told):
        raise Malformed("a page's columns make no sense")
    entries = read_wires(wires[: len(wanted)], [count for count, _, _ in wanted])
    size = sum(stored for _, _, stored in entries)
    body, rest = record.body[:size], record.body[size:]
    columns = decode_columns(read_columns(body, wires[: len(wanted)], wanted), owners, line.base)
    check_page(columns, line, holes)
    if len(columns.leaves or b"") != leaves:
        raise Malformed(NOT_AS_SAID)

    def count() -> dict[Tally, Sequence[int]]:
        tallies = read_tallies(told, blocks)
        read = read_columns(rest, wires[len(wanted) :], tally_shapes(tallies, blocks))
        counted = dict(zip(tallies, read, strict=True))
        check_tallies(counted, columns.event_counts)
        if not _are(counts, counted):
            raise Malformed(NOT_AS_SAID)
        return counted

    return Page(columns, count)


def _are(counts: Mapping[Tally, int], counted: Mapping[Tally, Sequence[int]]) -> bool:
    """Whether a page's tallies add up to what the index says; keys may be left out of that."""
    groups = {tally[:2] for tally in counts}
    sums = {tally: sum(column) for tally, column in counted.items() if tally[:2] in groups}
    return {**dict.fromkeys(counts, 0), **sums} == dict(counts) and all(
        tally in counts for tally in counted if len(tally) == 1
    )


def read_tallies(told: list[Any], rows: int) -> list[Tally]:
    """Return the tallies that a head names, each with so many counts. Raises Malformed."""
    if len(told) * rows > MAX_COUNTS:
        raise Malformed("the index has more tallies than any writer's")
    tallies = list(map(_tally, told))
    if len(set(tallies)) != len(tallies):
        raise Malformed("the index names a tally twice")
    return tallies


def _tally(told: Any) -> Tally:
    match told:
        case [int(number)]:
            pass
        case [int(number), int(key), int() | str() | bool() | None as value] if key >= 0:
            if isinstance(value, str) and len(value) > MAX_TEXT:
                raise Malformed("the index counts a value that is too long")
        case _:
            raise Malformed("the index's tallies make no sense")
    if number < 0:
        raise Malformed("the index's tallies make no sense")
    return tuple(told)


def tally_shapes(tallies: Sequence[Tally], rows: int) -> list[tuple[int, type, int]]:
    """Return the shape of each tally's column."""
    return [(rows, int, NUMBER_BYTES * (rows + 1))] * len(tallies)


def check_tallies(tallies: Mapping[Tally, Sequence[int]], events: Sequence[int]) -> None:
    """Raise Malformed unless types add up to all events, and no key to more than its type."""
    in_bounds(tallies.values())
    sums: dict[Tally, Sequence[int]] = {}
    for tally, column in tallies.items():
        group = tally[:2] if len(tally) == 3 else ()
        sums[group] = list(map(add, sums[group], column)) if group in sums else column
    total = sums.pop((), [0] * len(events))
    fits = list(total) == list(events)
    for group, column in sums.items():
        of_type = tallies.get(group[:1])
        fits = fits and of_type is not None and not any(map(gt, column, of_type))
    if not fits:
        raise Malformed("the index's tallies do not add up")


def check_page(c: Columns, line: Line, holes: list[tuple[int, int]]) -> None:
    """Raise Malformed unless columns are those that the line speaks of."""
    begins = [*c.offsets[:1], *c.keyframe_offsets[:1]]
    stops = [
        offsets[-1] + sizes[-1]
        for offsets, sizes in ((c.offsets, c.sizes), (c.keyframe_offsets, c.keyframe_sizes))
        if offsets
    ]
    fits = (
        (len(c.offsets), len(c.keyframe_offsets)) == (line.blocks, line.keyframes)
        and min(begins, default=line.begin) == line.begin
        and max(stops, default=line.begin) <= line.stop
        and c.keyframe_events[:1].tolist() in ([], [line.keyframe_events])
    )
    ends = list(map(add, c.first_events, c.event_counts))
    lost = [hole for hole in zip(ends, c.first_events[1:], strict=False) if hole[0] != hole[1]]
    if line.blocks and fits:
        fits = (
            (c.first_events[0], ends[-1]) == (line.first_event, line.end_event)
            and (c.first_frames[0], c.last_frames[-1]) == (line.first_frame, line.last_frame)
            and sum(c.event_counts) == line.events
        )
    if not fits or lost != holes or (not line.blocks and (line.events or line.lost)):
        raise Malformed(NOT_AS_SAID)


def merged(gaps: Sequence[Gap]) -> list[tuple[int, int]]:
    """Return the numbers, half-open, of the events that gaps have; adjacent gaps are one."""
    lost: list[tuple[int, int]] = []
    for gap in gaps:
        begin, end = gap.first_event, gap.first_event + gap.events
        if lost and lost[-1][1] == begin:
            begin = lost.pop()[0]
        lost.append((begin, end))
    return lost
