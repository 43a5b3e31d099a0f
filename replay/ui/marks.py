"""The shapes of events: lanes, lists and buttons use the same shape for a kind of event."""

from __future__ import annotations

from pygame import Color, Surface

from replay.ui import brush
from replay.ui.shapes import OUTLINES

STAR = 6
TRIANGLES = {
    "up": [(-1.0, 0.8), (1.0, 0.8), (0.0, -1.0)],
    "down": [(-1.0, -0.8), (1.0, -0.8), (0.0, 1.0)],
    "left": [(0.8, -1.0), (0.8, 1.0), (-0.9, 0.0)],
    "right": [(-0.8, -1.0), (-0.8, 1.0), (0.9, 0.0)],
    "diamond": [(0.0, -1.1), (1.1, 0.0), (0.0, 1.1), (-1.1, 0.0)],
    "star": [(1.25 * x, 1.25 * y) for x, y in OUTLINES[STAR]],
}


def mark(target: Surface, shape: str, colour: Color, middle: tuple[int, int], size: int) -> None:
    """Draw a lane's mark, ``size`` pixels high; an unknown shape is a bar."""
    x, y = middle
    half = size / 2
    if shape == "dot":
        brush.circle(target, colour, middle, max(2, half * 0.8))
    elif shape in TRIANGLES:
        corners = [(x + half * a, y + half * b) for a, b in TRIANGLES[shape]]
        brush.polygon(target, colour, corners)
    else:
        brush.rect(target, colour, (x - 1, y - size // 2, 3, size))
