"""Opening a file: its header, its index, and what each record adds to what is known.

Pure but for ``read(offset, size)``, which gives the file's bytes there (fewer at its end).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from operator import add
from typing import NamedTuple

from replay.file.blocks import read_span
from replay.file.contents import Contents, Other, Owner
from replay.file.gaps import decode_gap
from replay.file.header import (
    FORMAT_VERSION,
    MAX_HEADER,
    MAX_RECORD,
    Header,
    decode_copy,
    decode_header,
)
from replay.file.index import END_SIZE, decode_index, read_end
from replay.file.index_columns import Columns
from replay.file.keyframes import read_keyframe
from replay.file.pages import Line, check_page
from replay.file.records import (
    BLOCK,
    COPY,
    END,
    GAP,
    HEADER,
    KEYFRAME,
    KIND_END,
    MARK_SIZE,
    PAGE,
    ROWS,
    SYNC,
    Record,
    claimed_kind,
    decode,
    read_mark,
)
from replay.file.resync import Read, Search
from replay.file.rows import rows_span
from replay.values.msgpack_codec import Malformed

TOGETHER = 8192
"""Bytes of a file's beginning, and of its end, that are read at once: most headers and indexes."""


NOBODY: Owner = ("", 0, b"", 0)
"""Whose keyframe a damaged one is, of which nothing else is left."""


class Foreign(ValueError):
    """The bytes are no recording at all."""


class TooNew(ValueError):
    """The file's format is newer than this program."""


def read_header(read: Read) -> tuple[Header, int]:
    """Return the header and the offset behind it.

    Raises Foreign if the bytes do not begin like a recording, TooNew for a newer format, and
    Malformed if the header is damaged.
    """
    begin = read(0, TOGETHER)
    if not begin.startswith(SYNC):
        raise Foreign("the header is missing")
    mark = read_mark(begin[:MARK_SIZE])
    if mark.size > MAX_RECORD:
        raise Malformed(f"it claims {mark.size} bytes")
    record = decode(begin[: mark.size] if mark.size <= len(begin) else read(0, mark.size))
    if mark.size - len(record.body) > MAX_HEADER:
        raise Malformed(f"it has {mark.size} bytes")
    if record.kind == HEADER and isinstance(record.head, dict):
        version = record.head.get("format")
        if isinstance(version, int) and version > FORMAT_VERSION:
            raise TooNew(f"its format is version {version}, this program knows {FORMAT_VERSION}")
    return decode_header(record), mark.size


def copied_header(search: Search) -> bytes | None:
    """Return the header from the first copy of it that makes sense, None if there is none."""
    offset = search.following(0)
    while offset is not None:
        record, raw = search.record(offset)
        if record.kind == COPY:
            with suppress(ValueError):  # damaged itself; try the next copy
                header = decode_copy(record)
                decode_header(decode(header)).schema()
                return header
        offset = search.following(offset + len(raw))
    return None


def _malformed(offset: int, problem: object) -> Malformed:
    return Malformed(f"byte {offset}: {problem}")


def remake_page(line: Line, holes: list[tuple[int, int]], read: Read) -> Columns:
    """Return a page's columns, made of the records that it describes.

    A damaged one has a place among them, too, with the numbers of the events that are missing
    there, so that the others have theirs; reading it raises. Raises Malformed where the records
    are not those that the line speaks of.
    """
    c = Contents(
        end=line.begin, events=line.first_event, frames=line.first_frame, since=line.first_frame
    )
    search, damaged = Search(read, line.stop), list[_Damaged]()
    while c.end < line.stop:
        start = c.end
        try:
            record, raw = search.record(start)
            begin = numbered(record)
            if damaged and begin is not None:
                c.events = max(c.events, begin[0])
            note(c, record, len(raw))
        except Malformed:
            c.end = min(search.following(start + 1) or line.stop, line.stop)
            damaged.append(_Damaged(start, c.end - start, len(c.offsets), len(c.keyframe_offsets)))
    columns = Columns(
        c.offsets, c.sizes, c.first_events, c.event_counts, c.first_frames, c.last_frames,
        c.keyframe_offsets, c.keyframe_sizes, c.keyframe_events, c.keyframe_owners, None,
    )  # fmt: skip
    if damaged:
        _hold_places(columns, line, damaged)
    else:
        check_page(columns, line, holes)
    return columns


class _Damaged(NamedTuple):
    """Damaged bytes, and how many blocks and keyframes lie before them."""

    offset: int
    size: int
    blocks: int
    keyframes: int


