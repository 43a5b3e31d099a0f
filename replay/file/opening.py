"""Finding what is where in a file: by its index, or by hopping from record to record.

Pure but for ``read(offset, size)``, which gives the file's bytes there (fewer at its end).
"""

from __future__ import annotations

from dataclasses import dataclass

from replay.file.blocks import read_span
from replay.file.contents import Contents, Other
from replay.file.gaps import read_gap
from replay.file.header import FORMAT_VERSION, MAX_HEADER, Header, decode_header
from replay.file.index import END_SIZE, decode_index, read_end
from replay.file.keyframes import read_keyframe
from replay.file.records import (
    BLOCK,
    COPY,
    END,
    GAP,
    HEADER,
    INDEX,
    KEYFRAME,
    MARK_SIZE,
    ROWS,
    SYNC,
    Record,
    decode,
    read_mark,
)
from replay.file.searching import Read, Search
from replay.packing import Malformed


class Foreign(ValueError):
    """The bytes are no recording at all."""


class TooNew(ValueError):
    """The file's format is newer than this program."""


@dataclass(frozen=True, slots=True)
class Damage:
    """Where a file stops making sense although more of it follows, and what is wrong there."""

    offset: int
    problem: str


def read_header(read: Read) -> tuple[Header, int]:
    """Return the header and the offset behind it.

    Raises Foreign if the bytes do not begin like a recording, TooNew for a newer format, and
    Malformed if the header is damaged.
    """
    begin = read(0, MARK_SIZE)
    if not begin.startswith(SYNC):
        raise Foreign("it does not begin like a recording")
    mark = read_mark(begin)
    if mark.size > MAX_HEADER:
        raise Malformed(f"it claims {mark.size} bytes")
    record = decode(read(0, mark.size))
    if record.kind == HEADER and isinstance(record.head, dict):
        version = record.head.get("format")
        if isinstance(version, int) and version > FORMAT_VERSION:
            raise TooNew(f"its format is version {version}, this program knows {FORMAT_VERSION}")
    return decode_header(record), mark.size


def read_index(read: Read, size: int) -> Contents | None:
    """Return the contents by the index, or None if the file has no whole index at its end."""
    try:
        offset = read_end(decode(read(size - END_SIZE, END_SIZE)))
        if offset + MARK_SIZE > size:
            return None
        mark = read_mark(read(offset, MARK_SIZE))
        contents = decode_index(decode(read(offset, mark.size)), offset)
    except Malformed:
        return None
    contents.end = offset
    return contents


def hop(search: Search, contents: Contents) -> Damage | None:
    """Add to ``contents`` the records from ``contents.end`` on, each checked, none unfolded.

    Stops at the index, at the end of the file, or at the first bytes that make no sense. If
    whole records follow those, that is damage; if not, they are the torn last record of a
    writer that was killed or is still writing, and nothing is wrong.
    """
    while contents.end < search.size:
        try:
            record, raw = search.record(contents.end)
            if record.kind in (INDEX, END):
                return None
            if record.kind == ROWS:
                contents.add_rows(contents.end, len(raw), read_span(record.head))
                contents.end += len(raw)
            else:
                note(contents, record, len(raw))
        except Malformed as problem:
            return _damage(search, contents.end, str(problem))
    return None


def walk(search: Search, header: Header, begin: int) -> Contents:
    """Return the contents of an undamaged file without index, each record a block of its own."""
    contents = beginning(header, begin)
    while contents.end < search.size:
        record, raw = search.record(contents.end)
        note(contents, record, len(raw))
    return contents


def beginning(header: Header, end: int) -> Contents:
    """Return the contents of a file of which only the header is known, which ends there."""
    first = header.first_frame
    return Contents(frames=first, since=first, end=end)


def numbered(record: Record) -> tuple[int, int] | None:
    """Return the number of a record's first event and its frame, None if it has none."""
    try:
        if record.kind in (BLOCK, ROWS):
            span = read_span(record.head)
            return span.first_event, span.first_frame
        if record.kind == GAP:
            gap = read_gap(record.head)
            return gap.first_event, gap.first_frame
    except Malformed:
        pass
    return None


def is_torn(search: Search, offset: int) -> bool:
    """Whether the file ends within the record there, as a writer leaves it that was killed."""
    begin = search.read(offset, MARK_SIZE)
    if len(begin) < MARK_SIZE:
        return begin.startswith(SYNC[: len(begin)])
    try:
        return offset + read_mark(begin).size > search.size
    except Malformed:
        return False


def note(contents: Contents, record: Record, size: int) -> None:
    """Add the record at ``contents.end`` to the contents; Malformed if it makes no sense there."""
    offset = contents.end
    if record.kind in (BLOCK, ROWS):
        contents.add_block(offset, size, read_span(record.head))
    elif record.kind == KEYFRAME:
        contents.add_keyframe(offset, size, read_keyframe(record.head))
    elif record.kind == GAP:
        contents.add_gap(read_gap(record.head))
    elif record.kind == HEADER:
        raise Malformed("a second header: another recording begins here")
    elif record.kind != COPY:
        contents.others.append(Other(record.kind, offset, size))
    contents.end = offset + size


def _damage(search: Search, offset: int, problem: str) -> Damage | None:
    following = search.following(offset + 1)
    if following is None:
        return None
    record, _ = search.record(following)
    if record.kind == END and record.body == offset.to_bytes(8, "big"):
        return None  # only the index is damaged, and all it says was found on the way
    return Damage(offset, problem)
