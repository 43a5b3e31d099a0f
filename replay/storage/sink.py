"""The sink: where a recorder's events go, and which frame's may come next.

Each kind knows in one value how much is written and what waits, and replaces it in one step: so a
write that failed, or was interrupted anywhere, is made again as if it had never begun. What is
judged and what is done about it stand side by side without a call between: Python lets neither a
signal handler nor another thread in there.
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
from replay.storage.output_file import Output

NO_FRAME = -1
WATCH_S = 0.5
"""Seconds after which a file that is written is looked for under its name again."""


class Sink:
    """Where a recorder's events go. Keeps count of frames, and judges which may follow.

    ``next_frame`` is the frame whose events may come without further ado, the one behind
    ``ended``; NO_FRAME if there is none. Frames from ``beyond`` on are never taken. ``problem``
    is what keeps the disk from taking the events, ``keyframe_problem`` what the projection
    raised, so that there are no more keyframes. Who writes holds ``writing``, by a ``with``: no
    signal handler can raise between its taking the lock and its being bound to give it back.
    """

    def __init__(self, output: Output, ended: int) -> None:
        self.output = output
        self.writing = RLock()
        self._writer: FrameType | None = None
        self.ended = ended
        self.next_frame = ended + 1
        self.beyond = MAX_FRAME
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

    def add(self, number: int, event: Event[Any], time: int, fields: tuple[Any, ...]) -> bool:
        """Take an event and its row; return whether frames before its own ended by that.

        Raises ValueError for a frame that has ended; then nothing is changed.
        """
        raise NotImplementedError

    def end(self, frame: int) -> None:
        """Take the end of a frame, which has not ended yet."""
        raise NotImplementedError

    def close(self, complete: bool) -> None:
        """End the open frame and finish the file. If that was interrupted, call it again.

        Raises OSError if the disk does not take it.
        """
        self.refuse_interruption()
        with self.writing:
            self._writer = sys._getframe()
            try:
                if not self.output.closed:
                    self._finish(complete)
                    self.output.close()
            finally:
                self._writer = None

    def interrupts_itself(self) -> bool:
        """Whether this call comes out of the midst of a write, from a signal handler say."""
        writer, frame = self._writer, sys._getframe()
        while writer is not None and frame is not writer:
            if frame.f_back is None:
                return False  # another thread writes, or a write that was interrupted left its mark
            frame = frame.f_back
        return writer is not None

    def refuse_interruption(self) -> None:
        """Raise RuntimeError if this call comes out of the midst of a write."""
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
        """Raise TypeError or ValueError if no event of this frame can be taken."""
        if type(frame) is not int:
            raise TypeError(f"a frame is a whole number, not {frame!r}")
        if self.closed:
            raise ValueError(f"{self.output.path} is closed: nothing can be recorded any more")
        if frame <= self.ended:
            raise ValueError(f"frame {frame} has ended; the recording is at {self.ended + 1}")
        if frame >= MAX_FRAME:
            raise ValueError(f"frame {frame} is beyond the last that can be recorded")

    def _end_frames(self, frame: int) -> None:
        following = frame + 1 if frame + 1 < MAX_FRAME else NO_FRAME
        if self.ended < frame:
            self.ended, self.next_frame = frame, following

    def _stop(self) -> None:
        """Take no more events."""
        self.next_frame, self.beyond = NO_FRAME, 0

    def give_up(self) -> None:
        """Take no more events and close the file as it is."""
        self._stop()
        self.output.close()

    def _watch(self) -> None:
        """Look now and then whether the file still has its name."""
        if monotonic() >= self._next_watch:
            self._next_watch = monotonic() + WATCH_S
            self._missing = self.output.missing()
        if self._missing and self.problem is None:
            path = os.fspath(self.output.path)
            self.problem = FileNotFoundError(errno.ENOENT, "it was deleted or replaced", path)
