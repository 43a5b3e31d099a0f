"""The measures of one weight, in thousandths of the em. Knows no glyph."""

from __future__ import annotations

from dataclasses import dataclass, replace

UNITS_PER_EM = 1000
ASCENT = 950
DESCENT = 250


@dataclass(frozen=True, slots=True)
class Style:
    """One weight. Heights named `*_flat` and `*_round` are centre lines of the pen."""

    name: str
    weight: int
    stem: float
    bar: float
    growth: float
    """How much wider than drawn a normal glyph is in this weight."""
    side: float
    """What is added to every sidebearing; negative tightens a heavy weight."""
    x_height: float = 540
    cap: float = 716
    ascender: float = 752
    descender: float = -200
    overshoot: float = 9
    scale: float = 1.0
    digit_advance: float = 590

    @property
    def base_flat(self) -> float:
        """Centre line of a bar lying on the baseline."""
        return self.bar / 2

    @property
    def base_round(self) -> float:
        """Centre line of a curve that dips to the baseline."""
        return self.bar / 2 - self.overshoot

    @property
    def x_flat(self) -> float:
        """Centre line of a bar hanging from the x-height."""
        return self.x_height - self.bar / 2

    @property
    def x_round(self) -> float:
        """Centre line of a curve that rises to the x-height."""
        return self.x_flat + self.overshoot

    @property
    def cap_flat(self) -> float:
        """Centre line of a bar hanging from the cap height."""
        return self.cap - self.bar / 2

    @property
    def cap_round(self) -> float:
        """Centre line of a curve that rises to the cap height."""
        return self.cap_flat + self.overshoot

    @property
    def dot(self) -> float:
        """Side of a full stop or of the dot on an i."""
        return self.stem * 0.55 + 72 * self.scale

    def columns(self, width: float, growth: float = 1.0) -> tuple[float, float]:
        """Centre lines of the outermost stems of a glyph whose ink is `width` wide in regular."""
        ink = width * self.scale + self.growth * growth
        return self.stem / 2, ink - self.stem / 2

    def lighter(self, stem: float, bar: float) -> tuple[float, float]:
        """Return a pen of these shares of the normal one, for crowded glyphs."""
        return self.stem * stem, self.bar * bar

    def small(self, scale: float, pen: float) -> Style:
        """Return this style shrunk for fractions; the pen shrinks less, to stay visible."""
        return replace(
            self,
            stem=self.stem * pen,
            bar=self.bar * pen,
            growth=self.growth * scale,
            cap=self.cap * scale,
            overshoot=self.overshoot * scale,
            scale=scale,
        )


REGULAR = Style(name="Regular", weight=400, stem=102, bar=90, growth=0, side=0)
BOLD = Style(name="Bold", weight=700, stem=156, bar=122, growth=44, side=-8, x_height=546)
