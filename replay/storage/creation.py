"""How a recording's file comes into being: under its name at once whole, and owned by one writer.

Opens files for writing; knows nothing of what is written. A killed writer leaves at most one
hidden file a recording behind, and the next one takes that away.
"""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Iterable
from contextlib import suppress
from errno import (
    EACCES,
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
from pathlib import Path
from typing import BinaryIO, Literal

from replay.console.file_names import derived
from replay.errors import RecordingWarning
from replay.storage.locking import LocksUnsupported, lock, same_file
from replay.storage.output_file import name_file

Existing = Literal["refuse", "continue", "replace"]

OPEN_FILES_CAN_BE_RENAMED = os.name != "nt"
LONG_NAME = 200
"""Bytes of a name to which nothing can be added: file systems end at 255."""
_OPEN = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_NEW = _OPEN | os.O_CREAT | os.O_EXCL
_NO_LINKS = (EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS, EMLINK)
_AS_IT_IS = _OPEN | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""Neither follows a symbolic link nor waits for the other end of a pipe."""


def create(path: Path, content: Iterable[bytes], *, replace: bool) -> BinaryIO:
    """Create a file that holds ``content`` from its first moment on, and return it locked.

    Written under a name of its own, then given the right one: nobody ever sees it half. Raises
    FileExistsError if there is one already and it is not to be replaced, BlockingIOError if
    somebody is writing to that one, or creating it this moment, and another OSError for what is
    no ordinary file (a folder, a device, a pipe) or lies in no folder.
    """
    _refuse_other_places(path, replace)
    if not OPEN_FILES_CAN_BE_RENAMED:
        return _create_in_place(path, content, replace)
    path = path.resolve() if replace else path  # what a link leads to is replaced, not the link
    name = hidden(path, "new")
    descriptor = _claim(name, path)
    try:
        try:
            _fill(descriptor, content)
        except OSError as trouble:
            name_file(trouble, path)
            raise
        if replace:
            _replace(name, path)
        else:
            _take_name(name, path)
    except BaseException:
        name.unlink(missing_ok=True)
        os.close(descriptor)
        raise
    _tidy(path, descriptor)
    return os.fdopen(descriptor, "r+b", buffering=0)


def _refuse_other_places(path: Path, replace: bool) -> None:
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
    file = _locked(path)
    _tidy(path.resolve(), file.fileno())
    return file


def _locked(path: Path) -> BinaryIO:
    while True:
        file = path.open("r+b", buffering=0)
        try:
            if not _lock_if_possible(file.fileno(), path):
                raise BlockingIOError(f"{path} is being written by another program")
            if same_file(file.fileno(), path):
                return file
        except BaseException:
            file.close()
            raise
        file.close()  # it was replaced between opening and locking: look again


def hidden(path: Path, purpose: str) -> Path:
    """Return the name beside ``path`` under which a file is written that will take its place."""
    name = path.name
    if len(os.fsencode(name)) > LONG_NAME:
        name = blake2b(os.fsencode(name), digest_size=16).hexdigest()
    return path.with_name(f".{name}.{purpose}")


def _claim(name: Path, path: Path) -> int:
    """Create the hidden file and lock it; one that a killed writer left is taken away before."""
    while True:
        try:
            descriptor = os.open(name, _NEW, 0o666)
        except FileExistsError:
            _clear(name, path)
            continue
        except OSError as trouble:
            trouble.filename = str(path)  # nobody asked for the hidden one
            raise
        try:
            if _lock_if_possible(descriptor, path) and same_file(descriptor, name):
                return descriptor
        except BaseException:
            name.unlink(missing_ok=True)
            os.close(descriptor)
            raise
        os.close(descriptor)  # somebody took it for one that was left, and will take the name too


def _lock_if_possible(descriptor: int, path: Path) -> bool:
    """Take the lock; where the file system has none, say so and go on without."""
    try:
        return lock(descriptor)
    except LocksUnsupported as problem:
        warnings.warn(
            f"{path}: {problem.strerror}: nothing keeps two programs from writing this recording",
            RecordingWarning,
            stacklevel=5,
        )
        return True


def _clear(name: Path, path: Path) -> None:
    """Take away a hidden file that nobody writes any more."""
    try:
        descriptor = os.open(name, _AS_IT_IS)
    except FileNotFoundError:
        return
    except OSError as problem:
        if problem.errno in (ELOOP, ENXIO, EISDIR):
            raise _in_the_way(name) from problem
        if problem.errno in (EACCES, EPERM):
            message = f"another user's {name} is in the way, left or being written; remove it"
            raise PermissionError(problem.errno, message, str(path)) from problem
        raise
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise _in_the_way(name)
        try:
            unused = lock(descriptor)
        except LocksUnsupported as problem:
            message = f"{name} was left by a killed program, or is being written; remove it"
            raise OSError(EBUSY, message, str(path)) from problem
        if not unused:
            raise BlockingIOError(f"{path} is being created by another program")
        if same_file(descriptor, name):
            name.unlink()
    finally:
        os.close(descriptor)


def _in_the_way(name: Path) -> OSError:
    message = "is in the way: a link, a pipe or a folder where a recording is to be written"
    return OSError(EBUSY, f"{message}; remove it", str(name))


def _tidy(path: Path, descriptor: int) -> None:
    """Take away what killed writers of a recording left beside it, now that its lock is held."""
    for purpose in ("new", "closing", "repairing"):
        name = hidden(path, purpose)
        with suppress(OSError):  # somebody creates one this moment, or may alone remove it
            if same_file(descriptor, name):  # killed when it had both names
                name.unlink()
            else:
                _clear(name, path)


def _create_in_place(path: Path, content: Iterable[bytes], replace: bool) -> BinaryIO:
    """Create it under its name: where open files keep theirs, there is no better way."""
    try:
        file: BinaryIO = os.fdopen(os.open(path, _NEW, 0o666), "r+b", buffering=0)
        _lock_if_possible(file.fileno(), path)
    except FileExistsError:
        if not replace:
            raise FileExistsError(f"there is a file {path} already") from None
        file = reopen(path)
    try:
        file.truncate(0)
        _fill(file.fileno(), content)
    except BaseException:
        file.close()
        raise
    return file


def _fill(descriptor: int, content: Iterable[bytes]) -> None:
    for part in content:
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(descriptor, rest) :]


def _replace(name: Path, path: Path) -> None:
    while path.exists():
        try:
            with _locked(path):  # holds off other writers until the new file has the name
                name.replace(path)
                return
        except FileNotFoundError:
            if not name.exists():
                raise
    _take_name(name, path)


def take_free_name(name: Path, path: Path) -> Path:
    """Give the file its name, or if there is one of that name, a free one beside it; return it.

    What is called "match.replay" is then called "match (2).replay". Calling it again after it was
    interrupted gives the name that the file has by then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
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
    """Give the file its name unless there is one of that name; at no moment is there a choice."""
    try:
        os.link(name, path)
    except FileExistsError:
        raise FileExistsError(f"there is a file {path} already") from None
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


def _claim_name(path: Path) -> None:
    """Where there are no hard links, take a name by an empty file, which is replaced at once."""
    try:
        os.close(os.open(path, _NEW, 0o666))
    except FileExistsError:
        raise FileExistsError(f"there is a file {path} already") from None
