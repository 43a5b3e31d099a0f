"""The states a viewer shows: any frame's, and cheaply the next ones'.

Knows a timeline and frames. A recording's damage and a game's mistakes become Problem here, so
that nothing that is drawn has to expect them.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, Protocol

from replay.errors import RecordingError, StaleKeyframes
from replay.playback.timecode import grouped
from replay.viewer.model.problem import Problem, because

STEP = 20_000
"""Events that are folded at once for a moment; where there are more, it is looked for in steps of
so many, between which the window goes on."""
NEAR = 32
"""So many frames on (or back, having come that way), walking is cheaper than starting anew."""


class States(Protocol):
    """Who knows the state at each frame; a Timeline."""

    def at(self, frame: int) -> Any:
        """Return the state after all events of frames up to this one."""
        ...

    def walk(self, start: int, step: int) -> Iterator[tuple[int, Any]]:
        """Yield (frame, state) from ``start`` on; the state is lent until the next."""
        ...

    def roughly(self, frame: int) -> Any:
        """Return the state at a frame, or an earlier one if that would take long."""
        ...

    def known_again(self, frame: int) -> int:
        """Return the first frame from this one on whose state is not lost."""
        ...

    def distance(self, frame: int) -> int:
        """Return about how many events would be folded for the state at a frame."""
        ...

    def approach(self, frame: int, most: int) -> Iterator[int]:
        """Fold towards a frame, so many events a step; yield how many are left."""
        ...


class NoStates:
    """The states of a recording whose game is not here: nothing is known of any frame."""

    def at(self, frame: int) -> None:
        """Know nothing."""

    def walk(self, start: int, step: int) -> Iterator[tuple[int, None]]:
        """Know nothing of each frame from ``start`` on."""
        return ((frame, None) for frame in count(start, step))

    def roughly(self, frame: int) -> None:
        """Know nothing."""

    def known_again(self, frame: int) -> int:
        """Lose nothing."""
        return frame

    def distance(self, frame: int) -> int:
        """Need no event."""
        return 0

    def approach(self, frame: int, most: int) -> Iterator[int]:
        """Need no step."""
        return iter(())


class StateCursor:
    """A state at a time: the last one asked for is at hand, the next frames are near.

    ``stale`` says whether the recording's saved states were found to be wrong; its events are not.
    """

    def __init__(self, states: States) -> None:
        self.stale = False
        self._states = states
        self._walk: Iterator[tuple[int, Any]] = iter(())
        self._way = 1
        self._frame: int | None = None
        self._state: Any = None
        self._steps: Iterator[int] | None = None
        self._near: int | None = None

    def at(self, frame: int) -> Any:
        """Return the state at a frame, lent until another is asked for, or a Problem."""
        if frame == self._frame:
            return self._state
        self._steps = None
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
        if way == self._way and abs(away) <= NEAR:
            for reached, state in self._walk:
                if reached == frame:
                    return state
        near, self._near = self._near, None
        if frame != near and (left := self._states.distance(frame)) > STEP:
            self._steps = self._states.approach(frame, STEP)
            return looking(left)
        self._way, self._walk = way, iter(self._states.walk(frame, way))
        return next(self._walk)[1]

    @contextmanager
    def _heeding(self) -> Iterator[None]:
        """Note the timeline's warning, which nobody would see behind a window."""
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
        """Whether the state that was asked for last is still being looked for."""
        return self._steps is not None

    def look_on(self) -> None:
        """Take the next step towards it; what is known then is there when it is asked for again."""
        if self._steps is None:
            return
        try:
            with self._heeding():
                left = next(self._steps, None)
        except Exception:  # noqa: BLE001 - it will be raised, and told, when it is asked for again
            left = None
        if left is None:
            self._near, self._steps, self._frame = self._frame, None, None
        else:
            self._state = looking(left)

    def kept(self, frame: int) -> Any:
        """Return the state at a frame, the caller's to keep, or a Problem: also where it is far."""
        try:
            with self._heeding():
                left = self._states.distance(frame)
                return looking(left) if left > STEP else self._states.at(frame)
        except Exception as cause:  # noqa: BLE001 - as above
            return because("Can't read the recording here", cause)

    def roughly(self, frame: int) -> Any:
        """Return about the state at a frame, the caller's to keep, or a Problem."""
        try:
            with self._heeding():
                return self._states.roughly(frame)
        except Exception as cause:  # noqa: BLE001 - as above
            return because("Can't read the recording here", cause)


def looking(left: int) -> Problem:
    """Say that a state is being looked for."""
    return Problem("Looking for this moment", f"through {grouped(left)} events")
