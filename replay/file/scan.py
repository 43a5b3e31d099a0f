"""Opening a file: its header, its index, and what each record adds to what is known.

Pure but for ``read(offset, size)``, which gives the file's bytes there (fewer at its end).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

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
from replay.file.pages import NOT_AS_SAID, Line, check_page
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

    Where one of those is damaged, too, and events may be missing, all that is behind it in the page
    has its place, at which reading raises; so does a damaged keyframe. Raises Malformed where the
    records are not those that the line speaks of.
    """
    c = Contents(
        end=line.begin, events=line.first_event, frames=line.first_frame, since=line.first_frame
    )
    search = Search(read, line.stop, begin=line.begin)
    damaged: tuple[int, int] | None = None
    while c.end < line.stop:
        start = c.end
        try:
            record, raw = search.record(start)
            if damaged is not None and (begin := numbered(record)) is not None:
                if begin[0] != c.events:
                    break
                damaged = None
            note(c, record, len(raw))
        except Malformed:
            c.end = search.following(start + 1) or line.stop
            damaged = damaged or (start, c.end - start)
    columns = Columns(
        c.offsets, c.sizes, c.first_events, c.event_counts, c.first_frames, c.last_frames,
        c.keyframe_offsets, c.keyframe_sizes, c.keyframe_events, c.keyframe_owners, None,
    )  # fmt: skip
    missing = line.blocks - len(c.offsets)
    last = c.keyframe_events[-1] if c.keyframe_events else line.keyframe_events
    for _ in range(line.keyframes - len(c.keyframe_offsets)):
        c.keyframe_offsets.append(line.begin)
        c.keyframe_sizes.append(MARK_SIZE)
        c.keyframe_events.append(last)
        c.keyframe_owners.append(NOBODY)
    if damaged is None or not missing:
        check_page(columns, line, holes)
        return columns
    if not 0 < missing <= line.end_event - c.events or len(c.keyframe_offsets) != line.keyframes:
        raise Malformed(NOT_AS_SAID)
    frame = c.last_frames[-1] if c.last_frames else line.first_frame
    for number in range(missing):
        c.offsets.append(damaged[0])
        c.sizes.append(damaged[1])
        c.first_events.append(c.events + number)
        c.event_counts.append(1)
        c.first_frames.append(frame)
        c.last_frames.append(line.last_frame)
    c.event_counts[-1] = line.end_event - c.first_events[-1]
    return columns


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


def numbered_end(record: Record) -> int | None:
    """Return the number behind a record's last event, None if it has none."""
    try:
        if record.kind in (BLOCK, ROWS):
            span = read_span(record.head)
            return span.first_event + span.events
        if record.kind == GAP:
            gap = decode_gap(record)
            return gap.first_event + gap.events
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
