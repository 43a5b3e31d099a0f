"""Finding: in which frames something was so.

One fold over the match, with a check after each frame that has events. Knows projections and
queries; no file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from replay.projections import Projection, note_event
from replay.queries.states import States
from replay.values.view_paths import MISSING, Query, nothing_at

S = TypeVar("S")
Condition = Callable[[S], bool]


@dataclass(frozen=True, slots=True)
class FrameRange:
    """Frames ``first`` to ``last``, both included, in all of which it was so."""

    first: int
    last: int


def find(states: States[S], asked: Query | Condition[S]) -> Iterator[FrameRange]:
    """Yield every longest range of frames in which it was so, in order.

    ``asked`` is a query about the view, or a callable that returns whether it is so for a state.
    States change only in frames with events, so one fold, with one check after each such frame, is
    enough. A check takes as long as ``Projection.holds``.
    Frames whose state a gap hides are in no range. Raises what reading the events raises, and
    ValueError where a query's path leads nowhere in any frame: it is mistyped.
    """
    if isinstance(asked, Query):
        asked = asked.remembering()
    nowhere = True
    for found in _ranges(states, _condition(states.projection, asked)):
        nowhere = False
        yield found
    if nowhere and isinstance(asked, Query):
        _refuse_unknown(states, asked.path)


def _ranges(states: States[S], holds: Condition[S]) -> Iterator[FrameRange]:
    held: FrameRange | None = None  # may continue behind a gap within a frame
    for frames in states.known:
        for found in _find_among(states, frames, holds):
            if held is not None and held.last + 1 == found.first:
                found = FrameRange(held.first, found.last)
            elif held is not None:
                yield held
            held = found
            if found.last + 1 < frames.stop:
                yield found
                held = None
    if held is not None:
        yield held


def _refuse_unknown(states: States[Any], path: Sequence[str | int]) -> None:
    """Raise ValueError for a path that leads nowhere in every frame; say where it goes wrong."""
    look, known = states.projection.look, states.known
    if not known or look(states.at(known[-1][-1]), path) is not MISSING:
        return
    for steps in range(len(path), -1, -1):
        there = partial(_is_there, states.projection, path[:steps])
        found = next(_ranges(states, there), None)
        if found is not None and steps == len(path):
            return
        if found is not None:
            state = states.at(found.last)
            raise ValueError(f"no frame has anything at {nothing_at(partial(look, state), path)}")


def _is_there(projection: Projection[Any, S], path: Sequence[str | int], state: S) -> bool:
    return projection.look(state, path) is not MISSING


def _find_among(states: States[S], frames: range, holds: Condition[S]) -> Iterator[FrameRange]:
    """Find among frames all of whose states are known."""
    readable, apply = states.recording, states.projection.apply
    frame = start = frames.start
    if states.known_since(readable.count_before(frame + 1)) == 0:
        state = states.after(0)
    else:
        state, start = states.at(frame), frame + 1
    begun: int | None = frame if holds(state) else None
    stop = None if frames.stop >= readable.frames else frames.stop
    for event in readable.events(start, stop):
        if event.frame != frame:
            begun, ended = _turn(holds(state), begun, frame)
            if ended is not None:
                yield ended
            frame = event.frame
        try:
            state = apply(state, event)
        except Exception as trouble:
            note_event(trouble, event)
            raise
    begun, ended = _turn(holds(state), begun, frame)
    if ended is not None:
        yield ended
    if begun is not None and begun < frames.stop:
        yield FrameRange(begun, frames.stop - 1)


def _turn(now: bool, begun: int | None, frame: int) -> tuple[int | None, FrameRange | None]:
    """Return (begin of the open range, range that ended), each or None, after a frame's check."""
    if now:
        return (frame if begun is None else begun), None
    return None, (FrameRange(begun, frame - 1) if begun is not None and begun < frame else None)


def _condition(projection: Projection[Any, S], asked: Query | Condition[S]) -> Condition[S]:
    if not isinstance(asked, Query):
        return asked
    holds = projection.holds
    return lambda state: holds(state, asked)


def first_frame_where(states: States[S], condition: Condition[S]) -> int | None:
    """Return the first frame in which a condition holds that, once true, stays true; or None.

    Bisects, so that a match of ten million events costs some two dozen states. That is right only
    for conditions like "the match has ended" or "she once had the ruby": if they hold in a frame,
    they hold in all later ones. For conditions that may become false again use ``find``.
    Raises what ``Timeline.at`` raises.
    """
    frames = states.recording.frames
    low, high = states.recording.first_frame, frames
    while low < high:
        middle = (low + high) // 2
        if condition(states.at(middle)):
            high = middle
        else:
            low = middle + 1
    return low if low < frames else None
