"""Greek letters that no Latin letter looks like."""

from __future__ import annotations

from font_maker.glyph_table import GlyphTable, Side
from font_maker.lowercase import LOWERCASE
from font_maker.strokes import Mark, Stroke, line, loop
from font_maker.style import Style

GREEK = GlyphTable()
STEM, ROUND, OPEN, DIAGONAL = Side.STEM, Side.ROUND, Side.OPEN, Side.DIAGONAL
ARM, TIGHT = Side.ARM, Side.TIGHT


def _foot(style: Style, x: float, start: float) -> Stroke:
    """Draw a stem that bends to the right on the baseline, as that of a t does."""
    stem = Stroke((x, start)).to(x, 150)
    return stem.along(x + 92, style.base_flat, 0.62).to(x + 118, style.base_flat)


@GREEK.draws("Γ", STEM, ARM)
def _gamma_capital(style: Style) -> list[Mark]:
    left, right = style.columns(430)
    roof = line(left, style.cap_flat, right + style.stem / 2, style.cap_flat)
    return [line(left, 0, left, style.cap), roof]


@GREEK.draws("Δ", DIAGONAL)
def _delta_capital(style: Style) -> list[Mark]:
    left, right = style.columns(640)
    middle, peak = (left + right) / 2, style.cap - style.bar * 0.5
    slope = (middle - left) / peak
    tent = Stroke((left - slope * 100, -100)).to(middle, peak).to(right + slope * 100, -100)
    return [
        tent.within(0, style.cap),
        line(left + 20, style.base_flat, right - 20, style.base_flat),
    ]


@GREEK.draws("Θ", ROUND)
def _theta_capital(style: Style) -> list[Mark]:
    left, right = style.columns(672)
    waist = style.cap / 2
    bar = line(left + 150, waist, right - 150, waist)
    return [loop(left, right, style.base_round, style.cap_round, 0.575), bar]


@GREEK.draws("Λ", DIAGONAL)
def _lambda_capital(style: Style) -> list[Mark]:
    left, right = style.columns(624)
    middle, peak = (left + right) / 2, style.cap - style.bar * 0.5
    slope = (middle - left) / peak
    tent = Stroke((left - slope * 100, -100)).to(middle, peak).to(right + slope * 100, -100)
    return [tent.within(0, style.cap)]


@GREEK.draws("Ξ", OPEN)
def _xi_capital(style: Style) -> list[Mark]:
    left, right = 0.0, 500 + style.growth
    waist = style.cap * 0.51
    bars = [line(left, y, right, y) for y in (style.base_flat, style.cap_flat)]
    return [*bars, line(left + 44, waist, right - 44, waist)]


@GREEK.draws("Π", STEM)
def _pi_capital(style: Style) -> list[Mark]:
    left, right = style.columns(556)
    roof = line(left, style.cap_flat, right, style.cap_flat)
    return [line(left, 0, left, style.cap), line(right, 0, right, style.cap), roof]


@GREEK.draws("Σ", OPEN)
def _sigma_capital(style: Style) -> list[Mark]:
    left, right = style.columns(500)
    end, waist = right + style.stem / 2, style.cap * 0.51
    path = Stroke((end, style.cap_flat)).to(left + 50, style.cap_flat).to(left + 270, waist)
    return [path.to(left + 50, style.base_flat).to(end, style.base_flat)]


@GREEK.draws("Φ", ROUND)
def _phi_capital(style: Style) -> list[Mark]:
    left, right = style.columns(720, growth=1.4)
    middle = (left + right) / 2
    ring = loop(left, right, style.cap * 0.2, style.cap * 0.82, 0.575)
    return [ring.with_pen(*style.lighter(0.96, 0.96)), line(middle, 0, middle, style.cap)]


