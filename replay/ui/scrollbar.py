"""A scrollbar: how much of a list is visible, and which row a drag leads to. Owns no position."""

from __future__ import annotations

from dataclasses import dataclass

from pygame import Rect, Surface

from replay.ui import brush
from replay.ui.box import Box
from replay.ui.theme import LINE, PANEL

BAR = 8
LEAST_THUMB = 24
REACH = 4
"""Pixels on each side of the track in which it can still be grasped."""


@dataclass(frozen=True, slots=True)
class Scrollbar:
    """Beside a list of ``count`` rows of which ``seen`` fit; not shown if all of them fit."""

    track: Box
    seen: int
    count: int

    @property
    def needed(self) -> bool:
        """Whether there are more rows than fit."""
        return self.count > self.seen

    def holds(self, position: tuple[int, int]) -> bool:
        """Whether the scrollbar can be grasped at a position."""
        return self.needed and self.track.inset(-REACH, 0).holds(position)

    def within(self, first: int) -> int:
        """Clamp an uppermost row so that the list leaves no empty space at either end."""
        return max(0, min(first, self.count - self.seen))

    def first_at(self, y: int) -> int:
        """Return which row is uppermost when the thumb's middle is at this height."""
        above = max(0, min(self.track.height, y - self.track.top))
        middle = self.count * above // max(1, self.track.height)
        return self.within(middle - self.seen // 2)

    def paint(self, target: Surface, first: int) -> None:
        """Paint the track, and the thumb where it is when ``first`` is the uppermost row."""
        if not self.needed:
            return
        track = self.track
        thumb = max(LEAST_THUMB, track.height * self.seen // self.count)
        top = track.top + (track.height - thumb) * first // (self.count - self.seen)
        brush.rect(target, PANEL, Rect(track), radius=4)
        area = Rect(track.left, top, track.width, thumb)
        brush.rect(target, LINE, area, radius=4)
