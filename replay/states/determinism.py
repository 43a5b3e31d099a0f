"""Determinism: whether folding the same events twice gives the same states.

Where it does not, nothing is wrong with a recording: its projection uses something besides the
events. Knows readables and projections; no file.
"""

from __future__ import annotations

from typing import Any, TypeVar

from replay.events import Readable
from replay.projections import Projection
from replay.states.dumping import dumped, told_name
from replay.values.msgpack_codec import unpack_own

S = TypeVar("S")
PIECES = 64
"""A stretch is first compared at so many places: dumping may take longer than folding."""


def told_difference(
    projection: Projection[Any, S], readable: Readable[Any], packed: bytes, start: int, stop: int
) -> str | None:
    """Fold events ``start`` to before ``stop`` twice from a dumped state; say where that differs.

    None if both give the same state, or if folding fails.
    """
    try:
        frame = _first_difference(projection, readable, packed, start, stop)
    except Exception:  # noqa: BLE001 - the state to start from may itself be false
        return None
    if frame is None:
        return None
    return (
        f"folding the same events twice with {told_name(projection)} gave different states, since "
        f"frame {frame}: most likely its apply() uses randomness, a clock, or the order of a set"
    )


def _first_difference(
    projection: Projection[Any, S], readable: Readable[Any], packed: bytes, start: int, stop: int
) -> int | None:
    piece = max(1, (stop - start) // PIECES)
    one, other = (projection.load(unpack_own(packed)) for _ in range(2))
    frame = None
    for first in range(start, stop, piece):
        before = dumped(projection, one)
        for event in readable.events_between(first, min(first + piece, stop)):
            one, other = projection.apply(one, event), projection.apply(other, event)
            frame = event.frame if frame is None else frame
        if dumped(projection, one) != dumped(projection, other):
            if piece == 1:
                return frame
            last = min(first + piece, stop)
            within = _first_difference(projection, readable, before, first, last)
            return frame if within is None else within
        frame = None
    return None
