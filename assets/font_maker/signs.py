"""Signs of Latin-1 and of Europe's keyboards besides letters: money, marks, raised figures."""

from __future__ import annotations

from dataclasses import replace

from font_maker.accented import BASES
from font_maker.diacritics import ABOVE, BELOW
from font_maker.digits import DIGITS
from font_maker.glyph_table import Draw, GlyphTable, Side
from font_maker.lowercase import LOWERCASE
from font_maker.punctuation import PUNCTUATION
from font_maker.strokes import Mark, Shape, Stroke, line, loop
from font_maker.style import Style
from font_maker.symbols import FRACTION_PEN, FRACTION_SCALE, fraction, small_marks

SIGNS = GlyphTable()
MARK, OPEN, STEM = Side.MARK, Side.OPEN, Side.STEM


def _sign_cell(style: Style) -> float:
    return style.digit_advance


def _turned(character: str, height: float) -> Draw:
    """Draw another sign half round, as ¡ and ¿ are."""
    base = PUNCTUATION.glyphs[character].draw

    def draw(style: Style) -> list[Mark]:
        marks: list[Mark] = []
        for mark in base(style):
            if isinstance(mark, Shape):
                marks.append(Shape(mark.border.turned(404, style.x_height + height)))
            else:
                marks.append(mark.turned(404, style.x_height + height))
        return marks

    return draw


SIGNS.draws("¡", MARK)(_turned("!", 0))
SIGNS.draws("¿", OPEN)(_turned("?", 0))


def _raised_letter(letter: str) -> Draw:
    def draw(style: Style) -> list[Mark]:
        low = replace(style, x_height=style.x_height * FRACTION_SCALE, overshoot=5)
        small = low.small(FRACTION_SCALE, FRACTION_PEN)
        marks = [mark for mark in LOWERCASE.glyphs[letter].draw(small) if isinstance(mark, Stroke)]
        lift, pen = style.cap - small.x_height, (small.stem, small.bar)
        return [mark.moved(0, lift).with_pen(*pen) for mark in marks]

    return draw


def _raised_figure(figure: str) -> Draw:
    def draw(style: Style) -> list[Mark]:
        return small_marks(style, DIGITS.glyphs[figure].draw, 0, raised=True)

    return draw


for _sign, _figure in zip("¹²³", "123", strict=True):
    SIGNS.draws(_sign, OPEN)(_raised_figure(_figure))
for _sign, _letter in zip("ªº", "ao", strict=True):
    SIGNS.draws(_sign, OPEN)(_raised_letter(_letter))


@SIGNS.draws("¾", OPEN)
def _three_quarters(style: Style) -> list[Mark]:
    return fraction(style, "3", "4")


for _sign, _mark in zip(
    "´¨¯˘˙˚˝ˇ", "\u0301\u0308\u0304\u0306\u0307\u030a\u030b\u030c", strict=True
):

    def _alone(style: Style, mark: str = _mark) -> list[Mark]:
        return ABOVE[mark](style, 0, style.x_height + 78)

    SIGNS.draws(_sign, OPEN)(_alone)

for _sign, _mark in zip("¸˛", "\u0327\u0328", strict=True):

    def _below(style: Style, mark: str = _mark) -> list[Mark]:
        return BELOW[mark](style, 0, 0)

    SIGNS.draws(_sign, OPEN)(_below)


@SIGNS.draws("΅", OPEN)
def _dialytika_tonos(style: Style) -> list[Mark]:
    return ABOVE["\u0308\u0301"](style, 0, style.x_height + 78)


@SIGNS.draws_in_cell("¢", _sign_cell)
def _cent(style: Style) -> list[Mark]:
    left, right = style.columns(464)
    middle = (left + right) / 2 + 6
    bar = line(middle, -90, middle, style.x_height + 90).with_pen(*style.lighter(0.7, 1))
    return [*BASES["c"].draw(style), bar]


@SIGNS.draws_in_cell("£", _sign_cell)
def _pound(style: Style) -> list[Mark]:
    stem, cap, base = 150.0, style.cap, style.base_flat
    hook = (
        Stroke((stem - 90, base))
        .to(stem - 40, base)
        .curve((stem + 50, 130), (stem, cap * 0.4), (stem, cap * 0.62))
    )
    hook = hook.along(stem + 150, style.cap_round).across(stem + 280, cap * 0.74)
    waist = line(stem - 110, cap * 0.42, stem + 210, cap * 0.42)
    foot = line(stem - 90, base, stem + 300, base)
    return [hook.trimmed(tail=0.2), waist.with_pen(*style.lighter(1, 0.86)), foot]


@SIGNS.draws_in_cell("¥", _sign_cell)
def _yen(style: Style) -> list[Mark]:
    left, right = style.columns(520)
    middle, fork, cap = (left + right) / 2, style.cap * 0.42, style.cap
    rise = 100 * (middle - left) / (cap - fork)
    arms = Stroke((left - rise, cap + 100)).to(middle, fork).to(right + rise, cap + 100)
    bars = [line(middle - 190, cap * y, middle + 190, cap * y) for y in (0.2, 0.38)]
    thin = [bar.with_pen(*style.lighter(1, 0.7)) for bar in bars]
    return [arms.within(fork - style.bar, cap), line(middle, 0, middle, fork), *thin]


