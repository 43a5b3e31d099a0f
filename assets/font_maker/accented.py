"""Letters with accents: a letter and marks, as Unicode takes the character apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from font_maker.capitals import CAPITALS
from font_maker.cyrillic_others import CYRILLIC
from font_maker.diacritics import ABOVE, BELOW, BESIDE, FIRM, flattened
from font_maker.glyph_table import Draw, Glyph, GlyphTable, Side
from font_maker.greek import GREEK
from font_maker.latin import LATIN
from font_maker.lowercase import LOWERCASE
from font_maker.outline import outline
from font_maker.same import SAME
from font_maker.strokes import Mark
from font_maker.style import Style

ACCENTED = GlyphTable()
GAP, TALL_GAP = 78, 54
"""Air between a letter and the mark above it; less over letters that are tall already."""
TALL = 700
RANGES = ((0xC0, 0x180), (0x218, 0x21C), (0x386, 0x3CF), (0x400, 0x500))
CENTRES = {"a": 208, "c": 240, "e": 240, "n": 218, "o": 240, "u": 210, "A": 320, "O": 336, "U": 277}
"""Where a mark stands over a letter in the regular weight, if not in the middle of its ink."""
DOTLESS = {"i": "ı", "j": "ȷ"}
OTHER_MARKS = {
    **dict.fromkeys(("ģ",), "\u0312"),
    **dict.fromkeys("ĢĶķĻļŅņŖŗ", "\u0326"),
    **dict.fromkeys("ďťľĽ", "\u0315"),
}
"""Letters that are drawn with another mark than Unicode names."""
BASES = {
    char: glyph
    for table in (CAPITALS, LOWERCASE, LATIN, GREEK, CYRILLIC)
    for char, glyph in table.glyphs.items()
}


def taken_apart(character: str) -> tuple[str, str]:
    """Return the letter and the combining marks of a character; no marks if it has none."""
    letter, *marks = unicodedata.normalize("NFD", character)
    together = OTHER_MARKS.get(character, "".join(marks))
    letter = SAME.get(letter, letter)
    over = not together or together[0] in ABOVE
    return (DOTLESS.get(letter, letter) if over else letter), together


def _box(draw: Draw, style: Style) -> tuple[float, float, float]:
    """Return the left end, the right end and the top of a letter's ink."""
    contours = outline(draw(style), stem=style.stem, bar=style.bar)
    points = [point for contour in contours for segment in contour for point in segment]
    return min(x for x, _ in points), max(x for x, _ in points), max(y for _, y in points)


def _composed(letter: str, marks: str, character: str) -> Draw:
    base = BASES[letter].draw

    def draw(style: Style) -> list[Mark]:
        left, right, top = _box(base, style)
        middle = CENTRES[letter] + style.growth / 2 if letter in CENTRES else (left + right) / 2
        if marks in BESIDE:
            return [*base(style), *BESIDE[marks](style, right + 78, style.ascender + 20)]
        if marks in BELOW:
            right = right - 90 if marks == "\u0328" else middle
            return [*base(style), *BELOW[marks](style, right, 0)]
        if top < TALL or marks in FIRM:
            height = style.cap - 10 if top >= TALL else style.x_height + 10
            return [*base(style), *ABOVE[marks](style, middle, height + GAP)]
        if _is_greek(character) and marks == "\u0301":
            return [*base(style), *ABOVE[marks](style, left - 74, style.cap - 140)]
        lift = -64 if marks == "\u030a" else TALL_GAP
        y = style.cap + lift
        over = [flattened(mark, y, 0.84) for mark in ABOVE[marks](style, middle, y)]
        return [*base(style), *over]

    return draw


def _is_greek(character: str) -> bool:
    return 0x370 <= ord(character) < 0x400


def _sides(glyph: Glyph, letter: str, marks: str, character: str) -> tuple[Side, Side]:
    """Return the room beside a letter and its marks, which may be wider than it."""
    if letter in "ıȷιlI" and marks in ABOVE:
        return Side.TIGHT, Side.TIGHT
    if marks in BESIDE:
        return glyph.left, Side.TIGHT
    if _is_greek(character) and character.isupper() and marks == "\u0301":
        return Side.TIGHT, glyph.right
    return glyph.left, glyph.right


def _enter(characters: Iterable[int]) -> None:
    for code in characters:
        character = chr(code)
        letter, marks = taken_apart(character)
        known = marks in ABOVE or marks in BELOW or marks in BESIDE
        if known and letter in BASES and character not in BASES:
            sides = _sides(BASES[letter], letter, marks, character)
            ACCENTED.draws(character, *sides)(_composed(letter, marks, character))


for _range in RANGES:
    _enter(range(*_range))
