"""Panels and badges: the rounded rectangles everything in a window lies on, players' emblems."""

from __future__ import annotations

from math import cos, pi, sin

from pygame import Color, Rect, Surface

from replay.ui import brush
from replay.ui.theme import INK, NIGHT, in_theme

RADIUS = 8


def panel(
    target: Surface,
    where: Rect,
    fill: Color = NIGHT,
    border: Color | None = None,
    radius: int = RADIUS,
) -> None:
    """Draw a rounded rectangle, with a border one unit wide if one is given."""
    brush.rect(target, fill, where, radius=radius)
    if border is not None:
        brush.rect(target, border, where, width=1, radius=radius)


def sheet(target: Surface, where: Rect, *, top: bool = True, bottom: bool = True) -> None:
    """Clear a part of the window, and lay a panel over all of it, round above and below.

    Fills no pixel twice but those around its corners, as on a large screen that takes long.
    """
    upper, lower = RADIUS if top else 0, RADIUS if bottom else 0
    for y, radius in ((where.top, upper), (where.bottom - lower, lower)):
        for x in (where.left, where.right - radius):
            brush.fill(target, INK, (x, y, radius, radius))
    brush.rect(target, NIGHT, where, corners=(upper, upper, lower, lower))


def emblem(target: Surface, player: int, colour: Color, middle: tuple[int, int], size: int) -> None:
    """Draw a player's own shape, so that players differ in more than colour.

    ``size`` is its height in pixels. In order: circle, square, triangle, diamond, cross,
    hexagon, star, ring; then they repeat.
    """
    x, y = middle
    half = size / 2
    kind, colour = player % 8, in_theme(colour)
    if kind in (0, 7):
        brush.circle(target, colour, middle, half)
        if kind == 7:
            brush.circle(target, INK, middle, half * 0.45)
        return
    brush.polygon(target, colour, [(x + half * a, y + half * b) for a, b in OUTLINES[kind]])


def _corners(count: int, turn: float, inner: float | None = None) -> list[tuple[float, float]]:
    points = count if inner is None else 2 * count
    reach = [1.0, 1.0 if inner is None else inner]
    return [
        (
            reach[n % 2] * sin(2 * pi * n / points + turn),
            -reach[n % 2] * cos(2 * pi * n / points + turn),
        )
        for n in range(points)
    ]


_ARM = 0.36
OUTLINES: dict[int, list[tuple[float, float]]] = {
    1: [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    2: [(0, -1), (1.05, 0.85), (-1.05, 0.85)],
    3: [(0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)],
    4: [
        (-_ARM, -1), (_ARM, -1), (_ARM, -_ARM), (1, -_ARM), (1, _ARM), (_ARM, _ARM),
        (_ARM, 1), (-_ARM, 1), (-_ARM, _ARM), (-1, _ARM), (-1, -_ARM), (-_ARM, -_ARM),
    ],
    5: _corners(6, 0.0),
    6: _corners(5, 0.0, inner=0.45),
}  # fmt: skip
"""Corners of each shape, relative to its middle, in units of half its size; y points down."""
