"""Recordings in folders: finds them by their names, and tells those of one name apart.

Reads folders only; opens a file only to tell which of the newest began last.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from replay.errors import RecordingError
from replay.file.scan import Foreign, TooNew, read_header
from replay.storage.input_file import Source
from replay.values.msgpack_codec import Malformed

SUFFIX = ".replay"
NEWEST = 64
"""How many of the files that changed last are opened to see which began last."""


class Found(NamedTuple):
    """A file with a recording's suffix: its path as text, which is quick to look up, its name.

    ``changed`` is when it last changed (seconds since 1970), ``size`` its bytes.
    """

    file: str
    name: str
    changed: float
    size: int = 0

    @property
    def path(self) -> Path:
        """The file's path."""
        return Path(self.file)

    @property
    def title(self) -> str:
        """Its name without the suffix."""
        return self.name[: -len(SUFFIX)]


def recordings_in(folders: Iterable[Path]) -> list[Found]:
    """Return the recordings directly in the folders (no subfolders), each once, opening none.

    Those that changed last come first. Folders and files that cannot be read are left out.
    """
    found: dict[str, Found] = {}
    for folder in folders:
        for one, real in _entries(folder):
            found.setdefault(real, one)
    return sorted(found.values(), key=lambda one: (-one.changed, one.name))


def _entries(folder: Path) -> Iterator[tuple[Found, str]]:
    """Yield a folder's recordings, each with its real path."""
    try:
        real, entries = os.path.realpath(folder), list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        name = entry.name
        try:
            if name.lower().endswith(SUFFIX) and entry.is_file():
                seen = entry.stat()
                where = os.path.realpath(entry.path) if entry.is_symlink() else f"{real}/{name}"
                yield Found(entry.path, name, seen.st_mtime, seen.st_size), where
        except OSError:
            continue


def newest_first(found: Sequence[Found]) -> list[Path]:
    """Return the files of ``recordings_in``, those first that began last, however often copied.

    Only those that changed last are opened for it; the others follow as they come.
    """
    begun = {one: begun_at(one.path) or one.changed for one in found[:NEWEST]}
    first = sorted(begun, key=lambda one: -begun[one])
    return [one.path for one in (*first, *found[NEWEST:])]


def begun_at(path: Path) -> float | None:
    """Return when a recording began, in seconds since 1970; None if its header cannot be read."""
    try:
        source = Source(path)
    except (OSError, RecordingError):
        return None
    try:
        return read_header(source.read)[0].started_ms / 1000
    except (OSError, Foreign, TooNew, Malformed):
        return None
    finally:
        source.close()


def folders_told(found: Sequence[Found]) -> dict[Found, str]:
    """Return, for recordings with the same file name, the part of their folders that differs."""
    named = defaultdict(list)
    for one in found:
        named[one.name].append(one)
    return {
        one: folder
        for same in named.values()
        if len(same) > 1
        for one, folder in zip(same, _told_apart([one.path for one in same]), strict=True)
    }


def _told_apart(paths: Sequence[Path]) -> list[str]:
    """Return the folders of paths, each with just enough parent folders to tell them apart."""
    parts = [path.absolute().parent.parts for path in paths]
    for kept in range(1, max(map(len, parts))):
        told = [str(Path(*folder[-kept:])) for folder in parts]
        if len(set(told)) == len(told):
            return told
    return [str(Path(*folder)) for folder in parts]