@GREEK.draws("Ψ", STEM)
def _psi_capital(style: Style) -> list[Mark]:
    left, right = style.columns(680, growth=1.4)
    middle, low = (left + right) / 2, style.cap * 0.28
    cup = Stroke((left, style.cap)).to(left, style.cap * 0.62).along(middle, low)
    cup = cup.across(right, style.cap * 0.62).to(right, style.cap)
    return [cup.with_pen(*style.lighter(0.96, 0.96)), line(middle, 0, middle, style.cap)]


@GREEK.draws("Ω", OPEN)
def _omega_capital(style: Style) -> list[Mark]:
    left, right = style.columns(672)
    middle, waist = (left + right) / 2, style.cap * 0.53
    foot, base, edge = (right - left) * 0.27, style.base_flat, style.stem / 2
    arc = Stroke((left - edge, base)).to(left + foot, base)
    arc = arc.curve((left + foot - 30, base + 130), (left, waist - 170), (left, waist))
    arc = arc.along(middle, style.cap_round).across(right, waist)
    arc = arc.curve((right, waist - 170), (right - foot + 30, base + 130), (right - foot, base))
    return [arc.to(right + edge, base)]


@GREEK.draws("α", ROUND, TIGHT)
def _alpha(style: Style) -> list[Mark]:
    left, right = style.columns(464)
    middle, waist = (left + right) / 2, style.x_height / 2
    bowl = Stroke((right, waist + 30)).along(middle, style.x_round).across(left, waist)
    bowl = bowl.along(middle, style.base_round).across(right, waist - 30)
    return [bowl, _foot(style, right, style.x_height)]


@GREEK.draws("β", STEM, ROUND)
def _beta(style: Style) -> list[Mark]:
    left, right = style.columns(460)
    top, middle = style.ascender - style.bar / 2 + style.overshoot, (left + right) / 2
    waist, pen = style.ascender * 0.55, style.lighter(1, 0.94)
    roof = Stroke((left, style.descender)).to(left, style.ascender - 200).along(middle, top)
    roof = roof.across(right - 30, style.ascender * 0.77).along(middle, waist)
    belly = Stroke((middle - 60, waist)).to(middle + 20, waist).across(right, waist * 0.53)
    belly = belly.along(middle, style.base_round).across(left, waist * 0.5)
    return [roof.to(middle - 60, waist).with_pen(*pen), belly.with_pen(*pen)]


@GREEK.draws("γ", DIAGONAL)
def _gamma(style: Style) -> list[Mark]:
    left, right = style.columns(480)
    middle, top = (left + right) / 2, style.x_height
    rise = 100 * (middle - left) / top
    vee = Stroke((left - rise, top + 100)).to(middle, 0).to(right + rise, top + 100)
    return [vee.within(-20, top), line(middle, 60, middle, style.descender)]


@GREEK.draws("δ", ROUND)
def _delta(style: Style) -> list[Mark]:
    left, right = style.columns(480)
    waist, top = style.x_height * 0.46, style.ascender - style.bar / 2
    ring = loop(left, right, style.base_round, style.x_round - 14)
    back = Stroke((right - 30, top)).to(left + 190, top)
    back = back.curve((left + 70, top), (left + 60, top - 130), (left + 170, top - 200))
    back = back.curve((right - 110, top - 290), (right, style.x_height * 0.8), (right, waist))
    return [ring, back]


def _half_eight(style: Style, left: float, right: float, top: float) -> tuple[Stroke, Stroke]:
    """Draw two bowls open to the right, the upper and the lower one of an epsilon."""
    middle, waist = (left + right) / 2 + 8, top * 0.52
    flat = top - style.bar / 2 + style.overshoot
    upper = Stroke((right + 10, top * 0.76)).along(middle, flat)
    upper = upper.across(left + 20, top * 0.755).along(middle, waist).to(middle + 60, waist)
    lower = Stroke((middle + 60, waist)).to(middle - 10, waist)
    lower = lower.across(left, top * 0.27).along(middle, style.base_round)
    return upper.trimmed(head=0.36), lower


