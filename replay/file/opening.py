"""Finding what is where in a file: by its index, or by hopping from record to record.

Pure but for ``read(offset, size)``, which gives the file's bytes there (fewer at its end).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from replay.file.blocks import read_span
from replay.file.contents import Contents, Other
from replay.file.gaps import read_gap
from replay.file.header import FORMAT_VERSION, Header, decode_header
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
    decode,
    read_head,
    read_mark,
)
from replay.packing import Malformed

Read = Callable[[int, int], bytes]

PEEK = 512
"""Bytes read at each record while hopping: enough for the heads of nearly all blocks."""
SEARCH_STEP = 1 << 20
AHEAD = 1 << 18


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
        if not 0 <= offset < size:
            return None
        mark = read_mark(read(offset, MARK_SIZE))
        contents = decode_index(decode(read(offset, mark.size)), size)
    except Malformed:
        return None
    contents.end = offset
    return contents


def hop(read: Read, size: int, contents: Contents) -> Damage | None:
    """Add to ``contents`` the records from ``contents.end`` on, without reading their bodies.

    Stops at the index, at the end of the file, or at the first bytes that make no sense. If
    whole records follow those, that is damage; if not, they are the torn last record of a
    writer that was killed or is still writing, and nothing is wrong.
    """
    ahead = read_ahead(read)
    while contents.end < size:
        try:
            if not _hop_over(ahead, size, contents):
                return None
        except Malformed as problem:
            if next_record(read, size, contents.end + 1) is None:
                return None
            return Damage(contents.end, str(problem))
    return None


def _hop_over(read: Read, size: int, contents: Contents) -> bool:
    """Note the record at ``contents.end`` and pass it; False at the index."""
    offset = contents.end
    begin = read(offset, PEEK)
    mark = read_mark(begin)
    if offset + mark.size > size:
        raise Malformed("the file ends within a record")
    try:
        kind, head = read_head(begin[: mark.size])
    except Malformed:
        whole = decode(read(offset, mark.size))
        kind, head = whole.kind, whole.head
    if kind in (INDEX, END):
        return False
    if offset + mark.size == size or kind == ROWS:
        # The last one written may be torn inside; and rows are read many at once, so that what
        # is wrong with one of them must be known before.
        decode(read(offset, mark.size))
    if kind == ROWS:
        contents.add_rows(offset, mark.size, read_span(head))
    elif kind == BLOCK:
        contents.add_block(offset, mark.size, read_span(head))
    elif kind == KEYFRAME:
        contents.add_keyframe(offset, mark.size, read_keyframe(head))
    elif kind == GAP:
        contents.add_gap(read_gap(head))
    elif kind != COPY:
        contents.others.append(Other(kind, offset, mark.size))
    contents.end = offset + mark.size
    return True


def read_ahead(read: Read) -> Read:
    """Return a ``read`` that fetches a large piece at a time, for going through a file once."""
    begin, piece = 0, b""

    def ahead(offset: int, size: int) -> bytes:
        nonlocal begin, piece
        if not begin <= offset <= offset + size <= begin + len(piece):
            begin, piece = offset, read(offset, max(size, AHEAD))
        return piece[offset - begin : offset - begin + size]

    return ahead


def next_record(read: Read, size: int, start: int) -> int | None:
    """Return the offset of the first whole record, its checksum right, from ``start`` on."""
    while start < size:
        stretch = read(start, SEARCH_STEP + len(SYNC) - 1)
        found = stretch.find(SYNC)
        while found >= 0:
            offset = start + found
            try:
                mark = read_mark(read(offset, MARK_SIZE))
                decode(read(offset, mark.size))
            except Malformed:
                found = stretch.find(SYNC, found + 1)
                continue
            return offset
        start += SEARCH_STEP
    return None
