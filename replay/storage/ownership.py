"""Ownership: a file that is written belongs to the process that opened it, and to no other.

After ``os.fork()`` the child has copies of all that its parent had open, and of the recorders that
wrote it. If both wrote, the recording would be ruined; so every file knows its owner, and in a
child the copies are closed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from io import FileIO
from typing import Protocol
from weakref import ref

from replay.storage.locking import unlock

Opener = Callable[[str, int], int]


class OwnedFile(FileIO):
    """An open, unbuffered file that belongs to the process that opened it, ``owner``.

    Closing it gives up its lock, which the copies of forked children would go on holding. A
    child's copy is closed as it is made, and leaves the lock to the owner.
    """

    owner = 0

    def __init__(
        self, name: str | os.PathLike[str], mode: str, opener: Opener | None = None
    ) -> None:
        register(self)  # before there is anything that a child could get a copy of
        super().__init__(os.fspath(name), mode, opener=opener)
        self.owner = os.getpid()

    @property
    def is_ours(self) -> bool:
        """Whether this process opened it."""
        return self.owner == os.getpid()

    def close(self) -> None:
        """Close the file, and give up its lock if it is ours."""
        if not self.closed and self.is_ours:
            unlock(self.fileno())
        super().close()
        release(self)

    def give_up(self) -> None:
        """Close the copy of a forked child."""
        self.close()


class Owner(Protocol):
    """What has a file of this process open."""

    def give_up(self) -> None:
        """Take nothing more, and close the file as it is."""


_owners: list[ref[Owner]] = []
"""Changed only by steps that no other thread can come between. (The weak collections call back
into Python when something is collected: what a signal handler raises there would be ignored.)"""


def register(owner: Owner) -> None:
    """Let it give up its copy of the file in a forked child."""
    _owners.append(ref(owner))
    release(None)


def release(owner: Owner | None) -> None:
    """Unregister what is closed, and what has been collected."""
    for one in list(_owners):
        known = one()
        if known is None or known is owner:
            with suppress(ValueError):  # another thread has removed it
                _owners.remove(one)


def _give_up_copies() -> None:
    """In a child: close its copies, all of them, whatever is raised meanwhile."""
    raised: BaseException | None = None
    failed = 0
    while _owners:
        try:
            one = _owners[-1]
            owner = one()
            if owner is not None and failed < 2:
                owner.give_up()
            with suppress(ValueError):  # giving up may have unregistered it
                _owners.remove(one)
            failed = 0
        except BaseException as meanwhile:  # noqa: BLE001 - it is raised once all is done
            raised = meanwhile
            failed += 1  # what was interrupted is done again, but not for ever
    if raised is not None:
        raise raised


if hasattr(os, "register_at_fork"):
    for _ in range(2):  # a signal handler may raise as the first one begins
        os.register_at_fork(after_in_child=_give_up_copies)
