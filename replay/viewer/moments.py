"""The states a viewer shows: any frame's, and cheaply the next ones'.

Knows a timeline and frames. A recording's damage and a game's mistakes become Trouble here, so
that nothing that is drawn has to expect them.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, Protocol

from replay.errors import RecordingError
from replay.timeline import StaleKeyframes
from replay.viewer.trouble import Trouble, because

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


class NoStates:
    """The states of a recording whose game is not here: nothing is known of any frame."""

    def at(self, frame: int) -> None:
        """Know nothing."""

    def walk(self, start: int, step: int) -> Iterator[tuple[int, None]]:
        """Know nothing of each frame from ``start`` on."""
        return ((frame, None) for frame in count(start, step))


class Moments:
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

    def at(self, frame: int) -> Any:
        """Return the state at a frame, lent until another is asked for, or a Trouble."""
        if frame == self._frame:
            return self._state
        try:
            with self._heeding():
                self._state = self._go(frame)
        except RecordingError as cause:
            self._state = Trouble("The recording cannot be read here", str(cause))
        except Exception as cause:  # noqa: BLE001 - a game's fold may raise anything
            self._state = because("The game cannot follow its recording here", cause)
        if isinstance(self._state, Trouble):
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

    def kept(self, frame: int) -> Any:
        """Return the state at a frame, the caller's to keep, or a Trouble."""
        try:
            with self._heeding():
                return self._states.at(frame)
        except Exception as cause:  # noqa: BLE001 - as above
            return because("The recording cannot be read here", cause)
