"""Hidden files: where a recording is written until it gets its name, and what killed writers left.

A hidden file is locked by its writer; one that is not locked was left, and may be deleted.
"""

from __future__ import annotations

import glob
import os
import re
import stat
import warnings
from collections.abc import Iterator
from errno import EACCES, EAGAIN, EBUSY, EISDIR, ELOOP, ENOENT, ENXIO, EOPNOTSUPP, EPERM
from hashlib import blake2b
from pathlib import Path

from replay.errors import RecordingWarning
from replay.storage.disk_errors import if_the_disk_can, is_of_disk
from replay.storage.locking import LocksUnsupported, is_another, lock, same_file
from replay.storage.ownership import OwnedFile

OPEN_FILES_CAN_BE_RENAMED = os.name != "nt"
LONG_NAME = 200
"""Bytes; longer names leave no room for an addition, as file systems allow 255."""
_UNNAMED = getattr(os, "O_TMPFILE", 0)
DESCRIPTORS = Path("/proc/self/fd")
"""Where an open file without a name can be linked from; see open(2), O_TMPFILE."""
_AS_IT_IS = (
    os.O_RDWR
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
"""Neither follows a symbolic link nor waits for the other end of a pipe."""


def hidden(path: Path, purpose: str) -> Path:
    """Return the hidden name beside ``path`` of a file that will replace it."""
    name = path.name
    if len(os.fsencode(name)) > LONG_NAME:
        name = blake2b(os.fsencode(name), digest_size=16).hexdigest()
    return path.with_name(f".{name}.{purpose}")


def of_one_process(name: Path, descriptor: int) -> Path:
    """Return the hidden name that only this process uses, where another has taken ``name``."""
    return name.with_name(f"{name.name}-{os.getpid()}-{descriptor}")


def _those_of_processes(name: Path) -> Iterator[Path]:
    """Yield the existing files of such names, of any process."""
    ending = re.compile(re.escape(name.name) + "-[0-9]+-[0-9]+")
    found = name.parent.glob(glob.escape(name.name) + "-*")
    return (one for one in found if ending.fullmatch(one.name))


def claim(name: Path, path: Path, *, told: bool = False) -> OwnedFile:
    """Create the hidden file and lock it; one that a killed writer left is deleted before.

    ``told``: the warning that the file system has no locks was given already. Raises
    BlockingIOError if another program writes it, and another OSError if something is in the way.
    """
    file = None
    while True:
        try:
            file = OwnedFile(name, "x+")
            if lock_if_possible(file, path, told) and not is_another(file.fileno(), name):
                return file
        except BaseException as raised:
            if file is not None:
                abandon(name, file)
                raise
            if not isinstance(raised, OSError) or not is_of_disk(raised):
                with if_the_disk_can():
                    _clear(name, path)  # if it was created just before
                raise
            if not isinstance(raised, FileExistsError):
                raised.filename = str(path)  # callers do not know the hidden one
                raise
            _clear(name, path)
        else:
            file.close()  # another program took it for a leftover and is replacing it
        file = None


def unnamed(folder: Path) -> OwnedFile | None:
    """Open a locked file in a folder that has no name yet, so that a kill leaves nothing.

    None where the system has no such files (Linux has). Raises OSError if the disk is full, say.
    """
    if not _UNNAMED or not DESCRIPTORS.is_dir():
        return None
    try:
        file = OwnedFile(folder, "r+", opener=_without_name)
    except OSError as problem:
        if not is_of_disk(problem) or problem.errno not in (EISDIR, ENOENT, EOPNOTSUPP):
            raise
        return None
    try:
        lock_if_possible(file, folder, told=True)
    except BaseException:
        file.close()
        raise
    return file


def _without_name(folder: str, _: int) -> int:
    return os.open(folder, _UNNAMED | os.O_RDWR | os.O_CLOEXEC, 0o666)


def give_name(file: OwnedFile, name: Path, path: Path) -> None:
    """Give a file without a name this hidden one, which a killed writer's leftover may have.

    Raises BlockingIOError if another program writes that, and another OSError.
    """
    while True:
        descriptors = os.open(DESCRIPTORS, os.O_RDONLY)  # given, os.link follows the symbolic link
        try:
            os.link(str(file.fileno()), name, src_dir_fd=descriptors, follow_symlinks=True)
        except FileExistsError as raised:
            if not is_of_disk(raised):
                raise
            _clear(name, path)
        else:
            return
        finally:
            os.close(descriptors)


def discard(name: Path | None, file: OwnedFile) -> None:
    """Delete a hidden file: while its lock is held, where an open file can be deleted."""
    if not file.is_ours or file.closed:
        return  # a forked child unwinds: the file is its parent's, and goes on
    if name is None or not same_file(file.fileno(), name):
        file.close()  # what has the name now is another program's
    elif OPEN_FILES_CAN_BE_RENAMED:
        name.unlink(missing_ok=True)
        file.close()
    else:
        file.close()
        name.unlink(missing_ok=True)


def abandon(name: Path | None, file: OwnedFile) -> None:
    """Delete what was begun, because something was raised: a failing disk must not hide that.

    Without a name, only close it.
    """
    try:
        with if_the_disk_can():
            discard(name, file)
    finally:
        if file.is_ours:
            file.close()


def lock_if_possible(file: OwnedFile, path: Path, told: bool = False, stacklevel: int = 6) -> bool:
    """Take the lock; if the file system has none, warn and go on without."""
    try:
        return lock(file.fileno())
    except LocksUnsupported as problem:
        if not told:
            warnings.warn(
                f"{path}: {problem.strerror}: nothing keeps two programs from writing this "
                "recording",
                RecordingWarning,
                stacklevel=stacklevel,
            )
        return True


def _clear(name: Path, path: Path) -> None:
    """Delete a hidden file that no program is writing any more."""
    try:
        file = OwnedFile(name, "r+", opener=_as_it_is)
    except OSError as problem:
        if not is_of_disk(problem):
            raise
        if isinstance(problem, FileNotFoundError):
            return
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


def tidy(path: Path, file: OwnedFile) -> None:
    """Delete what killed writers of a recording left beside it, now that its lock is held."""
    with if_the_disk_can():
        for name in (
            hidden(path, "new"),
            hidden(path, "repairing"),
            hidden(path, "closing"),
            *_those_of_processes(hidden(path, "closing")),
        ):
            with if_the_disk_can():  # keep one that is being written, or is another user's
                if same_file(file.fileno(), name):  # killed when it had both names
                    name.unlink()
                else:
                    _clear(name, path)
