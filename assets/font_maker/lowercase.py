"""The small letters. Knows their drawing and their sides; heights and pens come from the style."""

from __future__ import annotations

import math

from font_maker.glyph_table import GlyphTable, Side
from font_maker.strokes import Mark, Stroke, blob, line, loop
from font_maker.style import Style

LOWERCASE = GlyphTable()
STEM, ROUND, OPEN, DIAGONAL = Side.STEM, Side.ROUND, Side.OPEN, Side.DIAGONAL

BOWL = 470
ARCH = 428


def _arch(style: Style, left: float, right: float) -> Stroke:
    """Branch out of the stem at `left`, turn over and come down at `right`."""
    middle = left + (right - left) * 0.53
    spring = style.x_height * 0.56
    up = Stroke((left, spring)).along(middle, style.x_round, 0.62)
    return up.across(right, style.x_height * 0.6).to(right, 0)


def _bowl(style: Style, stem: float, far: float) -> Stroke:
    """Leave the stem near the x-height, run round by `far`, and come back near the baseline."""
    middle = stem + (far - stem) * 0.5
    waist = style.x_height / 2
    out = Stroke((stem, waist + 30)).along(middle, style.x_round).across(far, waist)
    return out.along(middle, style.base_round).across(stem, waist - 30)


@LOWERCASE.draws("a", OPEN, STEM)
def _a(style: Style) -> list[Mark]:
    left, right = style.columns(416)
    top, middle = style.x_height, (left + right) / 2
    waist = top * 0.53
    roof = Stroke((right, 0)).to(right, top * 0.62).along(middle - 6, style.x_round)
    bowl = Stroke((right, waist)).to(middle + 10, waist).across(left, waist * 0.53 + 6)
    bowl = bowl.along(middle - 16, style.base_round).across(right, top * 0.36)
    return [
        roof.across(left - 14, top * 0.66).trimmed(tail=0.42),
        bowl.with_pen(*style.lighter(1, 0.95)),
    ]


@LOWERCASE.draws("b", STEM, ROUND)
def _b(style: Style) -> list[Mark]:
    left, right = style.columns(BOWL - 6)
    return [line(left, 0, left, style.ascender), _bowl(style, left, right)]


@LOWERCASE.draws("c", ROUND, OPEN)
def _c(style: Style) -> list[Mark]:
    left, right = style.columns(BOWL - 6)
    middle, waist = (left + right) / 2 + 6, style.x_height / 2
    upper = Stroke((right, waist + 40)).along(middle, style.x_round).across(left, waist)
    return [
        upper.along(middle, style.base_round)
        .across(right, waist - 40)
        .trimmed(head=0.36, tail=0.36)
    ]


@LOWERCASE.draws("d", ROUND, STEM)
def _d(style: Style) -> list[Mark]:
    left, right = style.columns(BOWL - 6)
    return [line(right, 0, right, style.ascender), _bowl(style, right, left)]


@LOWERCASE.draws("e", ROUND, Side.FLUSH)
def _e(style: Style) -> list[Mark]:
    left, right = style.columns(BOWL)
    middle, waist = (left + right) / 2, style.x_height * 0.5
    bar = waist - 4
    ring = Stroke((left, bar)).to(right, bar).along(middle, style.x_round).across(left, waist)
    ring = ring.along(middle + 8, style.base_round).across(right + 6, waist * 0.86)
    return [ring.trimmed(tail=0.4).with_pen(*style.lighter(1, 0.95))]


@LOWERCASE.draws("f", Side.FLUSH)
def _f(style: Style) -> list[Mark]:
    stem = style.stem / 2
    reach = stem + style.stem / 2
    hook = Stroke((stem, 0)).to(stem, style.ascender - 190)
    top = style.ascender - style.bar / 2 + 4
    return [
        hook.along(reach + 88, top, 0.62).to(reach + 126, top),
        line(-60, style.x_flat, reach + 112, style.x_flat),
    ]


