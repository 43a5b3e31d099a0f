"""Giving a finished file its name, without ever replacing another: a free one if need be."""

from __future__ import annotations

import os
from collections.abc import Callable
from errno import (
    EACCES,
    EEXIST,
    ELOOP,
    EMLINK,
    ENOENT,
    ENOSYS,
    ENOTDIR,
    ENOTSUP,
    EOPNOTSUPP,
    EPERM,
    EROFS,
)
from pathlib import Path
from typing import TypeVar

from replay.console.file_names import derived
from replay.storage.disk_errors import if_the_disk_can, is_of_disk, raised_elsewhere
from replay.storage.hidden_files import abandon, lock_if_possible
from replay.storage.locking import same_file
from replay.storage.ownership import OwnedFile

File = TypeVar("File")
_NO_LINKS = (EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK)
REFUSED = (EACCES, EPERM, EROFS, ENOENT, ENOTDIR, ELOOP)
"""What the operating system answers where a folder takes no file."""


def nearest_place(path: Path, open_at: Callable[[Path], File]) -> tuple[Path, File]:
    """Return where a file of this name can be, and what ``open_at`` opened there.

    That is its folder, made anew if need be, or the nearest one above it that takes a file.
    Raises the first OSError if there is none.
    """
    trouble: OSError | None = None
    for folder in path.parents:
        place = folder / path.name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return place, open_at(place)
        except OSError as raised:
            if not is_of_disk(raised) or raised.errno not in (*REFUSED, EEXIST):
                raise
            trouble = trouble or raised
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
        except FileExistsError as raised:
            if raised_elsewhere(raised):
                raise
            number += 1
            free = derived(path, f" ({number})")
        else:
            return free


def take_name(name: Path, path: Path) -> None:
    """Rename the file to ``path``, never replacing another file, not even one just created."""
    try:
        os.link(name, path)
    except OSError as problem:
        if not is_of_disk(problem):
            raise
        if isinstance(problem, FileExistsError):
            raise taken(path) from None
        if problem.errno not in _NO_LINKS:
            raise
        _take_without_links(name, path)
    else:
        name.unlink()


def taken(path: Path) -> FileExistsError:
    """Return the error that there is a file of this name already."""
    return FileExistsError(
        EEXIST, 'there is a file of this name already (existing="replace" replaces it)', str(path)
    )


def _take_without_links(name: Path, path: Path) -> None:
    """Rename the file where there are no hard links: replace an empty one that has the name."""
    if os.name == "nt":  # where renaming never replaces
        name.rename(path)
        return
    reserved = reserve(path, told=True)
    try:
        if not same_file(reserved.fileno(), path):
            raise taken(path)
        name.replace(path)
    finally:
        abandon(path, reserved)  # it is deleted only if it was not replaced


def reserve(path: Path, *, told: bool = False) -> OwnedFile:
    """Create an empty file of this name, and lock it: no other program takes the name then.

    ``told``: the warning that the file system has no locks was given already. Raises
    FileExistsError if there is one, also if another program takes it before it is locked.
    """
    if os.path.lexists(path):
        raise taken(path)
    file = None
    try:
        file = OwnedFile(path, "x+")
        if lock_if_possible(file, path, told, stacklevel=7) and same_file(file.fileno(), path):
            return file
        raise taken(path)
    except BaseException as raised:
        if file is None and isinstance(raised, FileExistsError) and is_of_disk(raised):
            raise taken(path) from None
        _give_up(path, file)
        raise


def _give_up(path: Path, file: OwnedFile | None) -> None:
    """Delete the empty file, unless another program has taken it; it may have been just created."""
    with if_the_disk_can():
        file = file or OwnedFile(path, "r+")
        is_ours = False
        try:
            is_ours = (
                lock_if_possible(file, path, told=True) and not os.fstat(file.fileno()).st_size
            )
        finally:
            abandon(path if is_ours else None, file)
