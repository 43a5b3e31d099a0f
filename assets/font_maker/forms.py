"""One drawing, two letters: most small Cyrillic letters are their capitals at the x-height."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from font_maker.glyph_table import GlyphTable, Side
from font_maker.strokes import Mark, Stroke, line
from font_maker.style import Style

CYRILLIC = GlyphTable()


@dataclass(frozen=True, slots=True)
class Form:
    """A letter's place: outermost stems, its top, and the centre lines under it."""

    style: Style
    left: float
    right: float
    top: float

    @property
    def flat(self) -> float:
        """Centre line of a bar that hangs from the top."""
        return self.top - self.style.bar / 2

    @property
    def round(self) -> float:
        """Centre line of a curve that rises to the top."""
        return self.flat + self.style.overshoot

    @property
    def base(self) -> float:
        """Centre line of a bar on the baseline."""
        return self.style.base_flat

    @property
    def middle(self) -> float:
        """Half way across."""
        return (self.left + self.right) / 2

    @property
    def edge(self) -> float:
        """Half of a stem's width."""
        return self.style.stem / 2

    def post(self, x: float) -> Stroke:
        """An upright from the baseline to the top."""
        return line(x, 0, x, self.top)

    def tail(self, x: float) -> Stroke:
        """A short upright below the baseline, as on Ц."""
        return line(x, self.style.bar * 0.8, x, -140).with_pen(*self.style.lighter(0.86, 1))


DrawForm = Callable[[Form], list[Mark]]


def both(
    characters: str, widths: tuple[float, float], left: Side, right: Side, growth: float = 1.0
) -> Callable[[DrawForm], DrawForm]:
    """Enter a drawing as a capital and, if there are two characters, as a small letter."""

    def enter(draw: DrawForm) -> DrawForm:
        for character, width in zip(characters, widths, strict=False):
            is_capital = character.isupper()

            def drawn(style: Style, width: float = width, tall: bool = is_capital) -> list[Mark]:
                ends = style.columns(width, growth)
                return draw(Form(style, *ends, style.cap if tall else style.x_height))

            CYRILLIC.draws(character, left, right)(drawn)
        return draw

    return enter


def low_tail(form: Form, x: float) -> list[Mark]:
    """Draw a foot to the right of x and a short upright below it."""
    foot = line(x, form.base, x + 90, form.base)
    return [foot, form.tail(x + 90)]


def lobe(form: Form, left: float, right: float, high: float) -> Stroke:
    """Draw the half-round of Ь from the stem and back to it."""
    low, middle = form.base, (high + form.base) / 2
    bend = max(left + 20, right - (high - low) * 0.56)
    out = Stroke((left, high)).to(bend, high).across(right, middle)
    return out.along(bend, low).to(left, low)
