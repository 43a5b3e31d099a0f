"""Giving a finished file its name, without ever replacing another: a free one if need be."""

from __future__ import annotations

import os
from errno import EEXIST, EMLINK, ENOENT, ENOSYS, ENOTSUP, EOPNOTSUPP, EPERM
from pathlib import Path

from replay.console.file_names import derived
from replay.storage.disk_errors import is_of_disk

_NO_LINKS = (EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK)
_NEW = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | os.O_CREAT | os.O_EXCL


def nearest_place(path: Path) -> Path:
    """Return where a file of this name can be: its folder, or the nearest usable one above it."""
    trouble: OSError | None = None
    for folder in path.parents:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as raised:
            if not is_of_disk(raised):
                raise
            trouble = trouble or raised
        else:
            return folder / path.name
    raise trouble or FileNotFoundError(ENOENT, "there is no such folder", str(path))


def take_free_name(name: Path, path: Path) -> Path:
    """Rename the file to ``path``, or if that is taken to a free name beside it; return the name.

    If "match.replay" is taken, the name is "match (2).replay". Calling it again after it was
    interrupted gives the name that the file has by then.
    """
    number, free = 1, path
    while True:
        try:
            take_name(name, free)
        except FileExistsError:
            number += 1
            free = derived(path, f" ({number})")
        else:
            return free


def take_name(name: Path, path: Path) -> None:
    """Rename the file to ``path``, never replacing another file, not even one just created."""
    try:
        os.link(name, path)
    except FileExistsError:
        raise taken(path) from None
    except OSError as problem:
        if problem.errno not in _NO_LINKS:
            raise
        _claim_name(path)
        try:
            name.replace(path)
        except BaseException:
            path.unlink()
            raise
        return
    name.unlink()


def taken(path: Path) -> FileExistsError:
    """Return the error that there is a file of this name already."""
    return FileExistsError(EEXIST, "there is a file of this name already", str(path))


def _claim_name(path: Path) -> None:
    """Where there are no hard links, reserve a name by an empty file, to be replaced at once."""
    try:
        os.close(os.open(path, _NEW, 0o666))
    except FileExistsError:
        raise taken(path) from None
