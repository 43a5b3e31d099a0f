"""Hopping: listing a file's records without its index, by going from one to the next.

Damaged bytes are stepped over only where what follows proves that no event was in them: records
number their events, and the index says how many there are. Pure but for ``read``.
"""

from __future__ import annotations

from replay.file.blocks import Span
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
from replay.file.scan import is_torn, note, numbered
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
    damaged, kept = [here], list[int]()
    offset = _next_whole(search, here.offset)
    while offset is not None and offset < search.size:
        try:
            record, raw = search.record(offset)
        except Malformed as problem:
            damaged.append(Damage(offset, str(problem)))
            offset = _next_whole(search, offset)
            continue
        if record.kind in DECISIVE:
            break
        kept.append(offset)
        offset += len(raw)
    else:
        if kept:
            return here
        if not is_torn(search, here.offset):
            contents.minor.append(here)
        return None
    if _proves(record, contents, damaged, kept):
        contents.minor += damaged
    elif not past_damage or not _lose(record, contents, here.offset, min([*kept, offset])):
        return here
    if record.kind == END:
        return _trailing(search, contents, offset + len(raw))
    _keep(search, contents, kept)
    contents.end = offset
    return None


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


def _proves(record: Record, contents: Contents, damaged: list[Damage], kept: list[int]) -> bool:
    """Whether no event is missing before a record, the first decisive one behind damaged bytes."""
    try:
        if record.kind == INDEX:
            return read_totals(record) == (contents.events, contents.frames)
        if record.kind == END:  # only the index is damaged
            return not kept and len(damaged) == 1 and read_end(record) == damaged[0].offset
    except Malformed:
        return False
    begin = numbered(record)
    return begin is not None and begin[0] == contents.events


def _lose(record: Record, contents: Contents, begin: int, end: int) -> bool:
    """Add the events that are missing before a record as a block: damaged bytes.

    Returns False if there is no telling how many they are, or if so many bytes hold fewer.
    """
    following = numbered(record)
    if following is None:
        return False
    (event, frame), first = following, contents.since
    missing = event - contents.events
    if missing <= 0 or frame < first:
        return False
    try:
        contents.add_block(
            begin, end - begin, Span(contents.events, missing, first, frame, frame - 1, 0)
        )
    except Malformed:
        return False
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
    if search.following(offset) is not None:
        return damage
    if not is_torn(search, offset):
        contents.minor.append(damage)
    return None


def _leads_to(end: Record, offset: int) -> bool:
    try:
        return read_end(end) == offset
    except Malformed:
        return False
