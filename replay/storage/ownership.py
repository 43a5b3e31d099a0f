"""Ownership: what writes files belongs to the process that opened it, and to no other.

After ``os.fork()`` the child has copies of all its parent's recorders, and of their open files.
If both wrote, the recording would be ruined, and a copy of a file holds its lock; so the child's
copies are disabled and closed. A fork waits while another thread opens or closes such a file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import RLock, local
from typing import Any, BinaryIO, TypeVar
from weakref import ref

Owned = TypeVar("Owned")
File = TypeVar("File", bound=BinaryIO)

_files = RLock()
"""Held while a file is opened or closed, and during a fork: a child knows every descriptor."""
_forking = local()
WAIT_S = 1.0
"""Seconds to wait at most."""

_owned: list[tuple[ref[Any], Callable[[Any], None]]] = []
"""Changed only by steps that no other thread can come between. (The weak collections call back
into Python when something is collected: what a signal handler raises there would be ignored.)"""


def own(what: Owned, disown: Callable[[Owned], None]) -> None:
    """Register what belongs to this process; ``disown`` is called with it in a forked child."""
    _owned.append((ref(what), disown))
    release(None)


def release(what: object) -> None:
    """Unregister what is closed, and what has been collected."""
    for entry in list(_owned):
        one = entry[0]()
        if one is None or one is what:
            with suppress(ValueError):  # another thread has removed it
                _owned.remove(entry)


def owns(what: object) -> bool:
    """Whether this process has registered it."""
    return any(one() is what for one, _ in _owned)


@contextmanager
def _no_fork() -> Iterator[None]:
    """Let forks wait, and wait for one that has begun; not for long, for a file system may hang."""
    lock = _files
    held = lock.acquire(timeout=WAIT_S)
    try:
        yield
    finally:
        if held:
            lock.release()


def opened(open_file: Callable[[], File]) -> File:
    """Open a file that belongs to this process: a forked child closes its copy."""
    with _no_fork():
        file = open_file()
        own(file, _close_copy)
    return file


def close(file: BinaryIO) -> None:
    """Close a file that belongs to this process."""
    with _no_fork():
        file.close()


def _close_copy(file: BinaryIO) -> None:
    file.close()


def _before_fork() -> None:
    _forking.has_files = _files.acquire(timeout=WAIT_S)


def _after_fork() -> None:
    if _forking.has_files:
        _files.release()


def _disown_all() -> None:
    global _files
    _files = RLock()  # the old one may be held by a thread that the child does not have
    for one, disown in _owned:
        if (what := one()) is not None:
            disown(what)
    _owned.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_before_fork, after_in_parent=_after_fork, after_in_child=_disown_all
    )
