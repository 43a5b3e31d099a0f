"""Where the playhead is. Knows that time passes; has no clock, no window, no file.

Every change is a command, or elapsed time that the caller measured, so that a test can replay a
whole session.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, assert_never

from replay.playback.commands import (
    Faster,
    First,
    GoToShare,
    Last,
    NextEvent,
    NormalSpeed,
    PlayCommand,
    PreviousEvent,
    SeekTo,
    SetSpeed,
    ShuttleForward,
    ShuttleReverse,
    SkipSeconds,
    Slower,
    StepBy,
    TogglePlay,
)

SPEEDS = tuple(Fraction(2) ** power for power in range(-4, 7))
"""The speeds there are, 1/16 to 64; each also backward."""

SIXTEENTHS = 16
MICROSECONDS = 1_000_000
WHOLE_FRAME = SIXTEENTHS * MICROSECONDS
"""The playhead counts in parts of a frame so small that no speed and no elapsed microsecond
needs rounding: frames a second × sixteenths of speed × microseconds."""


class EventFrames(Protocol):
    """Knows in which frames something happens."""

    def after(self, frame: int) -> int | None:
        """Return the first frame after this one in which something happens, or None."""
        ...

    def before(self, frame: int) -> int | None:
        """Return the last frame before this one in which something happens, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Moved:
    """What passing time did: the playhead went from a frame to another, and perhaps stopped."""

    start: int
    stop: int
    ended: bool


class Playhead:
    """A place in a recording, whether it plays, and how fast and which way.

    ``first`` and ``last`` are the frames it can be at, ``frame_rate`` is frames a second,
    ``events`` says where the next and the previous event are. It starts at the first frame,
    playing. ``frame``, ``playing`` and ``speed`` (negative: backward) are there to be read;
    ``do`` and ``advance`` alone change them. With ``open_ended`` more frames may come: at the
    last one it waits for them instead of stopping, and ``grow`` brings them.

    Raises ValueError if there is no frame between first and last, or no frame in a second.
    """

    def __init__(self, first: int, last: int, frame_rate: int, events: EventFrames) -> None:
        if last < first or frame_rate < 1:
            raise ValueError(f"no playhead for frames {first} to {last}, {frame_rate} a second")
        self.first = first
        self.last = last
        self.frame_rate = frame_rate
        self.frame = first
        self.playing = True
        self.speed = Fraction(1)
        self.open_ended = False
        self._events = events
        self._part = 0

    @property
    def at_end(self) -> bool:
        """Whether there is nothing left to play in the direction it plays, nor will be."""
        if self.speed > 0:
            return self.frame == self.last and not self.open_ended
        return self.frame == self.first

    @property
    def _waits(self) -> bool:
        return self.open_ended and self.speed > 0 and self.frame == self.last

    def grow(self, last: int) -> None:
        """Set a later last frame. Raises ValueError if the recording shrank."""
        if last < self.last:
            raise ValueError(f"a recording does not shrink from frame {self.last} to {last}")
        self.last = last

    def advance(self, elapsed_ms: float) -> Moved | None:
        """Let time pass, to the microsecond; return what changed, or None if nothing did.

        Fractions of a frame are kept, so that many short times add up to one long time. At
        the last frame (backward: the first) it stops. Raises ValueError for a negative time.
        """
        if elapsed_ms < 0:
            raise ValueError(f"time does not go back by {-elapsed_ms} ms")
        if not self.playing:
            return None
        elapsed = round(elapsed_ms * 1000)
        passed = elapsed * self.frame_rate * int(abs(self.speed) * SIXTEENTHS) + self._part
        frames, self._part = divmod(passed, WHOLE_FRAME)
        start = self.frame
        self._place(start + (frames if self.speed > 0 else -frames), keep_part=True)
        if self.at_end:
            self._pause()
        elif self._waits:
            self._part = 0
        if self.frame == start and self.playing:
            return None
        return Moved(start, self.frame, ended=not self.playing)

    def ms_to_next_frame(self) -> float | None:
        """Return the milliseconds until the next frame; None if it does not play, or waits."""
        if not self.playing or self._waits:
            return None
        a_microsecond = self.frame_rate * int(abs(self.speed) * SIXTEENTHS)
        return -(-(WHOLE_FRAME - self._part) // a_microsecond) / 1000

    def do(self, command: PlayCommand) -> None:
        """Carry out a command. Frames outside the recording mean the nearest one inside.

        Raises ValueError for a speed that is not one of SPEEDS, or tenths that are not 0 to 10.
        """
        match command:
            case TogglePlay():
                self._toggle()
            case StepBy(frames):
                self._pause()
                self._place(self.frame + frames)
            case SkipSeconds(seconds):
                self._place(self.frame + seconds * self.frame_rate)
            case SeekTo(frame):
                self._place(frame)
            case GoToShare(tenths):
                if not 0 <= tenths <= 10:
                    raise ValueError(f"a match has ten tenths, there is no {tenths}")
                self._place(self.first + (self.last - self.first) * tenths // 10)
            case First():
                self._place(self.first)
            case Last():
                self._place(self.last)
                if self.open_ended:
                    self.speed, self.playing = Fraction(1), True
            case NextEvent():
                self._pause_at(self._events.after(self.frame))
            case PreviousEvent():
                self._pause_at(self._events.before(self.frame))
            case SetSpeed() | Faster() | Slower() | NormalSpeed():
                self._set_speed(command)
            case ShuttleForward():
                self._shuttle(Fraction(1))
            case ShuttleReverse():
                self._shuttle(Fraction(-1))
            case _:
                assert_never(command)

    def _place(self, frame: int, *, keep_part: bool = False) -> None:
        self.frame = max(self.first, min(self.last, frame))
        if not keep_part:
            self._part = 0

    def _pause(self) -> None:
        self.playing = False
        self._part = 0

    def _pause_at(self, frame: int | None) -> None:
        self._pause()
        self._place(self.frame if frame is None else frame)

    def _toggle(self) -> None:
        if self.playing:
            self._pause()
            return
        if self.at_end and self.speed < 0:
            self.speed = -self.speed
        elif self.at_end:
            self._place(self.first)
        self.playing = self.first < self.last or self.open_ended

    def _shuttle(self, way: Fraction) -> None:
        if self.playing and self.speed * way > 0:
            self._change_speed(+1)
            return
        self.speed = way
        self._part = 0
        self.playing = not self.at_end

    def _set_speed(self, command: SetSpeed | Faster | Slower | NormalSpeed) -> None:
        match command:
            case SetSpeed(speed):
                if speed not in SPEEDS:
                    raise ValueError(f"{speed} is none of the speeds there are")
                self.speed = speed if self.speed > 0 else -speed
            case Faster():
                self._change_speed(+1)
            case Slower():
                self._change_speed(-1)
            case NormalSpeed():
                self._part = self._part if self.speed > 0 else 0
                self.speed = Fraction(1)

    def _change_speed(self, steps: int) -> None:
        position = SPEEDS.index(abs(self.speed)) + steps
        faster = SPEEDS[max(0, min(len(SPEEDS) - 1, position))]
        self.speed = faster if self.speed > 0 else -faster
