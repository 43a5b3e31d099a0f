"""A scrollbar: how much of a list is seen, and where a drag along it leads. Owns no position."""

from __future__ import annotations

from dataclasses import dataclass

import pygame
from pygame import Rect, Surface

from replay.ui.box import Box
from replay.ui.theme import LINE, PANEL

BAR = 8
LEAST_THUMB = 24
REACH = 4
"""So far beside it, it can be grasped still."""


@dataclass(frozen=True, slots=True)
class Scrollbar:
    """Beside a list of ``count`` rows of which ``seen`` have room; not there if that is all."""

    track: Box
    seen: int
    count: int

    @property
    def needed(self) -> bool:
        """Whether there is more than can be seen."""
        return self.count > self.seen

    def holds(self, position: tuple[int, int]) -> bool:
        """Whether it can be grasped there."""
        return self.needed and self.track.inset(-REACH, 0).holds(position)

    def within(self, first: int) -> int:
        """Return the uppermost row that is nearest to this one: neither end leaves room empty."""
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
        pygame.draw.rect(target, PANEL, Rect(track), border_radius=4)
        area = Rect(track.left, top, track.width, thumb)
        pygame.draw.rect(target, LINE, area, border_radius=4)
