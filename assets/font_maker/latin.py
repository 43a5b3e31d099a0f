"""Latin letters that are no letter with a mark: joined, crossed, and a few of their own."""

from __future__ import annotations

from font_maker.capitals import CAPITALS
from font_maker.glyph_table import GlyphTable, Side
from font_maker.lowercase import LOWERCASE
from font_maker.strokes import Mark, Stroke, blob, line, loop
from font_maker.style import Style

LATIN = GlyphTable()
STEM, ROUND, OPEN, DIAGONAL, TIGHT = Side.STEM, Side.ROUND, Side.OPEN, Side.DIAGONAL, Side.TIGHT


def _plain(letter: str, style: Style) -> list[Mark]:
    table = CAPITALS if letter.isupper() else LOWERCASE
    return table.glyphs[letter].draw(style)


@LATIN.draws("ß", Side.STEM, Side.OPEN)
def _sharp_s(style: Style) -> list[Mark]:
    left, right = style.columns(474)
    top, middle = style.ascender - style.bar / 2 + style.overshoot, (left + right) / 2
    waist = style.ascender * 0.56
    roof = Stroke((left, 0)).to(left, style.ascender - 200).along(middle - 10, top)
    roof = roof.across(right - 40, style.ascender * 0.77).along(middle + 30, waist)
    belly = Stroke((middle - 20, waist)).to(middle + 40, waist)
    belly = belly.across(right, waist * 0.53).along(middle + 30, style.base_round)
    return [roof, belly.to(middle - 56, style.base_round)]


@LATIN.draws("ø", Side.ROUND)
def _o_slash(style: Style) -> list[Mark]:
    left, right = style.columns(480)
    ring = loop(left, right, style.base_round, style.x_round)
    slash = line(left - 10, -40, right + 10, style.x_height + 40)
    return [ring, slash.with_pen(*style.lighter(0.72, 0.72))]


@LATIN.draws("æ", Side.OPEN)
def _ae(style: Style) -> list[Mark]:
    left, right = style.columns(736, growth=1.6)
    top, stem = style.x_height, (left + right) / 2 + 4
    bar, waist = top * 0.5 - 4, top * 0.5
    a_middle, e_middle = (left + stem) / 2, (stem + right) / 2
    roof = Stroke((stem, waist)).along(a_middle, style.x_round).across(left - 14, top * 0.66)
    bowl = Stroke((stem, bar)).to(a_middle + 10, bar).across(left, top * 0.265)
    bowl = bowl.along(a_middle - 10, style.base_round).across(stem, waist)
    ring = Stroke((stem, bar)).to(right, bar).along(e_middle, style.x_round).across(stem, waist)
    ring = ring.along(e_middle + 8, style.base_round).across(right + 6, waist * 0.86)
    marks = [roof.trimmed(tail=0.42), bowl, ring.trimmed(tail=0.4)]
    return [mark.with_pen(*style.lighter(0.95, 0.92)) for mark in marks]


@LATIN.draws("Ø", ROUND)
def _o_slash_capital(style: Style) -> list[Mark]:
    left, right = style.columns(672)
    slash = line(left - 6, -40, right + 6, style.cap + 40)
    return [*_plain("O", style), slash.with_pen(*style.lighter(0.72, 0.72))]


@LATIN.draws("Æ", DIAGONAL, Side.ARM)
def _ae_capital(style: Style) -> list[Mark]:
    left, right = style.columns(850, growth=1.5)
    stem, end, waist = left + (right - left) * 0.52, right + style.stem / 2, style.cap * 0.515
    slope = (stem - left) / style.cap
    height = style.cap * 0.27
    leg = line(left - slope * 100, -100, stem + slope * 100, style.cap + 100)
    bars = [line(stem - 20, y, end, y) for y in (style.cap_flat, style.base_flat)]
    return [
        leg.within(0, style.cap),
        line(stem, 0, stem, style.cap),
        *bars,
        line(stem, waist, end - 34, waist),
        line(left + slope * height, height, stem, height),
    ]


