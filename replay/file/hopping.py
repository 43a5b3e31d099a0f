"""Hopping: listing a file's records without its index, by going from one to the next.

Damaged bytes are stepped over only where what follows proves that no event was in them: records
number their events, and the index says how many there are. Pure but for ``read``.
"""

from __future__ import annotations

from dataclasses import dataclass

from replay.file.batch import BLOCK_EVENTS
from replay.file.blocks import Span, too_dense
from replay.file.contents import Contents, Damage
from replay.file.index import decode_index, missing_before, read_end, read_totals
from replay.file.records import (
    BLOCK,
    END,
    GAP,
    HEADER,
    INDEX,
    KEYFRAME,
    MARK_SIZE,
    ROWS,
    Record,
    claimed_size,
)
from replay.file.resync import Search
from replay.file.rows import rows_span
from replay.file.scan import is_torn, note, numbered, numbered_end
from replay.values.msgpack_codec import Malformed

DECISIVE = (BLOCK, ROWS, GAP, HEADER, INDEX, END)
"""Kinds that prove whether events are missing before them; a cache or an unknown kind does not."""


def hop(
    search: Search, contents: Contents, *, runs: bool = True, past_damage: bool = False
) -> Damage | None:
    """Add to ``contents`` the records from ``contents.end`` on, each checked, none decoded.

    Returns where events may be missing, None if none are. Damage that cost no event is added to
    ``contents.minor``. If no whole record follows behind damaged bytes, they are the torn last
    record of a writer that was killed or is still writing, and nothing is wrong. ``runs``: rows
    records that lie one behind the other are kept as one block. ``past_damage``: where the numbers
    of the next events tell how many are missing, these have a block, which cannot be read, and
    what follows them is added, too.
    """
    contents.minor = [found for found in contents.minor if found.offset < contents.end]
    while contents.end < search.size:
        start = contents.end
        try:
            record, raw = search.record(start)
        except Malformed as problem:
            here = Damage(start, str(problem))
            fatal = _step_over(search, contents, here, past_damage=past_damage)
            if fatal is not None or contents.end == start:
                return fatal
            continue
        if record.kind in (INDEX, END):
            return _ending(search, contents, record, start + len(raw))
        try:
            if runs and record.kind == ROWS:
                contents.add_rows(start, len(raw), rows_span(record))
                contents.end += len(raw)
            else:
                note(contents, record, len(raw))
        except Malformed as problem:
            damage = Damage(start, str(problem))
            if record.kind != KEYFRAME:
                return damage
            contents.minor.append(damage)
            contents.end += len(raw)
    return None


def _step_over(
    search: Search, contents: Contents, here: Damage, *, past_damage: bool
) -> Damage | None:
    """Continue behind damaged bytes; return them unless it is proved that they held no event.

    Does not move ``contents.end`` if no more events follow.
    """
    found = _decisive(search, [here], _next_whole(search, here.offset))
    if not _proves(found, contents):
        # It is where the damaged length leads; with that, there may be a nearer one.
        near = _decisive(search, [here], search.following(here.offset + 1))
        if past_damage or found.record is None or _proves(near, contents):
            found = near
    if _proves(found, contents):
        contents.minor += found.damaged
        if found.record is not None and found.record.kind == END:
            return _trailing(search, contents, found.offset + found.size)
        _keep(search, contents, found.kept)
        contents.end = found.offset
        return None
    if found.record is None:
        if found.kept or search.gave_up:
            return here
        if not is_torn(search, here.offset):
            contents.minor.append(here)
        return None
    while past_damage and found.record is not None:
        if _follows(search, found) and _lose(found, contents, here.offset):
            contents.lost.append(here)
            _keep(search, contents, found.kept)
            contents.end = found.offset
            return None
        found = _decisive(search, [here], search.following(found.offset + 1))
    return here


@dataclass(frozen=True, slots=True)
class _Found:
    """The first decisive record behind damaged bytes, if there is one, and where it is.

    ``damaged`` and ``kept``: what lies before it.
    """

    record: Record | None
    offset: int
    size: int
    damaged: list[Damage]
    kept: list[int]


def _decisive(search: Search, damaged: list[Damage], offset: int | None) -> _Found:
    """Go on from a whole record until one is decisive."""
    damaged, kept = [*damaged], list[int]()
    while offset is not None and offset < search.size:
        try:
            record, raw = search.record(offset)
        except Malformed as problem:
            damaged.append(Damage(offset, str(problem)))
            offset = _next_whole(search, offset)
            continue
        if record.kind in DECISIVE:
            return _Found(record, offset, len(raw), damaged, kept)
        kept.append(offset)
        offset += len(raw)
    return _Found(None, search.size, 0, damaged, kept)


