"""Repair: everything undamaged in a file, in a new file; what is lost, said where it is missing.

Opens the files, saves the header, and tells what was done; see rescue for what is kept.
"""

from __future__ import annotations

from pathlib import Path

from replay.birth import create
from replay.errors import Corrupt, NotARecording, UnsupportedFormat
from replay.file.opening import TooNew, copied_header, read_header
from replay.file.searching import Search
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
        rescue = Rescue(header, begin, search)
        create(target, rescue.records(), replace=replace).close()
    finally:
        data.close()
    return rescue.report


def _header(search: Search, path: Path) -> tuple[bytes, int]:
    """Return the header's record and where the records behind it begin."""
    try:
        header, begin = read_header(search.read)
        header.schema()
    except TooNew as cause:
        advice = "a newer version of this program repairs it"
        raise UnsupportedFormat(path, str(cause), advice=advice) from cause
    except ValueError:  # it is foreign, malformed, or describes no events that there can be
        copy = copied_header(search)
    else:
        return search.read(0, begin), begin
    if copy is not None:
        return copy, 0
    if search.following(0) is None:
        raise NotARecording(path, "there is nothing of a recording in it")
    raise Corrupt(path, "its header is damaged, and there is no copy of it", offset=0)