@LATIN.draws("Œ", ROUND, Side.ARM)
def _oe_capital(style: Style) -> list[Mark]:
    left, right = style.columns(880, growth=1.5)
    stem, end, waist = left + (right - left) * 0.56, right + style.stem / 2, style.cap * 0.515
    middle = left + (stem - left) * 0.86
    ring = Stroke((stem, style.cap_flat)).to(middle, style.cap_flat)
    ring = ring.across(left, style.cap / 2).along(middle, style.base_flat)
    bars = [line(stem - 20, y, end, y) for y in (style.cap_flat, style.base_flat)]
    arm = line(stem, waist, end - 34, waist)
    return [ring.to(stem, style.base_flat), line(stem, 0, stem, style.cap), *bars, arm]


@LATIN.draws("œ", ROUND, Side.FLUSH)
def _oe(style: Style) -> list[Mark]:
    left, right = style.columns(790, growth=1.7)
    middle, waist = (left + right) / 2, style.x_height * 0.5
    bar, e_middle = waist - 4, (middle + right) / 2
    ring = Stroke((middle, bar)).to(right, bar).along(e_middle, style.x_round).across(middle, waist)
    ring = ring.along(e_middle + 8, style.base_round).across(right + 6, waist * 0.86)
    bowl = loop(left, middle, style.base_round, style.x_round)
    return [mark.with_pen(*style.lighter(0.95, 0.93)) for mark in (bowl, ring.trimmed(tail=0.4))]


@LATIN.draws("Đ", OPEN, ROUND)
def _d_bar(style: Style) -> list[Mark]:
    waist = style.cap * 0.52
    bar = line(-80, waist, style.stem / 2 + 190, waist)
    return [*_plain("D", style), bar.with_pen(*style.lighter(1, 0.86))]


def _ascender_bar(style: Style, left: float, right: float) -> Mark:
    y = style.ascender - 118
    return line(left, y, right, y).with_pen(*style.lighter(1, 0.8))


@LATIN.draws("đ", ROUND, TIGHT)
def _d_small_bar(style: Style) -> list[Mark]:
    _, right = style.columns(464)
    return [*_plain("d", style), _ascender_bar(style, right - 200, right + 110)]


@LATIN.draws("ħ", TIGHT, STEM)
def _h_bar(style: Style) -> list[Mark]:
    return [*_plain("h", style), _ascender_bar(style, -70, style.stem / 2 + 220)]


@LATIN.draws("Ħ", OPEN)
def _h_capital_bar(style: Style) -> list[Mark]:
    left, right = style.columns(556)
    y = style.cap * 0.76
    bar = line(left - 110, y, right + 110, y)
    return [*_plain("H", style), bar.with_pen(*style.lighter(1, 0.8))]


@LATIN.draws("Ŧ", DIAGONAL)
def _t_capital_bar(style: Style) -> list[Mark]:
    left, right = style.columns(544)
    middle, y = (left + right) / 2, style.cap * 0.46
    bar = line(middle - 160, y, middle + 160, y)
    return [*_plain("T", style), bar.with_pen(*style.lighter(1, 0.86))]


@LATIN.draws("ŧ", Side.FLUSH, TIGHT)
def _t_bar(style: Style) -> list[Mark]:
    y = style.x_height * 0.5
    bar = line(-style.stem / 2 - 70, y, style.stem / 2 + 110, y)
    return [*_plain("t", style), bar.with_pen(*style.lighter(1, 0.8))]


@LATIN.draws("Ł", OPEN, TIGHT)
def _l_capital_slash(style: Style) -> list[Mark]:
    middle = style.stem / 2
    slash = line(middle - 130, style.cap * 0.36, middle + 230, style.cap * 0.62)
    return [*_plain("L", style), slash.with_pen(*style.lighter(0.86, 0.86))]