@GREEK.draws("ε", OPEN)
def _epsilon(style: Style) -> list[Mark]:
    left, right = style.columns(390)
    upper, lower = _half_eight(style, left, right, style.x_height)
    lower = lower.across(right + 20, style.x_height * 0.24).trimmed(tail=0.36)
    return [mark.with_pen(*style.lighter(1, 0.9)) for mark in (upper, lower)]


def _hook_below(style: Style, stroke: Stroke, x: float) -> Stroke:
    low = style.descender + style.bar / 2
    stroke = stroke.curve((x, style.base_flat), (x, low + 20), (x - 70, low))
    return stroke.to(x - 110, low)


@GREEK.draws("ζ", OPEN, TIGHT)
def _zeta(style: Style) -> list[Mark]:
    left, right = style.columns(400)
    top, bend = style.ascender - style.bar / 2, style.base_flat
    path = Stroke((left + 10, top)).to(right - 20, top)
    path = path.curve((right - 220, top - 150), (left, style.x_height * 0.66), (left, 230))
    path = path.along(left + 160, bend).to(right - 110, bend)
    return [_hook_below(style, path, right + 40)]


@GREEK.draws("ξ", OPEN, TIGHT)
def _xi(style: Style) -> list[Mark]:
    left, right = style.columns(400)
    top, waist, base = style.ascender - style.bar / 2, style.x_height * 0.72, style.base_flat
    roof = line(left + 10, top, right - 10, top)
    path = Stroke((right - 90, top)).curve(
        (left + 60, top - 20), (left + 10, waist + 20), (left + 150, waist)
    )
    path = path.to(right - 50, waist)
    tail = Stroke((left + 160, waist)).curve(
        (left, waist - 30), (left - 20, base), (left + 170, base)
    )
    pen = style.lighter(0.98, 0.88)
    marks = roof, path, _hook_below(style, tail.to(right - 110, base), right + 40)
    return [mark.with_pen(*pen) for mark in marks]


@GREEK.draws("η", STEM)
def _eta(style: Style) -> list[Mark]:
    _, right = style.columns(428)
    return [*LOWERCASE.glyphs["n"].draw(style), line(right, 40, right, style.descender)]


@GREEK.draws("θ", ROUND)
def _theta(style: Style) -> list[Mark]:
    left, right = style.columns(470)
    high, waist = style.ascender - style.bar / 2 + style.overshoot, style.ascender * 0.5
    ring = loop(left, right, style.base_round, high, 0.62)
    return [ring, line(left, waist, right, waist).with_pen(*style.lighter(1, 0.9))]


@GREEK.draws("ι", STEM, TIGHT)
def _iota(style: Style) -> list[Mark]:
    return [_foot(style, 0, style.x_height)]


@GREEK.draws("λ", DIAGONAL)
def _lambda(style: Style) -> list[Mark]:
    left, right = style.columns(490)
    top, fork = style.ascender, style.x_height * 0.76
    start = left + 70
    slope = (right - start) / top
    fall = line(start - slope * 100, top + 100, right + slope * 100, -100)
    fork_x = start + slope * (top - fork)
    lean = (fork_x - left) / fork
    leg = line(fork_x, fork, left - lean * 100, -100)
    return [fall.within(0, top), leg.within(0, fork + 20)]


@GREEK.draws("μ", STEM)
def _mu(style: Style) -> list[Mark]:
    left, _ = style.columns(428)
    return [*LOWERCASE.glyphs["u"].draw(style), line(left, style.descender, left, 260)]


@GREEK.draws("π", TIGHT)
def _pi(style: Style) -> list[Mark]:
    left, right = style.columns(520)
    roof = line(left - style.stem / 2 - 20, style.x_flat, right + style.stem / 2 + 20, style.x_flat)
    posts = [line(x, 0, x, style.x_height) for x in (left + 50, right - 50)]
    return [roof, *posts]


