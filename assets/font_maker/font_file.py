"""The TrueType file: names, metrics and tables around the drawn glyphs.

Knows the file format's demands. Built twice, it gives the same bytes: nothing in it looks at a
clock.
"""

from __future__ import annotations

from io import BytesIO

from fontTools.fontBuilder import FontBuilder  # type: ignore[import-untyped]  # ships no types
from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore[import-untyped]  # ships no types
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]  # ships no types

from font_maker.accented import ACCENTED
from font_maker.capitals import CAPITALS
from font_maker.cyrillic_others import CYRILLIC
from font_maker.digits import DIGITS
from font_maker.glyph_table import Glyph, Side
from font_maker.greek import GREEK
from font_maker.latin import LATIN
from font_maker.lowercase import LOWERCASE
from font_maker.outline import Contour, outline
from font_maker.punctuation import PUNCTUATION
from font_maker.same import SAME
from font_maker.signs import SIGNS
from font_maker.strokes import polygon
from font_maker.style import ASCENT, BOLD, DESCENT, UNITS_PER_EM, Style
from font_maker.symbols import SYMBOLS

FAMILY = "Packrat Sans"
VERSION = "1.000"
LICENCE = "MIT, the same as the project this font was drawn for."
SECONDS_FROM_1904_TO_2026 = 3_849_984_000
"""The fixed date of every build: 2026-01-01, in the seconds that `head` counts."""
CURVE_ERROR = 0.6
MISSING_ADVANCE = 560
FLUSH_GAP = 34
"""Room put back between two flush edges: nothing at text sizes, enough in headlines."""

Placed = tuple[list[Contour], int]
"""Contours standing in their cell, and the cell's width."""


def all_glyphs() -> dict[str, Glyph]:
    """Return every glyph by its character, in order of code point."""
    tables = (
        PUNCTUATION, DIGITS, CAPITALS, LOWERCASE, LATIN, GREEK, CYRILLIC, ACCENTED, SIGNS, SYMBOLS,
    )  # fmt: skip
    found = {char: glyph for table in tables for char, glyph in table.glyphs.items()}
    return dict(sorted(found.items()))


def build_font(style: Style) -> bytes:
    """Draw every glyph in `style` and return the font file."""
    placed = {_name_of(char): _placed(glyph, style) for char, glyph in all_glyphs().items()}
    placed = {".notdef": _missing(style), **placed}
    builder = FontBuilder(UNITS_PER_EM, isTTF=True)
    builder.setupGlyphOrder(list(placed))
    drawn = {char: char for char in all_glyphs()}
    builder.setupCharacterMap({ord(c): _name_of(glyph) for c, glyph in (SAME | drawn).items()})
    builder.setupGlyf({name: _ttf_glyph(contours) for name, (contours, _) in placed.items()})
    glyf = builder.font["glyf"]
    metrics = {name: (width, glyf[name].xMin) for name, (_, width) in placed.items()}
    builder.setupHorizontalMetrics(metrics)
    builder.addOpenTypeFeatures(_kerning())
    _set_tables(builder, style)
    return _bytes_of(builder)


def _kerning() -> str:
    """Say, in the feature language, which letters must not touch."""
    glyphs = {char: glyph for char, glyph in all_glyphs().items() if glyph.advance is None}
    before = [_name_of(char) for char, glyph in glyphs.items() if glyph.right is Side.FLUSH]
    after = [_name_of(char) for char, glyph in glyphs.items() if glyph.left is Side.FLUSH]
    pair = f"pos [{' '.join(before)}] [{' '.join(after)}] {FLUSH_GAP};"
    return f"feature kern {{ {pair} }} kern;"


def _name_of(char: str) -> str:
    return f"uni{ord(char):04X}"


def _placed(glyph: Glyph, style: Style) -> Placed:
    contours = outline(glyph.draw(style), stem=style.stem, bar=style.bar)
    xs = [x for contour in contours for segment in contour for x, _ in segment]
    low, high = (min(xs), max(xs)) if xs else (0.0, 0.0)
    if glyph.advance is None:
        before = _room(glyph.left, style)
        width = round(before + high - low + _room(glyph.right, style))
    else:
        width = round(glyph.advance(style))
        before = (width - (high - low)) / 2
    return [_moved(contour, before - low) for contour in contours], width


def _room(side: Side, style: Style) -> float:
    return 0 if side is Side.FLUSH else max(side.value + style.side, 1)


def _moved(contour: Contour, dx: float) -> Contour:
    return [tuple((x + dx, y) for x, y in segment) for segment in contour]


def _missing(style: Style) -> Placed:
    outer = polygon((70, 0), (70, 716), (490, 716), (490, 0))
    inner = polygon((150, 80), (410, 80), (410, 636), (150, 636))
    outside = outline([outer], stem=style.stem, bar=style.bar)
    inside = outline([inner], stem=style.stem, bar=style.bar)
    return outside + [_reversed(contour) for contour in inside], MISSING_ADVANCE


def _reversed(contour: Contour) -> Contour:
    return [segment[::-1] for segment in reversed(contour)]


def _ttf_glyph(contours: list[Contour]) -> object:
    pen = TTGlyphPen(None)
    curves = Cu2QuPen(pen, CURVE_ERROR)
    for contour in contours:
        curves.moveTo(contour[0][0])
        for segment in contour:
            _draw_segment(curves, segment)
        curves.closePath()
    return pen.glyph()


def _draw_segment(pen: Cu2QuPen, segment: tuple[tuple[float, float], ...]) -> None:
    if len(segment) == 2:
        pen.lineTo(segment[1])
    elif len(segment) == 3:
        pen.qCurveTo(*segment[1:])
    else:
        pen.curveTo(*segment[1:])


def _set_tables(builder: FontBuilder, style: Style) -> None:
    bold = style.weight >= BOLD.weight
    builder.setupHorizontalHeader(ascent=ASCENT, descent=-DESCENT, lineGap=0)
    builder.setupOS2(
        version=4,
        sTypoAscender=ASCENT,
        sTypoDescender=-DESCENT,
        sTypoLineGap=0,
        usWinAscent=ASCENT,
        usWinDescent=DESCENT,
        sxHeight=round(style.x_height),
        sCapHeight=round(style.cap),
        usWeightClass=style.weight,
        fsType=0,
        # Bit 7 asks for the typographic metrics; bit 5 or 6 says bold or regular.
        fsSelection=(1 << 7) | (1 << 5 if bold else 1 << 6),
        achVendID="PKRT",
    )
    builder.setupNameTable(_names(style))
    builder.setupPost(underlinePosition=-110, underlineThickness=round(style.bar * 0.8))
    head = builder.font["head"]
    head.created = head.modified = SECONDS_FROM_1904_TO_2026
    head.macStyle = 1 if bold else 0
    head.fontRevision = float(VERSION)


def _names(style: Style) -> dict[str, str]:
    return {
        "copyright": "Copyright (c) 2026 the Packrat contributors",
        "familyName": FAMILY,
        "styleName": style.name,
        "uniqueFontIdentifier": f"{VERSION};PKRT;PackratSans-{style.name}",
        "fullName": f"{FAMILY} {style.name}",
        "version": f"Version {VERSION}",
        "psName": f"PackratSans-{style.name}",
        "licenseDescription": LICENCE,
    }


def _bytes_of(builder: FontBuilder) -> bytes:
    builder.font.recalcTimestamp = False
    file = BytesIO()
    builder.font.save(file)
    return file.getvalue()