@LATIN.draws("ł", TIGHT)
def _l_slash(style: Style) -> list[Mark]:
    slash = line(-140, style.ascender * 0.42, 150, style.ascender * 0.64)
    return [*_plain("l", style), slash.with_pen(*style.lighter(0.86, 0.86))]


@LATIN.draws("Ŀ", STEM, TIGHT)
def _l_capital_dot(style: Style) -> list[Mark]:
    return [*_plain("L", style), blob(style.stem + 190, style.cap * 0.5, style.dot)]


@LATIN.draws("ŀ", STEM, OPEN)
def _l_dot(style: Style) -> list[Mark]:
    return [*_plain("l", style), blob(style.stem + 120, style.x_height * 0.62, style.dot)]


@LATIN.draws("ð", ROUND)
def _eth(style: Style) -> list[Mark]:
    left, right = style.columns(480)
    waist, top = style.x_height * 0.47, style.ascender
    ring = loop(left, right, style.base_round, style.x_round - 10)
    back = Stroke((right, waist)).curve(
        (right, top * 0.74), (right - 110, top * 0.9), (left + 40, top - 10)
    )
    bar = line(left + 60, top - 210, right - 10, top - 60)
    return [ring, back, bar.with_pen(*style.lighter(0.78, 0.78))]


@LATIN.draws("Þ", STEM, ROUND)
def _thorn_capital(style: Style) -> list[Mark]:
    left, right = style.columns(490)
    high, low = style.cap * 0.84 - style.bar / 2, style.cap * 0.2
    middle, bend = (high + low) / 2, left + (right - left) * 0.45
    lobe = Stroke((left, high)).to(bend, high).across(right, middle).along(bend, low)
    return [line(left, 0, left, style.cap), lobe.to(left, low)]


@LATIN.draws("þ", STEM, ROUND)
def _thorn(style: Style) -> list[Mark]:
    left, _ = style.columns(464)
    return [*_plain("p", style), line(left, style.x_height - 40, left, style.ascender)]


@LATIN.draws("ı", STEM)
def _dotless_i(style: Style) -> list[Mark]:
    return [line(0, 0, 0, style.x_height)]


@LATIN.draws("ȷ", TIGHT, STEM)
def _dotless_j(style: Style) -> list[Mark]:
    return _plain("j", style)[:1]


@LATIN.draws("ĳ", STEM)
def _ij(style: Style) -> list[Mark]:
    across = 200 + style.growth
    return [*_plain("i", style), *(mark.moved(across, 0) for mark in _plain("j", style))]


@LATIN.draws("Ĳ", STEM)
def _ij_capital(style: Style) -> list[Mark]:
    across = 190 + style.growth
    return [*_plain("I", style), *(mark.moved(across, 0) for mark in _plain("J", style))]


def _hooked(style: Style, right: float, start: float) -> Stroke:
    low = style.descender + style.bar / 2
    return Stroke((right, start)).to(right, -30).along(right - 110, low, 0.62).to(right - 170, low)


@LATIN.draws("ŋ", STEM)
def _eng(style: Style) -> list[Mark]:
    _, right = style.columns(428)
    return [*_plain("n", style), _hooked(style, right, 60)]


@LATIN.draws("Ŋ", STEM)
def _eng_capital(style: Style) -> list[Mark]:
    _, right = style.columns(570)
    return [*_plain("N", style), _hooked(style, right, 60)]


@LATIN.draws("ſ", STEM, TIGHT)
def _long_s(style: Style) -> list[Mark]:
    return _plain("f", style)[:1]


@LATIN.draws("ŉ", OPEN, STEM)
def _apostrophe_n(style: Style) -> list[Mark]:
    pen, top = style.stem * 0.9, style.ascender
    comma = line(-120, top, -164, top - 150).with_pen(pen, pen)
    return [comma, *_plain("n", style)]
