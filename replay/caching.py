"""Caching a fold: like functools.cache, but extended when events arrive instead of cleared.

Knows that stores only grow. Whoever calls gets a copy, so that nobody can spoil the cache.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

from replay.events import Event, Readable

S = TypeVar("S")


class HasStore(Protocol):
    """Something that asks its questions of a store."""

    store: Readable[Any]


Asker = TypeVar("Asker", bound=HasStore)


def extending(
    initial: Callable[[], S],
) -> Callable[[Callable[[Asker, S, Event[Any]], S]], Callable[[Asker], S]]:
    """Turn a fold's step into a method that returns the whole fold, remembered and extended.

    The step is a method ``(self, state, event) -> state`` of something with a ``store``; the
    method made of it takes no argument. Each object remembers its state and how many events it
    holds; a call folds only those that came since.
    """

    def decorate(step: Callable[[Asker, S, Event[Any]], S]) -> Callable[[Asker], S]:
        remembered: WeakKeyDictionary[Any, tuple[int, S]] = WeakKeyDictionary()

        @functools.wraps(step)
        def whole(self: Asker) -> S:
            count, state = remembered.get(self) or (0, initial())
            total = self.store.count_before(self.store.frames)
            if total > count:
                for event in self.store.events_between(count, total):
                    state = step(self, state, event)
                remembered[self] = (total, state)
            return copy.copy(state)

        del whole.__wrapped__  # its signature is not the step's
        return whole

    return decorate