def _hold_places(c: Columns, line: Line, damaged: list[_Damaged]) -> None:
    """Add entries for the blocks and keyframes that damaged bytes were; Malformed if none fit."""
    missing, kept = line.blocks - len(c.offsets), line.keyframes - len(c.keyframe_offsets)
    ends = [line.first_event, *map(add, c.first_events, c.event_counts)]
    firsts = [*c.first_events, line.end_event]
    with_blocks = [one for one in damaged if ends[one.blocks] < firsts[one.blocks]]
    if min(missing, kept) < 0 or bool(missing) != bool(with_blocks):
        raise Malformed("the records are others than the index says")
    for one in reversed(damaged):
        if one in with_blocks:
            lost = firsts[one.blocks] - ends[one.blocks]
            count = min(lost, missing - len(with_blocks) + 1)
            with_blocks.remove(one)
            missing -= count
            frames = [line.first_frame, *c.last_frames], [*c.first_frames, line.last_frame]
            for n in range(count):
                place = one.blocks + n
                events = 1 if n < count - 1 else lost - count + 1
                c.offsets.insert(place, one.offset)
                c.sizes.insert(place, one.size)
                c.first_events.insert(place, ends[one.blocks] + n)
                c.event_counts.insert(place, events)
                c.first_frames.insert(place, frames[0][one.blocks])
                c.last_frames.insert(place, frames[1][one.blocks])
        elif kept:
            kept -= 1
            c.keyframe_offsets.insert(one.keyframes, one.offset)
            c.keyframe_sizes.insert(one.keyframes, one.size)
            before = c.keyframe_events[one.keyframes - 1] if one.keyframes else line.first_event
            c.keyframe_events.insert(one.keyframes, before)
            c.keyframe_owners.insert(one.keyframes, NOBODY)
    if missing or kept:
        raise Malformed("the records are others than the index says")


def read_index(
    read: Read, size: int, refuse: Callable[[int, object], Exception] = _malformed
) -> Contents | None:
    """Return the contents by the index, or None if the file has no whole index at its end.

    A page of it that is damaged is made anew when it is needed; where that cannot be,
    ``refuse(offset, problem)`` is raised.
    """
    try:
        begin = max(size - TOGETHER, 0)
        tail = read(begin, size - begin)
        offset = read_end(decode(tail[-END_SIZE:]))
        if offset + MARK_SIZE > size:
            return None
        if offset < begin:
            raw = read(offset, read_mark(read(offset, MARK_SIZE)).size)
        else:
            raw = tail[offset - begin :]
            raw = raw[: read_mark(raw[:MARK_SIZE]).size]
        record = decode(raw)
        contents = decode_index(record, offset, read, refuse, remake_page)
    except Malformed:
        return None
    contents.end = contents.pages.begin if contents.pages else offset
    return contents


def beginning(header: Header, end: int) -> Contents:
    """Return the contents of a file of which only the header, which ends at ``end``, is read."""
    first = header.first_frame
    return Contents(frames=first, since=first, end=end)


def numbered(record: Record) -> tuple[int, int] | None:
    """Return the number of a record's first event and its frame, None if it has none."""
    try:
        if record.kind in (BLOCK, ROWS):
            span = read_span(record.head)
            return span.first_event, span.first_frame
        if record.kind == GAP:
            gap = decode_gap(record)
            return gap.first_event, gap.first_frame
    except Malformed:
        pass
    return None


def is_torn(search: Search, offset: int) -> bool:
    """Whether the file ends within the record there, as after a writer was killed."""
    begin = search.read(offset, KIND_END)
    if len(begin) < MARK_SIZE:
        return begin.startswith(SYNC[: len(begin)])
    if claimed_kind(begin) == END and offset + END_SIZE <= search.size:
        return False  # it is whole, and its length is damaged
    try:
        return offset + read_mark(begin[:MARK_SIZE]).size > search.size
    except Malformed:
        return False


def note(contents: Contents, record: Record, size: int) -> None:
    """Add the record at ``contents.end`` to the contents; Malformed if it makes no sense there."""
    offset = contents.end
    if record.kind == BLOCK:
        contents.add_block(offset, size, read_span(record.head))
    elif record.kind == ROWS:
        contents.add_block(offset, size, rows_span(record))
    elif record.kind == KEYFRAME:
        contents.add_keyframe(offset, size, read_keyframe(record.head))
    elif record.kind == GAP:
        contents.add_gap(decode_gap(record))
    elif record.kind == HEADER:
        raise Malformed("a second header: another recording begins here")
    elif record.kind not in (COPY, PAGE):
        contents.others.append(Other(record.kind, offset, size))
    contents.end = offset + size
