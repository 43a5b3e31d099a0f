"""Hatching: how a place looks of which nothing is known."""

from __future__ import annotations

from pygame import Color, Rect, Surface, draw

APART = 8


def hatch(target: Surface, place: Rect, ground: Color, line: Color) -> None:
    """Fill a place with slanted lines on a ground; lines of neighbouring places meet."""
    before = target.get_clip()
    target.set_clip(place.clip(before))
    target.fill(ground, place)
    first = (place.left + place.top) // APART * APART
    for slant in range(first, place.right + place.bottom + APART, APART):
        below = slant - place.bottom, place.bottom
        draw.line(target, line, below, (slant - place.top, place.top))
    target.set_clip(before)