@GREEK.draws("ρ", ROUND)
def _rho(style: Style) -> list[Mark]:
    left, right = style.columns(480)
    ring = loop(left, right, style.base_round, style.x_round)
    return [ring, line(left, style.descender, left, style.x_height / 2)]


@GREEK.draws("σ", ROUND, TIGHT)
def _sigma(style: Style) -> list[Mark]:
    left, right = style.columns(480)
    middle = (left + right) / 2
    roof = line(middle, style.x_flat, right + style.stem / 2 + 50, style.x_flat)
    return [loop(left, right, style.base_round, style.x_round), roof]


@GREEK.draws("ς", ROUND, TIGHT)
def _final_sigma(style: Style) -> list[Mark]:
    left, right = style.columns(430)
    middle, waist = (left + right) / 2 + 6, style.x_height / 2
    ring = Stroke((right, waist + 40)).along(middle, style.x_round).across(left, waist)
    ring = ring.along(middle, style.base_flat).to(right - 110, style.base_flat)
    return [_hook_below(style, ring.trimmed(head=0.36), right + 30)]


@GREEK.draws("τ", TIGHT)
def _tau(style: Style) -> list[Mark]:
    roof = line(-170 - style.stem / 2, style.x_flat, 170 + style.stem / 2, style.x_flat)
    return [roof, _foot(style, -10, style.x_height)]


@GREEK.draws("υ", STEM, ROUND)
def _upsilon(style: Style) -> list[Mark]:
    left, right = style.columns(440)
    middle, spring = (left + right) / 2, style.x_height * 0.42
    cup = Stroke((left, style.x_height)).to(left, spring).along(middle, style.base_round)
    return [cup.across(right, spring).to(right, style.x_height)]


@GREEK.draws("φ", ROUND)
def _phi(style: Style) -> list[Mark]:
    left, right = style.columns(600, growth=1.5)
    middle, pen = (left + right) / 2, style.lighter(0.94, 0.94)
    ring = loop(left, right, style.base_round, style.x_round)
    stem = line(middle, style.descender, middle, style.ascender)
    return [ring.with_pen(*pen), stem.with_pen(*pen)]


@GREEK.draws("χ", DIAGONAL)
def _chi(style: Style) -> list[Mark]:
    left, right = style.columns(480)
    top, low = style.x_height, style.descender
    slant = (right - left) / (top - low) * 100
    fall = line(left - slant, top + 100, right + slant, low - 100)
    rise = line(left - slant, low - 100, right + slant, top + 100)
    return [fall.within(low, top), rise.within(low, top)]


@GREEK.draws("ψ", STEM)
def _psi(style: Style) -> list[Mark]:
    left, right = style.columns(590, growth=1.5)
    middle, spring, pen = (left + right) / 2, style.x_height * 0.45, style.lighter(0.94, 0.94)
    cup = Stroke((left, style.x_height)).to(left, spring).along(middle, style.base_round)
    cup = cup.across(right, spring).to(right, style.x_height)
    stem = line(middle, style.descender, middle, style.ascender)
    return [cup.with_pen(*pen), stem.with_pen(*pen)]


@GREEK.draws("ω", ROUND)
def _omega(style: Style) -> list[Mark]:
    left, right = style.columns(660, growth=1.6)
    middle, top, pen = (left + right) / 2, style.x_height, style.lighter(0.94, 0.94)
    waist = top * 0.45

    def cup(outer: float) -> Stroke:
        turn, start = (outer + middle) / 2, outer + (middle - outer) * 0.22
        side = Stroke((start, top)).curve((outer, top * 0.84), (outer, waist + 60), (outer, waist))
        side = side.along(turn, style.base_round).across(middle, waist)
        return side.to(middle, top * 0.72).with_pen(*pen)

    return [cup(left), cup(right)]


@GREEK.draws("΄", OPEN)
def _tonos(style: Style) -> list[Mark]:
    y = style.x_height + 78
    return [line(-44, y - 6, 62, y + 148).with_pen(*style.lighter(0.92, 0.92))]