@LOWERCASE.draws("g", ROUND, STEM)
def _g(style: Style) -> list[Mark]:
    left, right = style.columns(BOWL - 6)
    middle = (left + right) / 2
    low = style.descender + style.bar / 2 - style.overshoot
    tail = Stroke((right, style.x_height)).to(right, 30).along(middle - 6, low)
    return [_bowl(style, right, left), tail.across(left - 40, low + 150).trimmed(tail=0.6)]


@LOWERCASE.draws("h", STEM)
def _h(style: Style) -> list[Mark]:
    left, right = style.columns(ARCH)
    return [line(left, 0, left, style.ascender), _arch(style, left, right)]


def _dot_height(style: Style) -> float:
    return style.ascender - style.dot / 2 + 4


@LOWERCASE.draws("i", STEM)
def _i(style: Style) -> list[Mark]:
    return [line(0, 0, 0, style.x_height), blob(0, _dot_height(style), style.dot)]


@LOWERCASE.draws("j", Side.TIGHT, STEM)
def _j(style: Style) -> list[Mark]:
    low = style.descender + style.bar / 2
    reach = style.stem / 2
    stem = Stroke((0, style.x_height)).to(0, -40).along(-reach - 60, low, 0.62)
    return [stem.to(-reach - 96, low), blob(0, _dot_height(style), style.dot)]


@LOWERCASE.draws("k", STEM, DIAGONAL)
def _k(style: Style) -> list[Mark]:
    left, right = style.columns(424)
    top, root = style.x_height, style.x_height * 0.34
    slope = (right - 20 - left) / (top - root)
    arm = line(left, root, right - 20 + slope * 100, top + 100)
    fork = root + (top - root) * 0.32
    fork_x = left + slope * (fork - root)
    lean = (right + 4 - fork_x) / fork
    leg = line(fork_x, fork, right + 4 + lean * 100, -100)
    return [line(left, 0, left, style.ascender), arm.within(0, top), leg.within(0, top)]


@LOWERCASE.draws("l", STEM, Side.TIGHT)
def _l(style: Style) -> list[Mark]:
    stem = Stroke((0, style.ascender)).to(0, 150)
    reach = style.stem / 2
    return [stem.along(reach + 56, style.base_flat, 0.62).to(reach + 84, style.base_flat)]


@LOWERCASE.draws("m", STEM)
def _m(style: Style) -> list[Mark]:
    left, right = style.columns(690, growth=1.7)
    middle = (left + right) / 2
    arches = [_arch(style, left, middle), _arch(style, middle, right)]
    return [line(left, 0, left, style.x_height), *arches]


@LOWERCASE.draws("n", STEM)
def _n(style: Style) -> list[Mark]:
    left, right = style.columns(ARCH)
    return [line(left, 0, left, style.x_height), _arch(style, left, right)]


@LOWERCASE.draws("o", ROUND)
def _o(style: Style) -> list[Mark]:
    left, right = style.columns(BOWL + 10)
    return [loop(left, right, style.base_round, style.x_round)]


@LOWERCASE.draws("p", STEM, ROUND)
def _p(style: Style) -> list[Mark]:
    left, right = style.columns(BOWL - 6)
    return [line(left, style.descender, left, style.x_height), _bowl(style, left, right)]


@LOWERCASE.draws("q", ROUND, STEM)
def _q(style: Style) -> list[Mark]:
    left, right = style.columns(BOWL - 6)
    return [line(right, style.descender, right, style.x_height), _bowl(style, right, left)]


@LOWERCASE.draws("r", STEM, Side.TIGHT)
def _r(style: Style) -> list[Mark]:
    left = style.stem / 2
    reach = style.stem + 186
    arm = Stroke((left, style.x_height * 0.5)).along(reach - 24, style.x_flat + 4, 0.62)
    return [line(left, 0, left, style.x_height), arm.to(reach, style.x_flat + 4)]


