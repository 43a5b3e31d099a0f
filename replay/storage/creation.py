"""Creating a recording's file: whole from the moment it has its name, and locked by one writer.

Opens files for writing; knows nothing of what is written. A killed writer leaves at most one
hidden file per recording, which the next writer deletes.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from errno import EAGAIN, EEXIST, EINVAL, EISDIR, ENOENT
from pathlib import Path
from typing import Literal

from replay.storage import hidden_files
from replay.storage.disk_errors import if_the_disk_can, name_file, raised_elsewhere
from replay.storage.free_names import reserve, take_name
from replay.storage.hidden_files import abandon, claim, hidden, lock_if_possible, tidy
from replay.storage.locking import is_another, same_file
from replay.storage.output_file import write_all
from replay.storage.ownership import OwnedFile

Existing = Literal["refuse", "continue", "replace"]


def create(path: Path, content: Iterable[bytes], *, replace: bool) -> OwnedFile:
    """Create a file that holds ``content`` from its first moment on, and return it locked.

    It is written under a hidden name, then renamed, so that it is never seen half written. What
    interrupts it leaves nothing, or the file that was to be replaced, or in its place a whole one
    with this content (an empty one where open files keep their names). Raises
    FileExistsError if there is one already and it is not to be replaced, BlockingIOError if
    another program is writing or creating it, and another OSError if the path is no ordinary file
    (a folder, a device, a pipe) or its folder does not exist.
    """
    check_target(path, replace=replace)
    if not hidden_files.OPEN_FILES_CAN_BE_RENAMED:
        return _create_in_place(path, content, replace)
    path = path.resolve() if replace else path  # what a link leads to is replaced, not the link
    is_new = not replace or not path.exists()
    name = hidden(path, "new")
    file = claim(name, path)
    try:
        try:
            _fill(file, content)
        except OSError as trouble:
            name_file(trouble, path)
            raise
        if replace:
            _replace(name, path, file)
        else:
            take_name(name, path)
    except BaseException:
        with if_the_disk_can():
            if is_new and file.is_ours and not file.closed and same_file(file.fileno(), path):
                path.unlink()  # it has both names
        abandon(name, file)
        raise
    try:
        tidy(path, file)
    except BaseException:
        abandon(path if is_new else None, file)
        raise
    return file


def close_surely(file: OwnedFile) -> None:
    """Close a file, whatever is raised meanwhile."""
    try:
        file.close()
    except BaseException:
        file.close()
        raise


def check_target(path: Path, *, replace: bool) -> None:
    """Raise OSError where no file can be created: no such folder, or something else is there."""
    if not path.parent.is_dir():
        raise FileNotFoundError(ENOENT, f"there is no folder {path.parent}", str(path))
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as problem:
        if raised_elsewhere(problem):
            raise
        if path.is_symlink() and not replace:
            message = "it is a link that leads to no file; remove it, or name the file"
            raise FileExistsError(EEXIST, message, str(path)) from None
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(EISDIR, "it is a folder; name a file in it", str(path))
    if not stat.S_ISREG(mode):
        raise OSError(EINVAL, "it is no ordinary file, and stays what it is", str(path))


def reopen(path: Path) -> OwnedFile:
    """Open an existing file for writing and return it locked.

    Raises BlockingIOError if somebody else is writing to it.
    """
    while True:
        file = OwnedFile(path, "r+")
        try:
            if not lock_if_possible(file, path, stacklevel=5):
                raise BlockingIOError(
                    EAGAIN, "another recorder or program is writing it", str(path)
                )
            if not is_another(file.fileno(), path):
                return file
        except BaseException:
            file.close()
            raise
        file.close()  # it was replaced between opening and locking: look again


def _create_in_place(path: Path, content: Iterable[bytes], replace: bool) -> OwnedFile:
    """Create it under its final name, where open files cannot be renamed."""
    try:
        file, is_old = reserve(path), False
    except FileExistsError as problem:
        if not replace or raised_elsewhere(problem):
            raise
        file, is_old = reopen(path), True
    try:
        if is_old:
            with if_the_disk_can():
                tidy(path.resolve(), file)
        file.truncate(0)
        _fill(file, content)
    except BaseException:
        abandon(None if is_old else path, file)
        raise
    return file


def _fill(file: OwnedFile, content: Iterable[bytes]) -> None:
    for part in content:
        write_all(file, part)


def _replace(name: Path, path: Path, file: OwnedFile) -> None:
    while path.exists():
        try:
            with reopen(path) as replaced:  # holds off others until the new file has the name
                keep_access(file, replaced)
                name.replace(path)
                return
        except FileNotFoundError as raised:
            if raised_elsewhere(raised) or not name.exists():
                raise
    take_name(name, path)


def keep_access(file: OwnedFile, replaced: OwnedFile) -> None:
    """Copy owner, group and permissions of the replaced file, as far as this user may."""
    before = os.fstat(replaced.fileno())
    with if_the_disk_can():
        os.fchown(file.fileno(), before.st_uid, before.st_gid)
    os.fchmod(file.fileno(), before.st_mode & 0o777)
