"""Who owns what writes: the process that opened it, and nobody else.

After ``os.fork()`` the child has copies of all its parent's recorders, and of their open files
(of one that is being opened at that moment, too).
Were both to write, the match would be ruined; so the child's copies are taken away from it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

Owned = TypeVar("Owned")

_owned: WeakKeyDictionary[Any, Callable[[Any], None]] = WeakKeyDictionary()


def own(what: Owned, disown: Callable[[Owned], None]) -> None:
    """Let this belong to the process that runs now; ``disown`` tells it so in a child process."""
    _owned[what] = disown


def release(what: object) -> None:
    """Forget it: it is closed."""
    _owned.pop(what, None)


def _disown_all() -> None:
    for what, disown in list(_owned.items()):
        disown(what)
    _owned.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_disown_all)