@SIGNS.draws_in_cell("€", _sign_cell)
def _euro(style: Style) -> list[Mark]:
    left, right = style.columns(520)
    middle, waist, pen = (left + right) / 2 + 40, style.cap / 2, style.lighter(0.92, 0.92)
    ring = Stroke((right + 20, waist + 80)).along(middle, style.cap_round).across(left + 60, waist)
    ring = ring.along(middle, style.base_round).across(right + 20, waist - 80)
    bars = [line(left - 40, waist + d, right - 80, waist + d) for d in (-66, 66)]
    thin = [bar.with_pen(*style.lighter(1, 0.7)) for bar in bars]
    return [ring.trimmed(head=0.34, tail=0.34).with_pen(*pen), *thin]


@SIGNS.draws_in_cell("¤", _sign_cell)
def _currency(style: Style) -> list[Mark]:
    y, half, reach, pen = style.cap * 0.46, 150, 240, style.lighter(0.8, 0.86)
    ring = loop(-half, half, y - half, y + half, 0.56)
    arms = [
        line(across * half * 0.66, y + up * half * 0.66, across * reach, y + up * reach)
        for across in (-1, 1)
        for up in (-1, 1)
    ]
    return [mark.with_pen(*pen) for mark in (ring, *arms)]


@SIGNS.draws("¦", MARK)
def _broken_bar(style: Style) -> list[Mark]:
    pen = style.lighter(0.86, 1)
    return [line(0, low, 0, low + 420).with_pen(*pen) for low in (-190, 430)]


@SIGNS.draws("§", OPEN)
def _section(style: Style) -> list[Mark]:
    left, right = style.columns(380)
    middle, cap, pen = (left + right) / 2, style.cap, style.lighter(0.78, 0.74)
    high, low = cap * 0.62, cap * 0.2
    upper = Stroke((right, cap * 0.84)).along(middle, cap - 20).across(left, cap * 0.82)
    upper = upper.swing(right, low + 60, 0.7).along(middle, low - 20)
    lower = upper.turned(left + right, high + low)
    return [upper.trimmed(head=0.2).with_pen(*pen), lower.trimmed(head=0.2).with_pen(*pen)]


def _in_ring(style: Style, letter: str) -> list[Mark]:
    half, y, pen = 370, style.cap / 2, style.lighter(0.6, 0.66)
    inside = style.small(0.52, 0.62)
    marks = [mark for mark in BASES[letter].draw(inside) if isinstance(mark, Stroke)]
    left, right = inside.columns(600)
    dx, dy = -(left + right) / 2, y - inside.cap / 2
    ring = loop(-half, half, y - half, y + half, 0.5523).with_pen(*pen)
    return [ring, *(mark.moved(dx, dy).with_pen(inside.stem, inside.bar) for mark in marks)]


@SIGNS.draws("©", OPEN)
def _copyright(style: Style) -> list[Mark]:
    return _in_ring(style, "C")


@SIGNS.draws("®", OPEN)
def _registered(style: Style) -> list[Mark]:
    return _in_ring(style, "R")


@SIGNS.draws_in_cell("¬", _sign_cell)
def _not(style: Style) -> list[Mark]:
    y = style.cap * 0.5
    return [Stroke((-222, y)).to(200, y).to(200, y - 200)]


@SIGNS.draws("¶", OPEN)
def _pilcrow(style: Style) -> list[Mark]:
    cap, pen = style.cap, style.lighter(0.8, 0.86)
    bowl = Stroke((330, cap - 40)).to(190, cap - 40).across(20, cap * 0.7).along(190, cap * 0.46)
    posts = [line(x, -80, x, cap) for x in (250.0, 400.0)]
    return [mark.with_pen(*pen) for mark in (bowl.to(250, cap * 0.46), *posts)]


def _low_quotes(style: Style, count: int) -> list[Mark]:
    pitch, pen = style.stem + 84, style.stem * 0.98
    return [
        line(pitch * n + 16, style.dot * 0.95, pitch * n - 40, -style.dot * 0.8).with_pen(pen, pen)
        for n in range(count)
    ]


@SIGNS.draws("‚", OPEN)
def _low_quote(style: Style) -> list[Mark]:
    return _low_quotes(style, 1)


@SIGNS.draws("„", OPEN)
def _low_double_quote(style: Style) -> list[Mark]:
    return _low_quotes(style, 2)


def _angle(style: Style, way: int) -> list[Mark]:
    middle = style.x_height * 0.5
    angle = Stroke((-way * 64, middle + 158)).to(way * 64, middle).to(-way * 64, middle - 158)
    return [angle.with_pen(*style.lighter(0.88, 0.88))]


@SIGNS.draws("‹", OPEN)
def _angle_open(style: Style) -> list[Mark]:
    return _angle(style, -1)


@SIGNS.draws("›", OPEN)
def _angle_close(style: Style) -> list[Mark]:
    return _angle(style, 1)
