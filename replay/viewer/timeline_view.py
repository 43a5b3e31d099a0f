"""Which frames the timeline shows: all, or some, beside the playhead or where somebody looks.

Knows frames and pixels. Time and commands come from the viewer.
"""

from __future__ import annotations

from replay.ui.box import Box
from replay.viewer.model.axis import Axis


class TimelineView:
    """The axis of the timeline. ``first`` and ``horizon`` are the frames that it has room for.

    It follows the playhead, unless somebody has panned it away: until the playhead is in view
    again, or jumps.
    """

    def __init__(self, strip: Box, first: int, horizon: int) -> None:
        self.axis = Axis(strip.left, strip.width, first, horizon + 1)
        self._first = first
        self._panned = False

    def resize(self, strip: Box) -> None:
        """Show the same frames on a strip of another size."""
        self.axis = Axis(strip.left, strip.width, self.axis.start, self.axis.stop)

    def zoom(self, frame: int, steps: int, horizon: int) -> None:
        """Zoom in by so many steps (negative: out) around a frame."""
        self.axis = self.axis.zoomed(frame, steps, self._first, horizon)

    def pan(self, frames: int, playhead: int, horizon: int) -> None:
        """Show what lies so many frames later (negative: earlier)."""
        self.axis = self.axis.moved(frames, self._first, horizon)
        self._panned = not self.axis.start <= playhead < self.axis.stop

    def show(self, start: int, stop: int, playhead: int, horizon: int) -> None:
        """Show the frames from one to before another, or the nearest that there are."""
        self.axis = self.axis.showing(start, stop, self._first, horizon)
        self._panned = not self.axis.start <= playhead < self.axis.stop

    def follow(self, playhead: int, horizon: int, *, jumped: bool) -> None:
        """Show the playhead, which has moved or jumped."""
        in_view = self.axis.start <= playhead < self.axis.stop
        self._panned = self._panned and not jumped and not in_view
        if not self._panned:
            self.axis = self.axis.following(playhead, self._first, horizon)
