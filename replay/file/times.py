"""When the events of a block or of rows records happened.

Holds the times, and the frames they are computed from, but nothing else of a block: an event
whose time has not been read yet keeps only this in memory.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from itertools import accumulate

from replay.values.timestamps import moment


class RowTimes:
    """The times of events in rows records, each given in milliseconds since 1970."""

    def __init__(self, frames: list[int], times: list[int]) -> None:
        self._frames = frames
        self._times = times

    def moment_of(self, frame: int) -> datetime:
        """The timestamp of a frame's events, where all have one."""
        return moment(self.time_of(frame))

    def time_of(self, frame: int) -> int:
        """The same in milliseconds since 1970."""
        return self._times[bisect_left(self._frames, frame)]

    def moment_at(self, position: int) -> datetime:
        """The timestamp of one event."""
        return moment(self._times[position])


class ColumnTimes:
    """The times of a block's events: a column of steps, decoded when first needed.

    ``steps``: each event's frame less the one before; the first frame is ``first_frame``.
    ``decode(count)`` gives the steps of time; they are one a frame, or one an event.
    """

    def __init__(
        self,
        first_frame: int,
        steps: Sequence[int],
        first_time: int,
        decode: Callable[[int], Sequence[int]],
        frame_rate: int,
        *,
        one_a_frame: bool,
    ) -> None:
        self._first_frame, self._steps = first_frame, steps
        self._first_time, self._decode = first_time, decode
        self._frame_rate = frame_rate
        self._one_a_frame = one_a_frame

    @property
    def _frames(self) -> list[int]:
        return list(accumulate(self._steps[1:], initial=self._first_frame))

    @cached_property
    def _time_of(self) -> dict[int, int]:
        frames = list(dict.fromkeys(self._frames))
        return dict(zip(frames, self._timed(frames), strict=True))

    @cached_property
    def each(self) -> list[int]:
        """The time of each event in milliseconds since 1970."""
        if not self._one_a_frame:
            return self._timed(self._frames)
        return [self._time_of[frame] for frame in self._frames]

    def _timed(self, frames: list[int]) -> list[int]:
        due = [frame * 1000 // self._frame_rate for frame in frames]
        residues = accumulate(self._decode(len(frames)))
        base = self._first_time - due[0]
        return [base + now + residue for now, residue in zip(due, residues, strict=True)]

    def moment_of(self, frame: int) -> datetime:
        """The timestamp of a frame's events, where all have one."""
        return moment(self._time_of[frame])

    def time_of(self, frame: int) -> int:
        """The same in milliseconds since 1970."""
        return self._time_of[frame]

    def moment_at(self, position: int) -> datetime:
        """The timestamp of one event."""
        return moment(self.each[position])
