"""Draws Packrat Sans, the project's own typeface, from strokes.

In reading order: `style` (the measures of a weight), `strokes` (what a mark is), `glyph_table` (how
glyphs are listed), `lowercase`, `capitals`, `digits`, `punctuation`, `symbols`, `latin`, `greek`,
`forms`, `cyrillic`, `cyrillic_others` (the drawings), `same` (letters that share one),
`diacritics` and `accented` (letters with marks), `signs`, `outline` (strokes to contours),
`font_file` (contours to a TrueType file).
"""

from font_maker.font_file import build_font
from font_maker.style import BOLD, REGULAR, Style

__all__ = ["BOLD", "REGULAR", "Style", "build_font"]
