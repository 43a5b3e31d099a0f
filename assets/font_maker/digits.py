"""The digits, all in cells of one width so that counters and clocks do not tremble."""

from __future__ import annotations

from font_maker.glyph_table import GlyphTable
from font_maker.strokes import Mark, Stroke, line, loop
from font_maker.style import Style

DIGITS = GlyphTable()
WIDTH = 470


def _cell(style: Style) -> float:
    return style.digit_advance


@DIGITS.draws_in_cell("0", _cell)
def _zero(style: Style) -> list[Mark]:
    left, right = style.columns(WIDTH)
    return [loop(left, right, style.base_round, style.cap_round, 0.64)]


@DIGITS.draws_in_cell("1", _cell)
def _one(style: Style) -> list[Mark]:
    unit, half = style.scale, style.stem / 2
    stem = 200 * unit
    flag = line(stem, style.cap - style.bar * 0.45, 0, style.cap * 0.76)
    base = line(
        stem - half - 122 * unit, style.base_flat, stem + half + 122 * unit, style.base_flat
    )
    return [line(stem, 0, stem, style.cap), flag.within(0, style.cap), base]


@DIGITS.draws_in_cell("2", _cell)
def _two(style: Style) -> list[Mark]:
    left, right = style.columns(452)
    middle, edge = (left + right) / 2, style.stem / 2
    shoulder, base, unit = style.cap * 0.72, style.base_flat, style.scale
    neck = Stroke((left - 12 * unit, shoulder)).along(middle - 4 * unit, style.cap_round)
    neck = neck.across(right - 4 * unit, shoulder).trimmed(head=0.34)
    low = (left + 4 * unit, base + 10 * unit)
    neck = neck.curve((right - 4 * unit, style.cap * 0.5), (middle, style.cap * 0.36), low)
    foot = line(left - edge, base, right + edge, base)
    return [neck.within(0, style.cap * 2), foot]


@DIGITS.draws_in_cell("3", _cell)
def _three(style: Style) -> list[Mark]:
    left, right = style.columns(448)
    middle, unit, cap = (left + right) / 2 - 8 * style.scale, style.scale, style.cap
    waist = cap * 0.525
    upper = Stroke((left - 4 * unit, cap * 0.74)).along(middle, style.cap_round)
    upper = upper.across(right - 22 * unit, cap * 0.755).along(middle - 10 * unit, waist)
    lower = Stroke((middle - 50 * unit, waist)).to(middle + 14 * unit, waist)
    lower = lower.across(right, cap * 0.275).along(middle, style.base_round)
    lower = lower.across(left - 18 * unit, cap * 0.26)
    pen = style.lighter(1, 0.96)
    return [upper.trimmed(head=0.4).with_pen(*pen), lower.trimmed(tail=0.4).with_pen(*pen)]


@DIGITS.draws_in_cell("4", _cell)
def _four(style: Style) -> list[Mark]:
    left, right = style.columns(510)
    unit, cap = style.scale, style.cap
    stem, bar = right - 92 * unit - style.stem * 0.2, cap * 0.235
    end = right + style.stem / 2
    slant = Stroke((stem - 20 * unit, cap + 40 * unit)).to(left + 4 * unit, bar)
    return [
        line(stem, 0, stem, cap),
        slant.to(end, bar).within(0, cap),
    ]


@DIGITS.draws_in_cell("5", _cell)
def _five(style: Style) -> list[Mark]:
    left, right = style.columns(452)
    unit, cap = style.scale, style.cap
    middle, shoulder = (left + right) / 2 - 6 * unit, cap * 0.605
    side = left + 22 * unit
    belly = Stroke((side, cap * 0.44)).curve(
        (side + 40 * unit, shoulder - 14 * unit),
        (middle - 60 * unit, shoulder - style.bar * 0.1),
        (middle + 6 * unit, shoulder - style.bar * 0.1),
    )
    belly = belly.across(right, cap * 0.305).along(middle, style.base_round)
    belly = belly.across(left - 18 * unit, cap * 0.25).trimmed(tail=0.4)
    roof = Stroke((side, cap * 0.41)).to(side + 12 * unit, style.cap_flat)
    return [roof.to(right + style.stem / 2 - 22 * unit, style.cap_flat), belly]


def _six_marks(style: Style) -> tuple[Stroke, Stroke]:
    left, right = style.columns(466)
    cap, unit = style.cap, style.scale
    belly_top = cap * 0.61
    ring = loop(left, right, style.base_round, belly_top - style.bar / 2 + style.overshoot)
    waist = ring.start[1]
    middle = (left + right) / 2
    back = Stroke((left, waist)).to(left, cap * 0.4)
    back = back.along(middle + 26 * unit, style.cap_round, 0.6)
    return ring, back.across(right + 20 * unit, cap * 0.72).trimmed(tail=0.6)


@DIGITS.draws_in_cell("6", _cell)
def _six(style: Style) -> list[Mark]:
    ring, back = _six_marks(style)
    return [ring.with_pen(*style.lighter(1, 0.96)), back]


@DIGITS.draws_in_cell("7", _cell)
def _seven(style: Style) -> list[Mark]:
    left, right = style.columns(452)
    edge, unit = style.stem / 2, style.scale
    roof = Stroke((left - edge, style.cap_flat)).to(right, style.cap_flat)
    foot = left + 92 * unit
    slope = (right - foot) / style.cap_flat
    return [roof.to(foot - slope * 80, -80).within(0, style.cap)]


@DIGITS.draws_in_cell("8", _cell)
def _eight(style: Style) -> list[Mark]:
    left, right = style.columns(470)
    waist, unit = style.cap * 0.525, style.scale
    pen = style.lighter(1, 0.94)
    upper = loop(left + 24 * unit, right - 24 * unit, waist, style.cap_round)
    return [upper.with_pen(*pen), loop(left, right, style.base_round, waist).with_pen(*pen)]


@DIGITS.draws_in_cell("9", _cell)
def _nine(style: Style) -> list[Mark]:
    ring, back = _six_marks(style)
    left, right = style.columns(466)
    turned = (mark.turned(left + right, style.cap) for mark in (ring, back))
    head, tail = turned
    return [head.with_pen(*style.lighter(1, 0.96)), tail]