@LOWERCASE.draws("s", OPEN, Side.FLUSH)
def _s(style: Style) -> list[Mark]:
    left, right = style.columns(392)
    middle, top = (left + right) / 2, style.x_height
    upper, lower = top * 0.735, top * 0.265
    spine = Stroke((right + 8, upper - 20)).along(middle + 4, style.x_round).across(left + 4, upper)
    spine = spine.swing(right, lower, 0.86).along(middle - 4, style.base_round)
    spine = spine.across(left - 12, lower + 20).trimmed(head=0.46, tail=0.46)
    return [spine.with_pen(*style.lighter(0.98, 0.95))]


@LOWERCASE.draws("t", Side.FLUSH, Side.TIGHT)
def _t(style: Style) -> list[Mark]:
    reach = style.stem / 2
    stem = Stroke((0, style.x_height + 148)).to(0, 160)
    return [
        stem.along(reach + 92, style.base_flat, 0.62).to(reach + 128, style.base_flat),
        line(-reach - 58, style.x_flat, reach + 122, style.x_flat),
    ]


@LOWERCASE.draws("u", STEM)
def _u(style: Style) -> list[Mark]:
    left, right = style.columns(ARCH)
    middle, spring = left + (right - left) * 0.47, style.x_height * 0.44
    cup = Stroke((left, style.x_height)).to(left, style.x_height * 0.4)
    cup = cup.along(middle, style.base_round).across(right, spring, 0.62)
    return [line(right, 0, right, style.x_height), cup]


def _vee(style: Style, left: float, right: float) -> Stroke:
    """Draw two diagonals from the x-height that meet in a flat foot on the baseline."""
    middle, foot, top = (left + right) / 2, style.bar * 0.5, style.x_height
    rise = 100 * (middle - left) / (top - foot)
    legs = Stroke((left - rise, top + 100)).to(middle, foot).to(right + rise, top + 100)
    return legs.within(0, top)


@LOWERCASE.draws("v", DIAGONAL)
def _v(style: Style) -> list[Mark]:
    left, right = style.columns(492)
    return [_vee(style, left, right)]


@LOWERCASE.draws("w", DIAGONAL)
def _w(style: Style) -> list[Mark]:
    left, right = style.columns(742, growth=1.7)
    middle, foot, top = (left + right) / 2, style.bar * 0.5, style.x_height
    quarter = (right - left) * 0.245
    rise = 100 * quarter / (top - foot)
    zigzag = Stroke((left - rise, top + 100)).to(left + quarter, foot)
    zigzag = zigzag.to(middle, top - style.bar * 0.5).to(right - quarter, foot)
    zigzag = zigzag.to(right + rise, top + 100)
    return [zigzag.within(0, top).with_pen(*style.lighter(0.94, 0.94))]


@LOWERCASE.draws("x", DIAGONAL)
def _x(style: Style) -> list[Mark]:
    left, right = style.columns(474)
    top, slant = style.x_height, (right - left) / style.x_height * 100
    fall = line(left - slant, top + 100, right + slant, -100)
    rise = line(left - slant, -100, right + slant, top + 100)
    return [fall.within(0, top), rise.within(0, top)]


@LOWERCASE.draws("y", DIAGONAL)
def _y(style: Style) -> list[Mark]:
    left, right = style.columns(492)
    middle, foot, top = (left + right) / 2, style.bar * 0.5, style.x_height
    slope = (right - middle) / (top - foot)
    arm = line(left - slope * 100, top + 100, middle, foot)
    low = style.descender
    tail = line(right + slope * 100, top + 100, middle - slope * (foot - low + 100), low - 100)
    return [arm.within(0, top), tail.within(low, top)]


@LOWERCASE.draws("z", OPEN)
def _z(style: Style) -> list[Mark]:
    left, right = style.columns(400)
    return [zed(style, left, right, style.x_flat)]


def zed(style: Style, left: float, right: float, roof: float) -> Stroke:
    """Draw z or Z in one go, its two sharp corners just reaching the ink's edges."""
    base, half = style.base_flat, style.stem / 2
    slope = (roof - base) / (right - left - half)
    tip = math.hypot(style.bar / 2, slope * half) / slope + style.bar / 2 / slope
    path = Stroke((left - half + 8, roof)).to(right + half - tip, roof)
    return path.to(left - half + tip, base).to(right + half, base)
