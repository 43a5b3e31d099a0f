"""The states that the viewer shows: any frame's, and cheaply those of the frames after it.

Knows a timeline and frames. Damage in the recording and exceptions in a game's code become a
Problem here, so that drawing code need not handle them.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, Protocol

from replay.errors import Corrupt, RecordingError, StaleKeyframes
from replay.events import Gap
from replay.playback.timecode import grouped
from replay.viewer.model.problem import Problem, because

STEP = 5_000
"""How many events, or fewer large ones, are folded in one go; a state that needs more is computed
in steps of so many, between which the window stays responsive."""
QUICK = 1_000
"""A state that fewer events lead to, from a saved one, is had as it is asked for, also backwards:
to walk back, those of many frames are made at once, for which a picture would have to wait."""
NEAR = 32
"""Up to so many frames ahead in the direction of the last walk, walking on is cheaper than
starting from a keyframe."""


class States(Protocol):
    """What gives the state at each frame: a Timeline, or NoStates."""

    def at(self, frame: int) -> Any:
        """Return the state after all events of frames up to this one."""
        ...

    def walk(self, start: int, step: int) -> Iterator[tuple[int, Any]]:
        """Yield (frame, state) from ``start`` on; each state is valid until the next."""
        ...

    def roughly(self, frame: int) -> Any:
        """Return the state at a frame, or at an earlier one if folding on would take long."""
        ...

    def known_again(self, frame: int) -> int:
        """Return the first frame from this one on whose state is not lost."""
        ...

    def known_behind(self, gap: Gap) -> int:
        """Return the first frame behind lost events whose state is known."""
        ...

    def far(self, frame: int, most: int) -> int:
        """Return how many events would be folded if that takes as long as ``most`` do, else 0."""
        ...

    def long_way(self, frame: int, later: int, most: int) -> bool:
        """Whether folding from one frame to a later one takes as long as ``most`` events do."""
        ...

    def approach(self, frame: int, most: int) -> Iterator[int]:
        """Fold towards a frame, ``most`` events a step; yield how many are left."""
        ...


class NoStates:
    """The states of a recording whose game is not installed: None at every frame."""

    def at(self, frame: int) -> None:
        """Return None."""

    def walk(self, start: int, step: int) -> Iterator[tuple[int, None]]:
        """Yield (frame, None) from ``start`` on."""
        return ((frame, None) for frame in count(start, step))

    def roughly(self, frame: int) -> None:
        """Return None."""

    def known_again(self, frame: int) -> int:
        """Return the frame itself."""
        return frame

    def known_behind(self, gap: Gap) -> int:
        """Return the first frame behind it: there is no state to be known."""
        return gap.last_frame + 1

    def far(self, frame: int, most: int) -> int:
        """Return 0: no event is folded."""
        return 0

    def long_way(self, frame: int, later: int, most: int) -> bool:
        """Return False: no event is folded."""
        return False

    def approach(self, frame: int, most: int) -> Iterator[int]:
        """Yield nothing: no step is needed."""
        return iter(())


class StateCursor:
    """Gives one state at a time; keeps the last one, and an iterator over the next frames.

    ``stale`` says whether keyframes were found to be wrong; the events are right even then.
    ``changes`` counts how often the state became another.
    """

    def __init__(self, states: States) -> None:
        self.stale = False
        self.changes = 0
        self._states = states
        self._walk: Iterator[tuple[int, Any]] = iter(())
        self._way = 1
        self._frame: int | None = None
        self._state: Any = None
        self._steps: Iterator[int] | None = None
        self._near: int | None = None

    def at(self, frame: int) -> Any:
        """Return the state at a frame (valid until the next call), or a Problem."""
        if frame == self._frame:
            return self._state
        self._steps = None
        self.changes += 1
        try:
            with self._heeding():
                self._state = self._go(frame)
        except RecordingError as cause:
            self._state = Problem("Can't read the recording here", str(cause))
        except Exception as cause:  # noqa: BLE001 - a game's fold may raise anything
            self._state = because("The game's code failed here", cause)
        if isinstance(self._state, Problem):
            self._walk = iter(())
        self._frame = frame
        return self._state

    def _go(self, frame: int) -> Any:
        away = NEAR + 1 if self._frame is None else frame - self._frame
        way = -1 if -NEAR <= away < 0 else 1
        if way == self._way and abs(away) <= NEAR and not self._is_long(frame):
            for reached, state in self._walk:
                if reached == frame:
                    return state
        near, self._near = self._near, None
        if frame != near and (left := self._states.far(frame, STEP)):
            self._steps = self._states.approach(frame, STEP)
            return looking(left)
        if way < 0 and not self._states.far(frame, QUICK):
            way = 1
        self._way, self._walk = way, iter(self._states.walk(frame, way))
        try:
            return next(self._walk)[1]
        except Corrupt:  # walking back begins earlier, perhaps before what is damaged
            self._walk = iter(())
            return self._states.at(frame)

    def _is_long(self, frame: int) -> bool:
        """Whether there are many events from the last frame to a later one."""
        last = self._frame
        return last is not None and last < frame and self._states.long_way(last, frame, STEP)

    @contextmanager
    def _heeding(self) -> Iterator[None]:
        """Note a StaleKeyframes warning in ``stale``, as a warning is not visible in a window."""
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            try:
                yield
            finally:
                self.stale = self.stale or any(
                    issubclass(one.category, StaleKeyframes) for one in said
                )
        for one in said:
            if not issubclass(one.category, StaleKeyframes):
                warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)

    @property
    def looking(self) -> bool:
        """Whether the last requested state is still being computed."""
        return self._steps is not None

    def look_on(self) -> None:
        """Do the next step of computing it; when it is done, ``at`` returns it."""
        if self._steps is None:
            return
        try:
            with self._heeding():
                left = next(self._steps, None)
        except Exception:  # noqa: BLE001 - ``at`` will raise it again, and report it
            left = None
        if left is None:
            self._near, self._steps, self._frame = self._frame, None, None
        else:
            self.changes += 1
            self._state = looking(left)

    def kept(self, frame: int) -> Any:
        """Return the state at a frame, owned by the caller; a Problem if it fails or is too far."""
        try:
            with self._heeding():
                left = self._states.far(frame, STEP)
                return looking(left) if left else self._states.at(frame)
        except Exception as cause:  # noqa: BLE001 - as above
            return because("Can't read the recording here", cause)

    def roughly(self, frame: int) -> Any:
        """Return a state at or before a frame, owned by the caller, or a Problem."""
        try:
            with self._heeding():
                return self._states.roughly(frame)
        except Exception as cause:  # noqa: BLE001 - as above
            return because("Can't read the recording here", cause)


def looking(left: int) -> Problem:
    """Return the message that a state is being computed."""
    return Problem("Looking for this moment", f"through {grouped(left)} events")
