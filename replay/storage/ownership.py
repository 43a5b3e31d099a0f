"""Ownership: what writes files belongs to the process that opened it, and to no other.

After ``os.fork()`` the child has copies of all its parent's recorders, and of their open files
(of one that is being opened at that moment, too).
If both wrote, the recording would be ruined; so the child's copies are disabled.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

Owned = TypeVar("Owned")

_owned: WeakKeyDictionary[Any, Callable[[Any], None]] = WeakKeyDictionary()


def own(what: Owned, disown: Callable[[Owned], None]) -> None:
    """Register what belongs to this process; ``disown`` is called with it in a forked child."""
    _owned[what] = disown


def release(what: object) -> None:
    """Unregister what is closed."""
    _owned.pop(what, None)


def _disown_all() -> None:
    for what, disown in list(_owned.items()):
        disown(what)
    _owned.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_disown_all)
