"""Python's garbage collector, kept off while blocks are made: it would visit a game's objects."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_running: set[object] = set()
"""One entry for each call that has turned the collector off."""


def without_collector(work: Callable[[], T]) -> T:
    """Return what ``work`` returns, done with the collector off, and then as it was before.

    No ``with``: a signal handler that raises between its parts would leave the collector off.
    """
    collects, entry = gc.isenabled(), object()
    try:
        if collects:  # or else another thread has turned it off, and will turn it on
            _running.add(entry)
            gc.disable()
        return work()
    finally:
        if collects:
            try:
                gc.enable()
            finally:  # a signal handler may raise right behind that
                _running.discard(entry)


def _turn_on_in_child() -> None:
    """Turn the collector on in a child whose parent's thread did not get to that."""
    if _running:
        _running.clear()
        gc.enable()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_turn_on_in_child)
