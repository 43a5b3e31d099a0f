"""The sink: where a recorder's events go, and which frame's may come next.

Each kind keeps how much is written and what waits in one value, replaced in one step: so a write
that failed, or was interrupted anywhere, is repeated as if it had never begun. A check and the
change that depends on it follow each other without a call between them, so that Python runs
neither a signal handler nor another thread in between.
"""

from __future__ import annotations

import errno
import os
import sys
from threading import RLock
from time import monotonic
from types import FrameType
from typing import Any

from replay.events import MAX_FRAME, Event
from replay.schema import Kind, Schema
from replay.storage.disk_errors import is_of_disk
from replay.storage.output_file import Output

NO_FRAME = -1
WATCH_S = 0.5
"""Seconds between checks whether the file that is written still has its name."""


def refuse_large(schema: Schema, event: Event[Any], size: int) -> None:
    """Raise ValueError: an event has too many bytes."""
    next(kind for kind in schema.kinds if kind.type is event.type).refuse_large(size)


class Sink:
    """Where a recorder's events go. Keeps count of frames, and checks which may follow.

    ``next_frame`` is the frame whose events are taken without further checks, the one after
    ``ended``; NO_FRAME if there is none, while something is written, and in bulk while a block is
    full. Frames from ``beyond`` on
    are never taken. ``closing`` is set once ``close`` has begun. ``problem`` is why the events
    cannot be written, ``keyframe_problem`` what the projection raised, which ends keyframes.
    Writers hold the lock ``writing``, always by ``with``: so no signal handler can raise between
    taking the lock and being sure to release it.
    """

    def __init__(self, output: Output, ended: int) -> None:
        self.output = output
        self.writing = RLock()
        self._writer: FrameType | None = None
        self.ended = ended
        self.next_frame = ended + 1
        self.beyond = MAX_FRAME
        self.closing = self._finished = False
        self._next_watch, self._missing = monotonic() + WATCH_S, False
        self.problem: OSError | None = None
        self.keyframe_problem: Exception | None = None

    @property
    def events(self) -> int:
        """How many events it took."""
        raise NotImplementedError

    @property
    def unwritten(self) -> int:
        """How many of them are not written."""
        return 0

    def key(self, kind: Kind) -> str | None:
        """What ``add`` is to be given with events of a kind."""
        return kind.type.name

    def add(self, key: str | None, event: Event[Any], time: int, fields: tuple[Any, ...]) -> bool:
        """Take an event and its row; return whether frames before its own ended by that.

        Raises ValueError for a frame that has ended; then nothing is changed.
        """
        raise NotImplementedError

    def end(self, frame: int) -> None:
        """Take the end of a frame, which has not ended yet."""
        raise NotImplementedError

    def close(self, complete: bool) -> None:
        """End the open frame and finish the file. If that was interrupted, call it again.

        In a forked child only its copy of the file is closed. Raises OSError if the disk does not
        take it.
        """
        if not self.output.is_ours:
            self.give_up()
            return
        self.refuse_interruption()
        self.closing = True
        with self.writing:
            self._writer = sys._getframe()
            try:
                if not self.output.closed:
                    if not self._finished:
                        self._finish(complete)
                    self._finished = True  # without the lock, the file is the next writer's
                    self._close_output()
            finally:
                self._writer = None

    def _close_output(self) -> None:
        try:
            self.output.close()
        except OSError as trouble:
            if not is_of_disk(trouble):
                raise
            self.problem = self.problem or trouble

    def interrupts_itself(self) -> bool:
        """Whether this call interrupts a write of its own thread, from a signal handler say."""
        writer, frame = self._writer, sys._getframe()
        while writer is not None and frame is not writer:
            if frame.f_back is None:
                return False  # another thread writes, or an interrupted write left _writer set
            frame = frame.f_back
        return writer is not None

    def refuse_interruption(self) -> None:
        """Raise RuntimeError if this call interrupts a write of its own thread."""
        if self.interrupts_itself():
            raise RuntimeError(
                f"{self.output.path} is being written at this moment: a signal handler, a "
                "finalizer or a projection must not record; set a flag, and record later"
            )

    def _finish(self, complete: bool) -> None:
        raise NotImplementedError

    @property
    def closed(self) -> bool:
        """Whether no more events are taken."""
        return self.beyond == 0

    def check(self, frame: int) -> None:
        """Raise TypeError or ValueError if no event of this frame can be taken.

        Raises what ``check_owner`` raises.
        """
        self.check_owner()
        if type(frame) is not int:
            raise TypeError(f"a frame is a whole number, not {frame!r}")
        if self.closed:
            raise ValueError(f"{self.output.path} is closed: nothing can be recorded any more")
        if frame <= self.ended:
            raise ValueError(f"frame {frame} has ended; the recording is at {self.ended + 1}")
        if frame >= MAX_FRAME:
            raise ValueError(f"frame {frame} is beyond the last that can be recorded")

    def check_owner(self) -> None:
        """Raise RuntimeError in any process but the one that opened the file."""
        if not self.output.is_ours:
            raise RuntimeError(
                f"this recorder of {self.output.path} belongs to process {self.output.owner}: "
                f"record there, or open a recorder of another file in this process ({os.getpid()})"
            )

    def _await_next(self) -> None:
        """Take events of the frame after the last that ended without further checks."""
        following = self.ended + 1
        self.next_frame = following if following < self.beyond else NO_FRAME

    def _stop(self) -> None:
        """Take no more events."""
        self.next_frame, self.beyond = NO_FRAME, 0

    def give_up(self) -> None:
        """Take no more events and close the file as it is; in a forked child, its copy of it."""
        self._stop()
        self.output.close()

    def _watch(self) -> None:
        """Look now and then whether the file still has its name."""
        if monotonic() >= self._next_watch:
            self._next_watch = monotonic() + WATCH_S
            self._missing = self.output.missing()
        if self._missing and self.problem is None:
            path = os.fspath(self.output.path)
            gone = FileNotFoundError(errno.ENOENT, "it was deleted or replaced", path)
            if not self.closing:  # a signal handler has meanwhile closed it, and saved the match
                self.problem = gone
