"""Arrows, marks, geometric shapes and fractions. Knows their drawing and their cells."""

from __future__ import annotations

import math

from font_maker.digits import DIGITS
from font_maker.glyph_table import Draw, GlyphTable, Side
from font_maker.strokes import Mark, Point, Shape, Stroke, blob, line, polygon
from font_maker.style import Style

SYMBOLS = GlyphTable()
ICON_ADVANCE = 720
FRACTION_SCALE = 0.58
FRACTION_PEN = 0.74


def _icon_cell(style: Style) -> float:
    return ICON_ADVANCE


def _wide_cell(style: Style) -> float:
    return 860


def _middle(style: Style) -> float:
    return style.cap * 0.47


def _arrow(style: Style, dx: int, dy: int) -> list[Mark]:
    """Draw an arrow pointing along the unit vector (dx, dy)."""
    y, reach, wing = _middle(style), 330, 206
    if dy:
        reach = 310

    def at(ahead: float, aside: float) -> Point:
        return (dx * ahead - dy * aside, y + dy * ahead + dx * aside)

    tip = reach - style.stem * 0.7
    head = Stroke(at(tip - wing, wing)).to(*at(tip, 0)).to(*at(tip - wing, -wing))
    return [line(*at(-reach, 0), *at(tip, 0)), head]


def _triangle(style: Style, dx: int, dy: int) -> list[Mark]:
    """Fill a triangle pointing along the unit vector (dx, dy)."""
    y, reach, wing = _middle(style), 270, 312

    def at(ahead: float, aside: float) -> Point:
        return (dx * ahead - dy * aside, y + dy * ahead + dx * aside)

    return [polygon(at(reach, 0), at(-reach, wing), at(-reach, -wing))]


@SYMBOLS.draws_in_cell("←", _wide_cell)
def _arrow_left(style: Style) -> list[Mark]:
    return _arrow(style, -1, 0)


@SYMBOLS.draws_in_cell("→", _wide_cell)
def _arrow_right(style: Style) -> list[Mark]:
    return _arrow(style, 1, 0)


@SYMBOLS.draws_in_cell("↑", _icon_cell)
def _arrow_up(style: Style) -> list[Mark]:
    return _arrow(style, 0, 1)


@SYMBOLS.draws_in_cell("↓", _icon_cell)
def _arrow_down(style: Style) -> list[Mark]:
    return _arrow(style, 0, -1)


@SYMBOLS.draws_in_cell("▲", _icon_cell)
def _triangle_up(style: Style) -> list[Mark]:
    return _triangle(style, 0, 1)


@SYMBOLS.draws_in_cell("▼", _icon_cell)
def _triangle_down(style: Style) -> list[Mark]:
    return _triangle(style, 0, -1)


@SYMBOLS.draws_in_cell("◀", _icon_cell)
def _triangle_left(style: Style) -> list[Mark]:
    return _triangle(style, -1, 0)


@SYMBOLS.draws_in_cell("▶", _icon_cell)
def _triangle_right(style: Style) -> list[Mark]:
    return _triangle(style, 1, 0)


@SYMBOLS.draws_in_cell("■", _icon_cell)
def _square(style: Style) -> list[Mark]:
    y, half = _middle(style), 270
    return [polygon((-half, y - half), (-half, y + half), (half, y + half), (half, y - half))]


@SYMBOLS.draws_in_cell("●", _icon_cell)
def _disc(style: Style) -> list[Mark]:
    return [blob(0, _middle(style), 590, 0.5523)]


@SYMBOLS.draws_in_cell("◆", _icon_cell)
def _diamond(style: Style) -> list[Mark]:
    y, reach = _middle(style), 344
    return [polygon((-reach, y), (0, y + reach), (reach, y), (0, y - reach))]


@SYMBOLS.draws_in_cell("★", _wide_cell)
def _star(style: Style) -> list[Mark]:
    y = _middle(style) - 16
    points = []
    for i in range(10):
        radius = 400 if i % 2 == 0 else 176
        angle = math.radians(90 - 36 * i)
        points.append((radius * math.cos(angle), y + radius * math.sin(angle)))
    return [polygon(*points)]


@SYMBOLS.draws_in_cell("✓", _icon_cell)
def _check(style: Style) -> list[Mark]:
    return [Stroke((-280, 300)).to(-90, 108).to(270, 580)]


@SYMBOLS.draws_in_cell("✗", _icon_cell)
def _cross(style: Style) -> list[Mark]:
    y, reach = _middle(style), 230
    return [line(-reach, y + d * reach, reach, y - d * reach) for d in (1, -1)]


def small_marks(style: Style, draw: Draw, x: float, *, raised: bool) -> list[Mark]:
    """Draw something small, its foot on the baseline or its head at the cap height."""
    small = style.small(FRACTION_SCALE, FRACTION_PEN)
    pen, lift = (small.stem, small.bar), style.cap - small.cap if raised else 0.0
    marks: list[Mark] = []
    for mark in draw(small):
        if isinstance(mark, Shape):
            marks.append(mark.moved(x, lift))
            continue
        share = 1.0 if mark.pen is None else mark.pen[1] / small.bar
        marks.append(mark.moved(x, lift).with_pen(pen[0], pen[1] * share))
    return marks


def fraction(style: Style, over: str, under: str) -> list[Mark]:
    """Draw one figure over another."""
    figures = DIGITS.glyphs
    slash = line(190, -60, 520, style.cap + 60).within(0, style.cap)
    return [
        *small_marks(style, figures[over].draw, 0, raised=True),
        slash.with_pen(*style.lighter(0.74, 0.74)),
        *small_marks(style, figures[under].draw, 450 + style.growth * 1.6, raised=False),
    ]


@SYMBOLS.draws("⅛", Side.OPEN)
def _eighth(style: Style) -> list[Mark]:
    return fraction(style, "1", "8")


@SYMBOLS.draws("¼", Side.OPEN)
def _quarter(style: Style) -> list[Mark]:
    return fraction(style, "1", "4")


@SYMBOLS.draws("½", Side.OPEN)
def _half(style: Style) -> list[Mark]:
    return fraction(style, "1", "2")
