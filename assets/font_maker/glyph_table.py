"""How glyphs are listed: character, room at either side, and the function that draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from font_maker.strokes import Mark
from font_maker.style import Style

Draw = Callable[[Style], list[Mark]]


class Side(Enum):
    """Room between a glyph's ink and its cell, by the kind of edge the ink shows there."""

    STEM = 74
    ROUND = 46
    OPEN = 40
    DIAGONAL = 16
    ARM = 26
    TIGHT = 4
    MARK = 66
    FLUSH = 0
    """No room of its own. At text sizes FreeType turns any room above 0 into a whole pixel, which
    would leave holes beside open or crossed letters. `font_file` keeps two such edges apart."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One entry. `advance` fixes the cell and centres the ink; else the sides make the cell."""

    draw: Draw
    left: Side
    right: Side
    advance: Callable[[Style], float] | None = None


@dataclass(slots=True)
class GlyphTable:
    """Glyphs by character, in order of drawing."""

    glyphs: dict[str, Glyph] = field(default_factory=dict)

    def draws(
        self, character: str, left: Side, right: Side | None = None
    ) -> Callable[[Draw], Draw]:
        """Enter the decorated function; without `right` both sides are alike."""

        def enter(draw: Draw) -> Draw:
            self.glyphs[character] = Glyph(draw, left, right or left)
            return draw

        return enter

    def draws_in_cell(
        self, character: str, advance: Callable[[Style], float]
    ) -> Callable[[Draw], Draw]:
        """Enter the decorated function for a glyph centred in a cell of a given width."""

        def enter(draw: Draw) -> Draw:
            self.glyphs[character] = Glyph(draw, Side.FLUSH, Side.FLUSH, advance)
            return draw

        return enter
