"""Small flags on the timeline that carry a time."""

from __future__ import annotations

from pygame import Color, Rect, Surface

from replay.ui.box import Box
from replay.ui.shapes import panel
from replay.ui.text import width, write

HEIGHT, SIZE, PADDING = 18, 14, 9


def flag_area(words: str, middle: tuple[int, int], room: Box) -> Rect:
    """Return a flag's area: centred on ``middle``, but within the room's left and right edges."""
    area = Rect(0, 0, width(words, SIZE) + 2 * PADDING, HEIGHT)
    area.center = middle
    area.right = min(area.right, room.right)
    area.left = max(area.left, room.left)
    return area


def flag(
    target: Surface,
    words: str,
    middle: tuple[int, int],
    room: Box,
    ink: Color,
    fill: Color,
    border: Color | None,
) -> Rect:
    """Draw a flag in its ``flag_area`` and return that area."""
    area = flag_area(words, middle, room)
    panel(target, area, fill, border, 5)
    write(target, words, area.center, SIZE, ink, align="centre")
    return area