def _next_whole(search: Search, offset: int) -> int | None:
    """Return where the next whole record begins: at this one's claimed end, or later."""
    end = offset + claimed_size(search.read(offset, MARK_SIZE))
    if offset < end < search.size:
        try:
            search.record(end)
        except Malformed:
            pass
        else:
            return end
    return search.following(offset + 1)


def _follows(search: Search, found: _Found) -> bool:
    """Whether the record behind one goes on where that ends, as far as both can be read.

    A copy of some other record that lies within damaged bytes is no part of the recording.
    """
    after = _decisive(search, [], found.offset + found.size)
    if found.record is None or after.record is None:
        return True
    end, begin = numbered_end(found.record), numbered(after.record)
    if end is None or begin is None:
        return True
    return end <= begin[0] if after.damaged else end == begin[0]


def _proves(found: _Found, contents: Contents) -> bool:
    """Whether no event is missing before the first decisive record behind damaged bytes."""
    record = found.record
    if record is None:
        return False
    try:
        if record.kind == INDEX:
            return read_totals(record) == (contents.events, contents.frames)
        if record.kind == END:  # only the index is damaged
            alone = not found.kept and len(found.damaged) == 1
            return alone and read_end(record) == found.damaged[0].offset
    except Malformed:
        return False
    begin = numbered(record)
    return begin is not None and begin[0] == contents.events


def _lose(found: _Found, contents: Contents, begin: int) -> bool:
    """Add the events that are missing before a record as blocks of damaged bytes.

    Returns False if there is no telling how many they are, or if so many bytes hold fewer.
    """
    following = None if found.record is None else numbered(found.record)
    if following is None:
        return False
    (event, frame), first = following, contents.since
    missing, size = event - contents.events, min([*found.kept, found.offset]) - begin
    if missing <= 0 or frame < first or too_dense(2 * missing, size):
        return False  # twice, as bytes are not shared out evenly among the blocks
    pieces = min(size, -(-missing // BLOCK_EVENTS))
    for piece in range(pieces):
        start, stop = (begin + size * n // pieces for n in (piece, piece + 1))
        events = missing * (piece + 1) // pieces - missing * piece // pieces
        span = Span(contents.events, events, first, frame, frame - 1, events)
        contents.add_block(start, stop - start, span)
    return True


def _keep(search: Search, contents: Contents, kept: list[int]) -> None:
    for contents.end in kept:
        record, raw = search.record(contents.end)
        try:
            note(contents, record, len(raw))
        except Malformed as problem:  # a keyframe that makes no sense
            contents.minor.append(Damage(contents.end, str(problem)))


def _ending(search: Search, contents: Contents, record: Record, after: int) -> Damage | None:
    """Compare an index or an end with the records found before it; only an end may follow."""
    offset, minor = contents.end, contents.minor
    if record.kind == END:
        if _leads_to(record, offset):
            minor.append(Damage(offset, "the index is missing"))
        else:
            return Damage(offset, "the end of the file leads to an index that is elsewhere")
        return _trailing(search, contents, after)
    try:
        missing = missing_before(record, contents)
        if missing is not None:
            return Damage(offset, missing)
        decode_index(record, offset, search.read)
        if read_totals(record) != (contents.events, contents.frames):
            raise Malformed("the index is not that of the records before it")
    except Malformed as problem:
        minor.append(Damage(offset, str(problem)))
    try:
        end, raw = search.record(after)
    except Malformed as problem:
        return _trailing(search, contents, after, f"the end of the file is damaged: {problem}")
    if end.kind != END:
        return Damage(after, "records stand behind the index")
    if not _leads_to(end, offset):
        minor.append(Damage(after, "the end of the file leads to another place than its index"))
    return _trailing(search, contents, after + len(raw))


def _trailing(
    search: Search, contents: Contents, offset: int, problem: str = "the file should end here"
) -> Damage | None:
    """Report bytes behind the end of the file, unless a killed writer left them."""
    if offset == search.size:
        return None
    damage = Damage(offset, problem)
    if search.following(offset) is not None or search.gave_up:
        return damage
    if not is_torn(search, offset):
        contents.minor.append(damage)
    return None


def _leads_to(end: Record, offset: int) -> bool:
    try:
        return read_end(end) == offset
    except Malformed:
        return False
