"""One writer a file: a lock that the operating system releases when its holder dies.

Knows file descriptors only. Advisory on POSIX (flock); on Windows, where locks are mandatory, a
locked byte far behind any content, so that readers are not blocked.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from errno import ELOOP, ENOENT, ENOTDIR, ESTALE

from replay.storage.disk_errors import is_of_disk

FAR_AWAY = 1 << 62


class LocksUnsupported(OSError):
    """The file system keeps no locks."""


def lock(descriptor: int) -> bool:
    """Take the lock of an open file; False if somebody else holds it.

    Raises LocksUnsupported where the file system keeps no locks.
    """
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, FAR_AWAY, os.SEEK_SET)
        try:
            with suppress(OSError):  # it has it only if an interrupted call took it
                msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        if not is_of_disk(problem):
            raise
        if isinstance(problem, BlockingIOError):
            return False
        raise LocksUnsupported(problem.errno, "this file system keeps no locks") from problem
    return True


def unlock(descriptor: int) -> None:
    """Give up the lock of an open file, if it has it, for all duplicates of the descriptor too."""
    if sys.platform != "win32":  # where closing it does that
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        except OSError as problem:  # the file system keeps no locks
            if not is_of_disk(problem):
                raise


def is_locked(descriptor: int) -> bool | None:
    """Whether somebody holds the lock of an open file; None where that cannot be known.

    Briefly holds a shared lock itself: in that moment nobody can take the lock.
    """
    if sys.platform == "win32":
        return None  # a byte is locked there only by who may write
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as problem:
        if not is_of_disk(problem):
            raise
        return True if isinstance(problem, BlockingIOError) else None
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    return False


def is_another(descriptor: int, path: str | os.PathLike[str]) -> bool:
    """Whether the open file has this name no longer; False if that cannot be checked."""
    try:
        return not os.path.samestat(os.fstat(descriptor), os.stat(path))  # noqa: PTH116
    except OSError as problem:
        if not is_of_disk(problem):
            raise
        return problem.errno in (ENOENT, ENOTDIR, ELOOP, ESTALE)


def same_file(descriptor: int, path: str | os.PathLike[str]) -> bool:
    """Whether the file of this name is the one that is open; False if that cannot be checked."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))  # noqa: PTH116
    except OSError as problem:
        if not is_of_disk(problem):
            raise
        return False
