"""Creating a recording's file: whole from the moment it has its name, and locked by one writer.

Opens files for writing; knows nothing of what is written. A killed writer leaves at most one
hidden file per recording, which the next writer deletes.
"""

from __future__ import annotations

import glob
import os
import stat
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from errno import (
    EACCES,
    EAGAIN,
    EBUSY,
    EEXIST,
    EINVAL,
    EISDIR,
    ELOOP,
    EMLINK,
    ENOENT,
    ENOSYS,
    ENOTSUP,
    ENXIO,
    EOPNOTSUPP,
    EPERM,
)
from hashlib import blake2b
from io import FileIO
from pathlib import Path
from typing import BinaryIO, Literal

from replay.console.file_names import derived
from replay.errors import RecordingWarning
from replay.storage.disk_errors import if_the_disk_can, is_of_disk, name_file
from replay.storage.locking import LocksUnsupported, lock, same_file
from replay.storage.output_file import write_all

Existing = Literal["refuse", "continue", "replace"]

OPEN_FILES_CAN_BE_RENAMED = os.name != "nt"
LONG_NAME = 200
"""Bytes; longer names leave no room for an addition, as file systems allow 255."""
_OPEN = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_NEW = _OPEN | os.O_CREAT | os.O_EXCL
_NO_LINKS = (EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK)
_AS_IT_IS = _OPEN | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""Neither follows a symbolic link nor waits for the other end of a pipe."""


def create(path: Path, content: Iterable[bytes], *, replace: bool) -> BinaryIO:
    """Create a file that holds ``content`` from its first moment on, and return it locked.

    It is written under a hidden name, then renamed, so that it is never seen half written. Raises
    FileExistsError if there is one already and it is not to be replaced, BlockingIOError if
    another program is writing or creating it, and another OSError if the path is no ordinary file
    (a folder, a device, a pipe) or its folder does not exist.
    """
    check_target(path, replace=replace)
    if not OPEN_FILES_CAN_BE_RENAMED:
        return _create_in_place(path, content, replace)
    path = path.resolve() if replace else path  # what a link leads to is replaced, not the link
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
            _take_name(name, path)
    except BaseException:
        discard(name, file)
        raise
    return _tidied(path, file)


def check_target(path: Path, *, replace: bool) -> None:
    """Raise OSError where no file can be created: no such folder, or something else is there."""
    if not path.parent.is_dir():
        raise FileNotFoundError(ENOENT, "there is no such folder", str(path))
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink() and not replace:
            message = "it is a link that leads to no file; remove it, or name the file"
            raise FileExistsError(EEXIST, message, str(path)) from None
        return
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(EISDIR, "it is a folder; name a file in it", str(path))
    if not stat.S_ISREG(mode):
        raise OSError(EINVAL, "it is no ordinary file, and stays what it is", str(path))


def reopen(path: Path) -> BinaryIO:
    """Open an existing file for writing and return it locked.

    Raises BlockingIOError if somebody else is writing to it.
    """
    return _tidied(path.resolve(), _locked(path))


def _locked(path: Path) -> BinaryIO:
    while True:
        file = path.open("r+b", buffering=0)
        try:
            if not _lock_if_possible(file, path):
                raise BlockingIOError(
                    EAGAIN, "another recorder or program is writing it", str(path)
                )
            if same_file(file.fileno(), path):
                return file
        except BaseException:
            file.close()
            raise
        file.close()  # it was replaced between opening and locking: look again


def hidden(path: Path, purpose: str) -> Path:
    """Return the hidden name beside ``path`` of a file that will replace it."""
    name = path.name
    if len(os.fsencode(name)) > LONG_NAME:
        name = blake2b(os.fsencode(name), digest_size=16).hexdigest()
    return path.with_name(f".{name}.{purpose}")


def hidden_ones(path: Path, purpose: str) -> Iterator[Path]:
    """Yield the existing hidden files for a purpose, including those with a suffix."""
    name = hidden(path, purpose)
    return name.parent.glob(glob.escape(name.name) + "*")


def claim(name: Path, path: Path, *, told: bool = False) -> BinaryIO:
    """Create the hidden file and lock it; one that a killed writer left is deleted before.

    ``told``: the warning that the file system has no locks was given already. Raises
    BlockingIOError if another program writes it, and another OSError if something is in the way.
    """
    file = None
    while True:
        try:
            file = name.open("x+b", buffering=0)
            if _lock_if_possible(file, path, told) and same_file(file.fileno(), name):
                return file
        except BaseException as raised:
            if file is not None:
                discard(name, file)
                raise
            if not isinstance(raised, FileExistsError):
                if isinstance(raised, OSError) and is_of_disk(raised):
                    raised.filename = str(path)  # callers do not know the hidden one
                raise
            _clear(name, path)
        else:
            file.close()  # another program took it for a leftover and is replacing it
        file = None


def discard(name: Path, file: BinaryIO) -> None:
    """Delete a hidden file: while its lock is held, where an open file can be deleted."""
    if OPEN_FILES_CAN_BE_RENAMED:
        name.unlink(missing_ok=True)
        file.close()
    else:
        file.close()
        name.unlink(missing_ok=True)


def _lock_if_possible(file: BinaryIO, path: Path, told: bool = False) -> bool:
    """Take the lock; if the file system has none, warn and go on without."""
    try:
        return lock(file.fileno())
    except LocksUnsupported as problem:
        if not told:
            warnings.warn(
                f"{path}: {problem.strerror}: nothing keeps two programs from writing this "
                "recording",
                RecordingWarning,
                stacklevel=5,
            )
        return True


def _clear(name: Path, path: Path) -> None:
    """Delete a hidden file that no program is writing any more."""
    try:
        file = FileIO(name, "r+", opener=_as_it_is)
    except FileNotFoundError:
        return
    except OSError as problem:
        if problem.errno in (ELOOP, ENXIO, EISDIR):
            raise _in_the_way(name) from problem
        if problem.errno in (EACCES, EPERM):
            message = f"another user's {name} is in the way, left or being written; remove it"
            raise PermissionError(problem.errno, message, str(path)) from problem
        raise
    with file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise _in_the_way(name)
        try:
            unused = lock(file.fileno())
        except LocksUnsupported as problem:
            message = f"{name} was left by a killed program, or is being written; remove it"
            raise OSError(EBUSY, message, str(path)) from problem
        if not unused:
            raise BlockingIOError(EAGAIN, "another program is creating it", str(path))
        if same_file(file.fileno(), name):
            discard(name, file)


def _as_it_is(name: str, _: int) -> int:
    return os.open(name, _AS_IT_IS)


def _in_the_way(name: Path) -> OSError:
    message = "is in the way: a link, a pipe or a folder where a recording is to be written"
    return OSError(EBUSY, f"{message}; remove it", str(name))


def _tidied(path: Path, file: BinaryIO) -> BinaryIO:
    """Delete what killed writers of a recording left beside it, now that its lock is held."""
    try:
        for name in (
            hidden(path, "new"),
            hidden(path, "repairing"),
            *hidden_ones(path, "closing"),
        ):
            # Keep one that another program is writing, or that only another user may delete.
            with suppress(BlockingIOError), if_the_disk_can():
                if same_file(file.fileno(), name):  # killed when it had both names
                    name.unlink()
                else:
                    _clear(name, path)
    except BaseException:
        file.close()
        raise
    return file


def _create_in_place(path: Path, content: Iterable[bytes], replace: bool) -> BinaryIO:
    """Create it under its final name, where open files cannot be renamed."""
    try:
        file: BinaryIO = path.open("x+b", buffering=0)
        _lock_if_possible(file, path)
    except FileExistsError:
        if not replace:
            raise _taken(path) from None
        file = reopen(path)
    try:
        file.truncate(0)
        _fill(file, content)
    except BaseException:
        file.close()
        raise
    return file


def _fill(file: BinaryIO, content: Iterable[bytes]) -> None:
    for part in content:
        write_all(file, part)


def _replace(name: Path, path: Path, file: BinaryIO) -> None:
    while path.exists():
        try:
            with _locked(path) as replaced:  # holds off others until the new file has the name
                keep_access(file, replaced)
                name.replace(path)
                return
        except FileNotFoundError:
            if not name.exists():
                raise
    _take_name(name, path)


def keep_access(file: BinaryIO, replaced: BinaryIO) -> None:
    """Copy owner, group and permissions of the replaced file, as far as this user may."""
    before = os.fstat(replaced.fileno())
    with if_the_disk_can():
        os.fchown(file.fileno(), before.st_uid, before.st_gid)
    os.fchmod(file.fileno(), before.st_mode & 0o777)


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
            _take_name(name, free)
        except FileExistsError:
            number += 1
            free = derived(path, f" ({number})")
        else:
            return free


def _take_name(name: Path, path: Path) -> None:
    """Rename the file to ``path``, never replacing another file, not even one just created."""
    try:
        os.link(name, path)
    except FileExistsError:
        raise _taken(path) from None
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


def _taken(path: Path) -> FileExistsError:
    return FileExistsError(EEXIST, "there is a file of this name already", str(path))


def _claim_name(path: Path) -> None:
    """Where there are no hard links, reserve a name by an empty file, to be replaced at once."""
    try:
        os.close(os.open(path, _NEW, 0o666))
    except FileExistsError:
        raise _taken(path) from None
