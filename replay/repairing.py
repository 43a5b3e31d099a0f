"""Repair: everything undamaged in a file, in a new file; what is lost, said where it is missing.

Opens the files, saves the header, and tells what was done; see rescue for what is kept.
"""

from __future__ import annotations

from pathlib import Path

from replay.birth import create
from replay.errors import Corrupt, NotARecording, UnsupportedFormat
from replay.file.header import decode_copy
from replay.file.opening import Foreign, TooNew, read_header
from replay.file.records import COPY
from replay.file.searching import Search
from replay.packing import Malformed
from replay.rescue import Report, Rescue
from replay.source import Source


def repair(source: Path, target: Path, *, replace: bool = False) -> Report:
    """Write what can be saved of ``source`` into a new file ``target``.

    Raises FileExistsError if there is one and it is not to be replaced, ValueError if it is
    ``source`` itself, NotARecording if there is nothing of a recording in ``source``, and
    Corrupt if its header cannot be saved.
    """
    if target.exists() and target.samefile(source):
        raise ValueError(f"{target} is the damaged file itself: a repair writes a new one")
    data = Source(source)
    try:
        search = Search(data.read, data.size)
        header, begin = _header(search, source)
        try:
            rescue = Rescue(header, begin, search)
        except ValueError as cause:
            raise Corrupt(source, f"the header is damaged: {cause}", offset=0) from cause
        create(target, rescue.records(), replace=replace).close()
    finally:
        data.close()
    return rescue.report


def _header(search: Search, path: Path) -> tuple[bytes, int]:
    """Return the header's record and where the records behind it begin."""
    try:
        _, begin = read_header(search.read)
        return search.read(0, begin), begin
    except TooNew as cause:
        advice = "a newer version of this program repairs it"
        raise UnsupportedFormat(path, str(cause), advice=advice) from cause
    except (Foreign, Malformed):
        pass
    offset = first = search.following(0)
    while offset is not None:
        record, raw = search.record(offset)
        if record.kind == COPY:
            try:
                return decode_copy(record), 0
            except Malformed:
                pass
        offset = search.following(offset + len(raw))
    if first is None:
        raise NotARecording(path, "there is nothing of a recording in it")
    raise Corrupt(path, "its header is damaged, and there is no copy of it", offset=0)
