"""An immutable rectangle in whole pixels. pygame accepts it wherever it accepts a Rect."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle: its top left corner and its size."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first pixel to its right."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first pixel below it."""
        return self.top + self.height

    @property
    def middle(self) -> tuple[int, int]:
        """The pixel in its middle."""
        return self.left + self.width // 2, self.top + self.height // 2

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.width, self.height

    def holds(self, position: tuple[int, int]) -> bool:
        """Whether a pixel lies in it."""
        return self.left <= position[0] < self.right and self.top <= position[1] < self.bottom

    def within(self, other: Box) -> bool:
        """Whether all of it lies in the other box."""
        inside_across = other.left <= self.left and self.right <= other.right
        return inside_across and other.top <= self.top and self.bottom <= other.bottom

    def inset(self, across: int, down: int) -> Box:
        """Return the box shrunk by ``across`` pixels left and right, ``down`` above and below."""
        return Box(
            self.left + across,
            self.top + down,
            max(0, self.width - 2 * across),
            max(0, self.height - 2 * down),
        )
