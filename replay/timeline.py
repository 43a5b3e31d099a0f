"""The timeline: the state at any frame, by the nearest saved state and the events since.

Knows a readable and a projection. Trusts no saved state: where folding runs past one and does
not arrive at it, the saved states are dropped, that is said once, and events alone decide.
"""

from __future__ import annotations

import warnings
from bisect import bisect_right, insort
from collections.abc import Iterator
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from replay.events import Readable
from replay.packing import Malformed, pack, unpack
from replay.projections import Projection

T = TypeVar("T")
S = TypeVar("S")

OWN_EVENTS = 1024
"""Events folded from one state kept in memory to the next, where the file has no keyframes."""
MAX_OWN = 4096
WINDOW = 128
"""Frames that walking backwards folds at once …"""
STRIDE = 8
"""… keeping a packed state each so many."""


class StaleKeyframes(UserWarning):
    """A recording's keyframes are not what its events lead to; they are no longer used."""


@runtime_checkable
class KeepsStates(Protocol):
    """A readable that also keeps states of projections: a Recording."""

    def keyframe_events(self, projection: str, version: int) -> list[tuple[int, int]]:
        """Return (number of events folded, position) of each saved state."""
        ...

    def keyframe_state(self, position: int) -> bytes | None:
        """Return the MessagePack of a saved state, or None if it is damaged."""
        ...


class Timeline(Generic[S]):
    """A recording seen through a projection: what its state was at any frame.

    ``recording`` is anything readable. States come from the projection's ``dump`` and ``load``,
    so whoever gets one from ``at`` owns it.
    """

    def __init__(self, recording: Readable[T], projection: Projection[T, S]) -> None:
        self._recording: Readable[Any] = recording
        self._projection = projection
        self._file_states = self._keyframes_of(recording)
        self._own_states: list[tuple[int, bytes]] = []

    def _keyframes_of(self, recording: Readable[T]) -> list[tuple[int, int]]:
        if not isinstance(recording, KeepsStates):
            return []
        return recording.keyframe_events(self._projection.name, self._projection.version)

    @property
    def projection(self) -> Projection[Any, S]:
        """The projection this timeline looks through."""
        return self._projection

    @property
    def first_frame(self) -> int:
        """The first frame."""
        return self._recording.first_frame

    @property
    def frames(self) -> int:
        """The last frame + 1."""
        return self._recording.frames

    def at(self, frame: int) -> S:
        """Return the state after all events of frames ≤ ``frame``, the caller's to keep.

        Equal to the fold from the first event. ``at(first_frame - 1)`` is the state before
        everything. Raises IndexError for any other frame outside the recording, and Corrupt
        where the file is damaged.
        """
        first, frames = self.first_frame, self.frames
        if not first - 1 <= frame < frames:
            raise IndexError(f"frame {frame} is outside the recording's {first} to {frames - 1}")
        return self._state_after(self._recording.count_before(frame + 1))

    def walk(self, start: int, step: int) -> Iterator[tuple[int, S]]:
        """Yield (frame, state), ``start`` first, each ``step`` frames, to the end of the match.

        ``step`` may be negative. The state is borrowed: it changes when the next one is asked
        for. Raises IndexError for a start outside, ValueError for a step of 0.
        """
        if step == 0:
            raise ValueError("a walk needs a step other than 0")
        if not self.first_frame <= start < self.frames:
            raise IndexError(f"frame {start} is outside the recording's {self.frames} frames")
        return self._forwards(start, step) if step > 0 else self._backwards(start, -step)

    def _forwards(self, start: int, step: int) -> Iterator[tuple[int, S]]:
        count = self._recording.count_before(start + 1)
        state = self._state_after(count)
        yield start, state
        for frame in range(start + step, self.frames, step):
            following = self._recording.count_before(frame + 1)
            if following > count:
                state = self._folded(state, count, following)
                count = following
            yield frame, state

    def _backwards(self, start: int, step: int) -> Iterator[tuple[int, S]]:
        """Fold a window forwards once, then serve it from its end by packed states."""
        count_before = self._recording.count_before
        while start >= self.first_frame:
            low = max(self.first_frame, start - (WINDOW - 1) * step)
            low += (start - low) % step
            frames = range(low, start + 1, step)
            counts = [count_before(frame + 1) for frame in frames]
            saved = []
            state = self._state_after(counts[0])
            count = counts[0]
            for position in range(0, len(frames), STRIDE):
                state = self._folded(state, count, counts[position])
                count = counts[position]
                saved.append(self._packed(state))
            for position in range(len(frames) - 1, -1, -1):
                base = position - position % STRIDE
                state = self._projection.load(unpack(saved[position // STRIDE]))
                yield frames[position], self._folded(state, counts[base], counts[position])
            start = low - step

    def _state_after(self, count: int) -> S:
        """The state after the first ``count`` events."""
        events, state = self._nearest(count)
        return self._folded(state, events, count)

    def _nearest(self, count: int) -> tuple[int, S]:
        """The nearest saved state of at most ``count`` events, or the initial one."""
        own = bisect_right(self._own_states, count, key=_events_of)
        in_file = bisect_right(self._file_states, count, key=_events_of)
        while in_file:
            events, position = self._file_states[in_file - 1]
            if own and self._own_states[own - 1][0] >= events:
                break
            state = self._loaded(position)
            if state is not None:
                return events, state[0]
            in_file -= 1
        if own:
            events, packed = self._own_states[own - 1]
            return events, self._projection.load(unpack(packed))
        return 0, self._projection.initial()

    def _loaded(self, position: int) -> tuple[S] | None:
        packed = self._saved(position)
        if packed is None:
            return None
        try:
            return (self._projection.load(unpack(packed)),)
        except (Malformed, ValueError, TypeError, LookupError, AttributeError):
            return None  # a keyframe is a cache: what cannot be loaded is passed over

    def _saved(self, position: int) -> bytes | None:
        recording = self._recording
        return recording.keyframe_state(position) if isinstance(recording, KeepsStates) else None

    def _folded(self, state: S, count: int, stop: int) -> S:
        """Fold events ``count`` to before ``stop`` into a state, checking it on the way."""
        passed = bisect_right(self._file_states, count, key=_events_of)
        for events, position in self._file_states[passed:]:
            if events > stop:
                break
            state = self._fold_on(state, count, events)
            count = events
            saved = self._saved(position)
            if saved is not None and saved != self._packed(state):
                self._distrust()
                return self._state_after(stop)
        return self._fold_on(state, count, stop)

    def _fold_on(self, state: S, count: int, stop: int) -> S:
        apply = self._projection.apply
        while stop - count > OWN_EVENTS:
            for event in self._recording.events_between(count, count + OWN_EVENTS):
                state = apply(state, event)
            count += OWN_EVENTS
            self._keep(count, state)
        for event in self._recording.events_between(count, stop):
            state = apply(state, event)
        return state

    def _keep(self, count: int, state: S) -> None:
        place = bisect_right(self._own_states, count, key=_events_of)
        known = place and self._own_states[place - 1][0] == count
        if not known and len(self._own_states) < MAX_OWN:
            insort(self._own_states, (count, self._packed(state)), key=_events_of)

    def _packed(self, state: S) -> bytes:
        return pack(self._projection.dump(state))

    def _distrust(self) -> None:
        self._file_states = []
        self._own_states = []
        warnings.warn(
            f"the saved states of {self._projection.name!r} are not what the events lead to; "
            "they are no longer used",
            StaleKeyframes,
            stacklevel=4,
        )


def _events_of(entry: tuple[int, Any]) -> int:
    return entry[0]
