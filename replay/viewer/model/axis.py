"""Which frame lies at which pixel of the timeline, and the marks of time along it.

Pure whole-number arithmetic: knows frames and pixels, no surface and no event.
"""

from __future__ import annotations

from dataclasses import dataclass

FEWEST_FRAMES = 12
"""Zoomed in any further, a frame would be as wide as a button."""
ZOOM_STEP = 3, 2
NEARLY_ALL = 50
"""Zoomed out until only one part in so many is missing, all is shown."""
MARK_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18000, 36000)
MARK_FRAMES = (1, 2, 5, 10, 15, 20, 30)


def _nearest(dividend: int, divisor: int) -> int:
    return (2 * dividend + divisor) // (2 * divisor)


@dataclass(frozen=True, slots=True)
class Axis:
    """The frames ``start`` ≤ frame < ``stop``, laid out on ``width`` pixels from ``left`` on.

    The first frame lies on the first pixel, the last frame on the last one. If there are no more
    frames than pixels, frame to pixel to frame is lossless; otherwise pixel to frame to pixel is.
    Raises ValueError unless there are at least one frame and two pixels.
    """

    left: int
    width: int
    start: int
    stop: int

    def __post_init__(self) -> None:
        if self.stop <= self.start or self.width < 2:
            raise ValueError(f"no axis of {self.stop - self.start} frames on {self.width} pixels")

    @property
    def right(self) -> int:
        """The first pixel to the right of the axis."""
        return self.left + self.width

    def x_from_frame(self, frame: int) -> int:
        """Return the pixel a frame lies on; outside the axis if the frame is."""
        steps = max(1, self.stop - self.start - 1)
        return self.left + _nearest((frame - self.start) * (self.width - 1), steps)

    def frame_from_x(self, x: int) -> int:
        """Return the frame nearest to a pixel; outside the axis, its first or last frame."""
        steps = self.stop - self.start - 1
        frame = self.start + _nearest((x - self.left) * steps, self.width - 1)
        return max(self.start, min(self.stop - 1, frame))

    def first_frame_at(self, x: int) -> int:
        """Return the first frame that lies on a pixel, or on one to the right of it."""
        steps = max(1, self.stop - self.start - 1)
        return self.start - (-(2 * (x - self.left) - 1) * steps // (2 * (self.width - 1)))

    def zoomed(self, frame: int, steps: int, first: int, last: int) -> Axis:
        """Return the axis zoomed in by ``steps`` (negative: out), by a factor of 1.5 each.

        ``frame`` stays at its pixel, as far as the recording's ``first`` and ``last`` allow.
        """
        more, less = ZOOM_STEP
        shown = self.stop - self.start
        for _ in range(abs(steps)):
            shown = shown * less // more if steps > 0 else -(-shown * more // less)
        whole = last - first + 1
        if steps < 0 and whole - shown <= whole // NEARLY_ALL:
            shown = whole
        shown = min(whole, max(min(FEWEST_FRAMES, whole), shown))
        before = _nearest((frame - self.start) * shown, self.stop - self.start)
        return self._showing(frame - before, shown, first, last)

    def following(self, frame: int, first: int, last: int) -> Axis:
        """Return an axis that shows the frame: this one, or this one scrolled to the frame."""
        if self.start <= frame < self.stop:
            return self
        shown = self.stop - self.start
        ahead = shown // 8 if frame >= self.stop else shown - shown // 8
        return self._showing(frame - ahead, shown, first, last)

    def moved(self, frames: int, first: int, last: int) -> Axis:
        """Return the axis scrolled by so many frames (negative: back), within the recording."""
        return self._showing(self.start + frames, self.stop - self.start, first, last)

    def showing(self, start: int, stop: int, first: int, last: int) -> Axis:
        """Return the axis of the frames from ``start`` to before ``stop``, within the recording.

        At least as many as one can zoom in to.
        """
        whole = last - first + 1
        return self._showing(start, min(whole, max(FEWEST_FRAMES, stop - start)), first, last)

    def _showing(self, start: int, shown: int, first: int, last: int) -> Axis:
        begin = max(first, min(start, last + 1 - shown))
        return Axis(self.left, self.width, begin, begin + shown)

    def marks(self, frame_rate: int, apart: int) -> tuple[list[int], int]:
        """Return the frames to mark with their time, and how many frames lie between two marks.

        Marks are round times, at least ``apart`` pixels from each other.
        """
        steps = [step for step in MARK_FRAMES if step < frame_rate and frame_rate % step == 0]
        steps += [seconds * frame_rate for seconds in MARK_SECONDS]
        shown = max(1, self.stop - self.start - 1)
        step = steps[-1]
        for step in steps:
            if step * (self.width - 1) >= apart * shown:
                break
        while step * (self.width - 1) < apart * shown:
            step *= 2
        begin = -(-self.start // step) * step
        return list(range(begin, self.stop, step)), step
