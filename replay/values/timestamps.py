"""Timestamps: moments, their milliseconds, and how events read from a file make theirs lazily.

A recording of ten million events has ten million timestamps, of which hardly any is ever read.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import floor
from typing import Protocol

put = object.__setattr__

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_TIME, LAST_TIME = (
    (end - EPOCH) // timedelta(milliseconds=1)
    for end in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
)
"""The milliseconds that a datetime in UTC can represent."""


def milliseconds(stamp: datetime) -> int:
    """Return a moment in milliseconds since 1970 (UTC), rounded; at the ends, the nearest."""
    time = floor(stamp.timestamp() * 1000 + 0.5)
    return time if FIRST_TIME <= time <= LAST_TIME else max(FIRST_TIME, min(time, LAST_TIME))


def clock_of(event: Timed) -> Clock | None:
    """Return the clock of an event whose timestamp is its whole frame's and was not yet read."""
    clock = getattr(event, "_clock", None)
    return None if isinstance(clock, tuple) else clock


def moment(time: int) -> datetime:
    """Return the moment ``time`` milliseconds after 1970 (UTC)."""
    return EPOCH + timedelta(milliseconds=time)


class Clock(Protocol):
    """Knows when the events of a stretch of a recording were written down."""

    def moment_of(self, frame: int) -> datetime:
        """Return the timestamp of a frame's events, where they have one."""
        ...

    def moment_at(self, position: int) -> datetime:
        """Return the timestamp of the event at a position, where each has its own."""
        ...

    def time_of(self, frame: int) -> int:
        """Return what ``moment_of`` does, in milliseconds since 1970, valid or not."""
        ...


class Timed:
    """An event read from a file has a clock; its timestamp is made when it is first read.

    If the event's frame has several timestamps, its clock is paired with the event's position.
    Once the timestamp is made, the event drops its clock.
    """

    __slots__ = ("_clock",)
    frame: int
    timestamp: datetime
    _clock: Clock | tuple[Clock, int] | None

    def made_timestamp(self) -> datetime:
        """Make the timestamp of an event that has a clock, or return the one made meanwhile."""
        clock = self._clock
        if clock is None:  # another thread was faster
            return self.timestamp
        if isinstance(clock, tuple):
            made = clock[0].moment_at(clock[1])
        else:
            made = clock.moment_of(self.frame)
        put(self, "timestamp", made)
        put(self, "_clock", None)
        return made
