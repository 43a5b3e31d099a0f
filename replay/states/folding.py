"""Folding a stretch of a readable: what a projection raises is passed on, with a note of where.

Knows readables and steps; no projection and no file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from itertools import islice
from typing import Any, TypeVar

from replay.errors import RecordingError
from replay.events import Event, Readable
from replay.projections import note_event

S = TypeVar("S")


def fold_between(
    step: Callable[[S, Event[Any]], S], state: S, readable: Readable[Any], start: int, stop: int
) -> S:
    """Return the state after the events numbered ``start`` to before ``stop``.

    What ``step`` raises gets a note of the event's number and frame. The loop never leaves C.
    """
    events = readable.events_between(start, stop)
    try:
        return reduce(step, events, state)
    except Exception as trouble:
        _note(trouble, events, readable, start, stop)
        raise


def _note(
    trouble: Exception, rest: Iterator[Any], readable: Readable[Any], start: int, stop: int
) -> None:
    """Find the event that raised: the last one before those that are left in the iterator."""
    if isinstance(trouble, RecordingError):
        return
    try:
        left = sum(1 for _ in rest)
        folded = sum(1 for _ in readable.numbered(start, stop)) - left
        number, event = next(islice(readable.numbered(start, stop), folded - 1, None))
    except Exception:  # noqa: BLE001 - then reading the events raised it, and not the fold
        return
    note_event(trouble, event, number)
