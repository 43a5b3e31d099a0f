"""Hatching: the pattern for areas about which nothing is known."""

from __future__ import annotations

from pygame import Color, Rect, Surface

from replay.ui import brush

APART = 8


def hatch(target: Surface, area: Rect, ground: Color | None, line: Color) -> None:
    """Fill an area with slanted lines on a ground, or over what is there without one.

    Lines of neighbouring areas meet.
    """
    with brush.clipped(target, area):
        if ground is not None:
            brush.fill(target, ground, area)
        first = (area.left + area.top) // APART * APART
        for slant in range(first, area.right + area.bottom + APART, APART):
            below = slant - area.bottom, area.bottom
            brush.line(target, line, below, (slant - area.top, area.top))
