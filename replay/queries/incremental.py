"""Caching a fold: like functools.cache, but extended when events arrive instead of cleared.

Knows that stores only grow, unless their events are replaced as a whole (``generation``). Callers
get a copy, so that they cannot change the cached state.
``LiveProjection`` does it for a projection, ``extending`` for a method of something that has a
store.
"""

from __future__ import annotations

import copy
import functools
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary

from replay.events import Event, Readable
from replay.projections import Projection, starting_state
from replay.states.folding import fold_between

T = TypeVar("T")
S = TypeVar("S")


class Known(Generic[S]):
    """A fold's progress: its state, after how many events, of which generation of the readable."""

    def __init__(self, initial: Callable[[], S]) -> None:
        self._initial = initial
        self._known: tuple[int, int, S] | None = None

    def brought_up(self, readable: Readable[Any], step: Callable[[S, Event[Any]], S]) -> S:
        """Return the state itself, not a copy, after folding all new events into it."""
        generation, total = readable.generation, readable.count_before(readable.frames)
        # A fold that fails, at damage say, may have changed the state already: it is not kept.
        known, self._known = self._known, None
        if known is None or known[0] != generation:
            known = generation, 0, self._initial()
        _, count, state = known
        if total > count:
            state = fold_between(step, state, readable, count, total)
        self._known = generation, total, state
        return state


class LiveProjection(Generic[S]):
    """A projection's answer, kept up to date: only the events that came since are folded.

    ``readable`` is anything readable that grows: an EventStore, or a Recording that a live
    writer adds to (``refresh`` it first). What a caller gets is the caller's own::

        carried = LiveProjection(store, Inventories())
        carried.state()  # folds all events there are
        carried.state()  # folds those that were appended since
    """

    def __init__(self, readable: Readable[T], projection: Projection[T, S]) -> None:
        self.projection = projection
        self._readable: Readable[Any] = readable
        self._known = Known(partial(starting_state, projection, readable))

    def state(self) -> S:
        """Return the state after all events there are now; a copy.

        Raises Corrupt where a recording is damaged.
        """
        return copy.deepcopy(self._known.brought_up(self._readable, self.projection.apply))

    def view(self) -> object:
        """Return the same as plain named data."""
        return self.projection.view(self.state())


class HasStore(Protocol):
    """An object with an event store."""

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
        remembered: WeakKeyDictionary[Any, Known[S]] = WeakKeyDictionary()

        @functools.wraps(step)
        def whole(self: Asker) -> S:
            known = remembered.get(self)
            if known is None:
                known = remembered[self] = Known(initial)
            return _copied(known.brought_up(self.store, partial(step, self)))

        del whole.__wrapped__  # its signature is not the step's
        return whole

    return decorate


_COPY: dict[type, Callable[[Any], Any]] = {kind: kind.copy for kind in (dict, list, set, Counter)}
"""Their own method takes half as long as ``copy.copy``, which comes to the same."""


def _copied(state: S) -> S:
    own = _COPY.get(type(state))
    return copy.copy(state) if own is None else own(state)
