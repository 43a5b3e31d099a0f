"""Letters with accents, and the few joined or crossed ones. Composes letters with marks above."""

from __future__ import annotations

from font_maker.capitals import CAPITALS
from font_maker.glyph_table import Draw, GlyphTable, Side
from font_maker.lowercase import LOWERCASE
from font_maker.strokes import Mark, Stroke, blob, line, loop
from font_maker.style import Style

ACCENTED = GlyphTable()
GAP = 78
"""Air between a letter and the mark above it."""


def _diaeresis(style: Style, x: float, y: float) -> list[Mark]:
    size, apart = style.dot * 0.94, style.dot / 2 + 44
    return [blob(x + d, y + size / 2, size) for d in (-apart, apart)]


def _acute(style: Style, x: float, y: float) -> list[Mark]:
    return [line(x - 44, y - 6, x + 62, y + 148).with_pen(*style.lighter(0.92, 0.92))]


def _grave(style: Style, x: float, y: float) -> list[Mark]:
    return [line(x + 44, y - 6, x - 62, y + 148).with_pen(*style.lighter(0.92, 0.92))]


def _circumflex(style: Style, x: float, y: float) -> list[Mark]:
    roof = Stroke((x - 126, y - 6)).to(x, y + 120).to(x + 126, y - 6)
    return [roof.with_pen(*style.lighter(0.84, 0.84))]


def _tilde(style: Style, x: float, y: float) -> list[Mark]:
    wave = Stroke((x - 140, y + 14)).curve((x - 112, y + 118), (x - 40, y + 106), (x, y + 64))
    wave = wave.curve((x + 40, y + 22), (x + 112, y + 10), (x + 140, y + 114))
    return [wave.with_pen(*style.lighter(0.84, 0.84))]


def _ring(style: Style, x: float, y: float) -> list[Mark]:
    half = 70 + style.stem * 0.1
    ring = loop(x - half, x + half, y + 22, y + 22 + 2 * half, 0.56)
    return [ring.with_pen(*style.lighter(0.72, 0.76))]


def _cedilla(style: Style, x: float, y: float) -> list[Mark]:
    tail = Stroke((x + 6, 20)).to(x + 6, -50).to(x + 20, -50).across(x + 84, -118)
    tail = tail.along(x + 10, -184).to(x - 70, -184)
    return [tail.with_pen(*style.lighter(0.74, 0.78))]


MARKS = {
    "¨": _diaeresis,
    "´": _acute,
    "`": _grave,
    "^": _circumflex,
    "~": _tilde,
    "°": _ring,
    "¸": _cedilla,
}
RECIPES = {
    "ä": ("a", "¨"),
    "ö": ("o", "¨"),
    "ü": ("u", "¨"),
    "Ä": ("A", "¨"),
    "Ö": ("O", "¨"),
    "Ü": ("U", "¨"),
    "é": ("e", "´"),
    "è": ("e", "`"),
    "ê": ("e", "^"),
    "à": ("a", "`"),
    "á": ("a", "´"),
    "ñ": ("n", "~"),
    "ç": ("c", "¸"),
    "å": ("a", "°"),
}
CENTRES = {"a": 208, "c": 240, "e": 240, "n": 218, "o": 240, "u": 210, "A": 320, "O": 336, "U": 277}
"""Where a mark stands over a letter in the regular weight."""


def _composed(letter: str, mark: str) -> Draw:
    table = CAPITALS if letter.isupper() else LOWERCASE
    base = table.glyphs[letter].draw

    def draw(style: Style) -> list[Mark]:
        height = style.cap - 10 if letter.isupper() else style.x_height + 10
        x = CENTRES[letter] + style.growth / 2
        return [*base(style), *MARKS[mark](style, x, height + GAP)]

    return draw


for _character, (_letter, _mark) in RECIPES.items():
    _table = CAPITALS if _letter.isupper() else LOWERCASE
    _plain = _table.glyphs[_letter]
    ACCENTED.draws(_character, _plain.left, _plain.right)(_composed(_letter, _mark))


@ACCENTED.draws("ß", Side.STEM, Side.OPEN)
def _sharp_s(style: Style) -> list[Mark]:
    left, right = style.columns(474)
    top, middle = style.ascender - style.bar / 2 + style.overshoot, (left + right) / 2
    waist = style.ascender * 0.56
    roof = Stroke((left, 0)).to(left, style.ascender - 200).along(middle - 10, top)
    roof = roof.across(right - 40, style.ascender * 0.77).along(middle + 30, waist)
    belly = Stroke((middle - 20, waist)).to(middle + 40, waist)
    belly = belly.across(right, waist * 0.53).along(middle + 30, style.base_round)
    return [roof, belly.to(middle - 56, style.base_round)]


@ACCENTED.draws("ø", Side.ROUND)
def _o_slash(style: Style) -> list[Mark]:
    left, right = style.columns(480)
    ring = loop(left, right, style.base_round, style.x_round)
    slash = line(left - 10, -40, right + 10, style.x_height + 40)
    return [ring, slash.with_pen(*style.lighter(0.72, 0.72))]


@ACCENTED.draws("æ", Side.OPEN)
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
