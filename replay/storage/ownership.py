"""Who owns what writes: the process that opened it, and nobody else.

After ``os.fork()`` the child has copies of all its parent's recorders, and of their open files
(of one that is being opened at that moment, too).
Were both to write, the match would be ruined; so the child's copies are taken away from it.
"""

from __future__ import annotations

import os
from typing import Protocol
from weakref import WeakSet


class Owned(Protocol):
    """What belongs to one process."""

    def disown(self) -> None:
        """Learn, in a child process, that it belongs to the parent."""
        ...


_owned: WeakSet[Owned] = WeakSet()


def own(what: Owned) -> None:
    """Let this belong to the process that runs now."""
    _owned.add(what)


def release(what: Owned) -> None:
    """Forget it: it is closed."""
    _owned.discard(what)


def _disown_all() -> None:
    for what in list(_owned):
        what.disown()
    _owned.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_disown_all)
