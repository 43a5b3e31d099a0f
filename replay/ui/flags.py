"""Small flags on the timeline that carry a time."""

from __future__ import annotations

from pygame import Color, Rect, Surface

from replay.ui.box import Box
from replay.ui.shapes import panel
from replay.ui.text import width, write

HEIGHT, SIZE, PADDING = 18, 14, 9


def flag_place(words: str, middle: tuple[int, int], room: Box) -> Rect:
    """Return where a flag is: around its middle, but inside the room's left and right."""
    place = Rect(0, 0, width(words, SIZE) + 2 * PADDING, HEIGHT)
    place.center = middle
    place.right = min(place.right, room.right)
    place.left = max(place.left, room.left)
    return place


def flag(
    target: Surface,
    words: str,
    middle: tuple[int, int],
    room: Box,
    ink: Color,
    fill: Color,
    border: Color | None,
) -> Rect:
    """Draw a flag where it is; return where."""
    place = flag_place(words, middle, room)
    panel(target, place, fill, border, 5)
    write(target, words, place.center, SIZE, ink, align="centre")
    return place
