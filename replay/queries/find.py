"""Finding: in which frames something was so.

One fold over the match, asking after each frame in which something happened. Knows projections
and questions; no file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from replay.events import Readable
from replay.projections import Projection, note_event
from replay.timeline import Timeline
from replay.values.view_paths import MISSING, Question, nothing_at

S = TypeVar("S")
Condition = Callable[[S], bool]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames ``first`` to ``last``, both included, in all of which it was so."""

    first: int
    last: int


def find(
    readable: Readable[Any], projection: Projection[Any, S], asked: Question | Condition[S]
) -> Iterator[Stretch]:
    """Yield every longest stretch of frames in which it was so, in order.

    ``asked`` is a Question about the view, or anything callable that says of a state whether it
    is so (it may look at the state, and must not change or keep it)::

        find(recording, MatchState(), parse_question("players.2.bag has ruby"))
        find(recording, MatchState(), lambda match: len(match.items) > 50)

    Between two frames with events a state stays what it is, so one fold and one look after each
    frame that has events are enough. A look costs what ``Projection.holds`` takes for it. Frames
    whose state a gap hides are in no stretch. Raises what reading the events raises, and
    ValueError where a Question's path leads nowhere in any frame: it is mistyped.
    """
    timeline = Timeline(readable, projection)
    nowhere = True
    for stretch in _stretches(readable, timeline, _condition(projection, asked)):
        nowhere = False
        yield stretch
    if nowhere and isinstance(asked, Question):
        _refuse_unknown(readable, timeline, asked.path)


def _stretches(
    readable: Readable[Any], timeline: Timeline[S], holds: Condition[S]
) -> Iterator[Stretch]:
    held: Stretch | None = None  # one that may go on behind a gap within a frame
    for frames in timeline.known:
        for found in _find_among(readable, timeline, frames, holds):
            if held is not None and held.last + 1 == found.first:
                found = Stretch(held.first, found.last)
            elif held is not None:
                yield held
            held = found
            if found.last + 1 < frames.stop:
                yield found
                held = None
    if held is not None:
        yield held


def _refuse_unknown(
    readable: Readable[Any], timeline: Timeline[Any], path: Sequence[str | int]
) -> None:
    """Raise ValueError for a path that leads nowhere in every frame; say where it goes wrong."""
    look = timeline.projection.look
    if not timeline.known or look(timeline.at(timeline.known[-1][-1]), path) is not MISSING:
        return
    for steps in range(len(path), -1, -1):
        there = partial(_is_there, timeline.projection, path[:steps])
        found = next(_stretches(readable, timeline, there), None)
        if found is not None and steps == len(path):
            return
        if found is not None:
            state = timeline.at(found.last)
            raise ValueError(f"no frame has anything at {nothing_at(partial(look, state), path)}")


def _is_there(projection: Projection[Any, S], path: Sequence[str | int], state: S) -> bool:
    return projection.look(state, path) is not MISSING


def _find_among(
    readable: Readable[Any], timeline: Timeline[S], frames: range, holds: Condition[S]
) -> Iterator[Stretch]:
    """Find among frames all of whose states are known."""
    frame = start = frames.start
    if timeline.known_since(readable.count_before(frame + 1)) == 0:
        state = timeline.after(0)
    else:
        state, start = timeline.at(frame), frame + 1
    apply = timeline.projection.apply
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
        yield Stretch(begun, frames.stop - 1)


def _turn(now: bool, begun: int | None, frame: int) -> tuple[int | None, Stretch | None]:
    """What a frame's answer does to the stretch that is open: (its begin, one that ended)."""
    if now:
        return (frame if begun is None else begun), None
    return None, (Stretch(begun, frame - 1) if begun is not None and begun < frame else None)


def _condition(projection: Projection[Any, S], asked: Question | Condition[S]) -> Condition[S]:
    if not isinstance(asked, Question):
        return asked
    holds = projection.holds
    return lambda state: holds(state, asked)


def first_frame_where(timeline: Timeline[S], condition: Condition[S]) -> int | None:
    """Return the first frame in which a condition holds that stays true once it is; or None.

    Bisects, so that a match of ten million events costs some two dozen states: ask the frame in
    the middle, and go on in the half that must have the answer. That is right only for conditions
    like "the match has ended" or "she once had the ruby", as a true frame then says something of
    all later ones and a false one of all earlier. For conditions that may become false again use
    ``find``. Raises what ``Timeline.at`` raises.
    """
    low, high = timeline.first_frame, timeline.frames
    while low < high:
        middle = (low + high) // 2
        if condition(timeline.at(middle)):
            high = middle
        else:
            low = middle + 1
    return low if low < timeline.frames else None
