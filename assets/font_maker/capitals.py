"""The capital letters. Knows their drawing and their sides; measures come from the style."""

from __future__ import annotations

from font_maker.glyph_table import GlyphTable, Side
from font_maker.lowercase import zed
from font_maker.strokes import Mark, Stroke, line, loop
from font_maker.style import Style

CAPITALS = GlyphTable()
STEM, ROUND, OPEN, DIAGONAL = Side.STEM, Side.ROUND, Side.OPEN, Side.DIAGONAL
ARM = Side.ARM


def _edges(style: Style, left: float, right: float) -> tuple[float, float]:
    """Return the ink's edges for bars that reach the outer side of a stem."""
    return left - style.stem / 2, right + style.stem / 2


def _upright(style: Style, x: float) -> Stroke:
    return line(x, 0, x, style.cap)


def _lobe(stem: float, far: float, high: float, low: float) -> Stroke:
    """Draw the half-round of B, D, P and R from the stem and back to it."""
    middle = (high + low) / 2
    radius = min((high - low) / 2 * 1.12, (far - stem) * 0.8)
    out = Stroke((stem, high)).to(far - radius, high).across(far, middle)
    return out.along(far - radius, low).to(stem, low)


@CAPITALS.draws("A", DIAGONAL)
def _A(style: Style) -> list[Mark]:
    left, right = style.columns(640)
    middle, peak = (left + right) / 2, style.cap - style.bar * 0.5
    slope = (middle - left) / peak
    tent = Stroke((left - slope * 100, -100)).to(middle, peak).to(right + slope * 100, -100)
    height = style.cap * 0.27
    bar = line(left + slope * height, height, right - slope * height, height)
    return [tent.within(0, style.cap), bar]


@CAPITALS.draws("B", STEM, OPEN)
def _B(style: Style) -> list[Mark]:
    left, right = style.columns(500)
    waist = style.cap * 0.52
    upper = _lobe(left, right - 26, style.cap_flat, waist).with_pen(*style.lighter(1, 0.96))
    lower = _lobe(left, right, waist, style.base_flat).with_pen(*style.lighter(1, 0.96))
    return [_upright(style, left), upper, lower]


@CAPITALS.draws("C", ROUND, OPEN)
def _C(style: Style) -> list[Mark]:
    left, right = style.columns(600)
    middle, waist = (left + right) / 2 + 16, style.cap / 2
    upper = Stroke((right, waist + 70)).along(middle, style.cap_round).across(left, waist)
    ring = upper.along(middle, style.base_round).across(right, waist - 70)
    return [ring.trimmed(head=0.3, tail=0.3)]


@CAPITALS.draws("D", STEM, ROUND)
def _D(style: Style) -> list[Mark]:
    left, right = style.columns(588)
    return [
        _upright(style, left),
        Stroke((left, style.cap_flat))
        .to(left + (right - left) * 0.34, style.cap_flat)
        .across(right, style.cap / 2)
        .along(left + (right - left) * 0.34, style.base_flat)
        .to(left, style.base_flat),
    ]


def _arms(style: Style, width: float, waist: float) -> list[Mark]:
    left, right = style.columns(width)
    end = right + style.stem / 2
    roof = line(left, style.cap_flat, end, style.cap_flat)
    return [_upright(style, left), roof, line(left, waist, end - 34, waist)]


@CAPITALS.draws("E", STEM, ARM)
def _E(style: Style) -> list[Mark]:
    left, right = style.columns(440)
    foot = line(left, style.base_flat, right + style.stem / 2 + 6, style.base_flat)
    return [*_arms(style, 440, style.cap * 0.515), foot]


@CAPITALS.draws("F", STEM, ARM)
def _F(style: Style) -> list[Mark]:
    return _arms(style, 430, style.cap * 0.48)


@CAPITALS.draws("G", ROUND, Side.MARK)
def _G(style: Style) -> list[Mark]:
    left, right = style.columns(610)
    middle, waist = (left + right) / 2 + 8, style.cap / 2
    bar = style.cap * 0.46
    upper = Stroke((right, waist + 70)).along(middle + 8, style.cap_round).across(left, waist)
    ring = upper.along(middle, style.base_round).across(right, waist * 0.62).to(right, bar)
    return [ring.to(middle + 4, bar).trimmed(head=0.28)]


@CAPITALS.draws("H", STEM)
def _H(style: Style) -> list[Mark]:
    left, right = style.columns(556)
    waist = style.cap * 0.51
    return [_upright(style, left), _upright(style, right), line(left, waist, right, waist)]


@CAPITALS.draws("I", STEM)
def _I(style: Style) -> list[Mark]:
    return [_upright(style, 0)]


@CAPITALS.draws("J", ARM, STEM)
def _J(style: Style) -> list[Mark]:
    left, right = style.columns(372)
    middle = (left + right) / 2 - 6
    hook = Stroke((right, style.cap)).to(right, 210).along(middle, style.base_round)
    return [hook.across(left - 20, 190).trimmed(tail=0.45)]


@CAPITALS.draws("K", STEM, DIAGONAL)
def _K(style: Style) -> list[Mark]:
    left, right = style.columns(548)
    cap, root = style.cap, style.cap * 0.3
    slope = (right - 22 - left) / (cap - root)
    arm = line(left, root, right - 22 + slope * 100, cap + 100)
    fork = root + (cap - root) * 0.32
    fork_x = left + slope * (fork - root)
    lean = (right - fork_x) / fork
    return [
        _upright(style, left),
        arm.within(0, cap),
        line(fork_x, fork, right + lean * 100, -100).within(0, cap),
    ]


@CAPITALS.draws("L", STEM, Side.TIGHT)
def _L(style: Style) -> list[Mark]:
    left, right = style.columns(426)
    foot = line(left, style.base_flat, right + style.stem / 2, style.base_flat)
    return [_upright(style, left), foot]


@CAPITALS.draws("M", STEM)
def _M(style: Style) -> list[Mark]:
    left, right = style.columns(680, growth=1.5)
    middle, dip, cap = (left + right) / 2, style.cap * 0.3, style.cap
    eave = cap - style.bar * 0.12
    path = Stroke((left, 0)).to(left, eave).to(middle, dip).to(right, eave).to(right, 0)
    vee = path.within(0, cap).with_pen(*style.lighter(0.95, 0.95))
    return [_upright(style, left), _upright(style, right), vee]


@CAPITALS.draws("N", STEM)
def _N(style: Style) -> list[Mark]:
    left, right = style.columns(570)
    dip = style.bar * 0.12
    path = Stroke((left, 0)).to(left, style.cap - dip).to(right, dip).to(right, style.cap)
    return [path.within(0, style.cap), _upright(style, left), _upright(style, right)]


@CAPITALS.draws("O", ROUND)
def _O(style: Style) -> list[Mark]:
    left, right = style.columns(672)
    return [loop(left, right, style.base_round, style.cap_round, 0.575)]


@CAPITALS.draws("P", STEM, ARM)
def _P(style: Style) -> list[Mark]:
    left, right = style.columns(490)
    return [_upright(style, left), _lobe(left, right, style.cap_flat, style.cap * 0.42)]


@CAPITALS.draws("Q", ROUND)
def _Q(style: Style) -> list[Mark]:
    left, right = style.columns(672)
    middle = (left + right) / 2
    ring = loop(left, right, style.base_round, style.cap_round, 0.575)
    return [ring, line(middle + 40, 190, right + 10, -60)]


@CAPITALS.draws("R", STEM, DIAGONAL)
def _R(style: Style) -> list[Mark]:
    left, right = style.columns(506)
    waist = style.cap * 0.43
    knee = left + (right - left) * 0.42
    lean = (right + 6 - knee) / waist
    leg = line(knee, waist, right + 6 + lean * 100, -100).within(0, waist)
    return [_upright(style, left), _lobe(left, right - 8, style.cap_flat, waist), leg]


@CAPITALS.draws("S", OPEN)
def _S(style: Style) -> list[Mark]:
    left, right = style.columns(508)
    middle, top = (left + right) / 2, style.cap
    upper, lower = top * 0.735, top * 0.265
    spine = Stroke((right + 6, upper - 24)).along(middle + 4, style.cap_round)
    spine = spine.across(left + 6, upper).swing(right, lower, 0.84)
    spine = spine.along(middle - 4, style.base_round).across(left - 10, lower + 24)
    return [spine.trimmed(head=0.42, tail=0.42)]


@CAPITALS.draws("T", DIAGONAL)
def _T(style: Style) -> list[Mark]:
    left, right = style.columns(544)
    edge_left, edge_right = _edges(style, left, right)
    middle = (left + right) / 2
    return [_upright(style, middle), line(edge_left, style.cap_flat, edge_right, style.cap_flat)]


@CAPITALS.draws("U", STEM)
def _U(style: Style) -> list[Mark]:
    left, right = style.columns(554)
    spring, middle = 270, (left + right) / 2
    cup = Stroke((left, style.cap)).to(left, spring).along(middle, style.base_round)
    return [cup.across(right, spring).to(right, style.cap)]


@CAPITALS.draws("V", DIAGONAL)
def _V(style: Style) -> list[Mark]:
    left, right = style.columns(624)
    middle, foot = (left + right) / 2, style.bar * 0.5
    rise = 100 * (middle - left) / (style.cap - foot)
    vee = Stroke((left - rise, style.cap + 100)).to(middle, foot).to(right + rise, style.cap + 100)
    return [vee.within(0, style.cap)]


@CAPITALS.draws("W", DIAGONAL)
def _W(style: Style) -> list[Mark]:
    left, right = style.columns(900, growth=1.7)
    middle, foot, cap = (left + right) / 2, style.bar * 0.5, style.cap
    quarter = (right - left) * 0.245
    rise = 100 * quarter / (cap - foot)
    zigzag = Stroke((left - rise, cap + 100)).to(left + quarter, foot)
    zigzag = zigzag.to(middle, cap - style.bar * 0.5).to(right - quarter, foot)
    zigzag = zigzag.to(right + rise, cap + 100)
    return [zigzag.within(0, cap).with_pen(*style.lighter(0.95, 0.95))]


@CAPITALS.draws("X", DIAGONAL)
def _X(style: Style) -> list[Mark]:
    left, right = style.columns(590)
    cap, slant = style.cap, (right - left) / style.cap * 100
    fall = line(left - slant, cap + 100, right + slant, -100)
    rise = line(left - slant, -100, right + slant, cap + 100)
    return [fall.within(0, cap), rise.within(0, cap)]


@CAPITALS.draws("Y", DIAGONAL)
def _Y(style: Style) -> list[Mark]:
    left, right = style.columns(584)
    middle, fork, cap = (left + right) / 2, style.cap * 0.4, style.cap
    rise = 100 * (middle - left) / (cap - fork)
    arms = Stroke((left - rise, cap + 100)).to(middle, fork).to(right + rise, cap + 100)
    return [arms.within(fork - style.bar, cap), line(middle, 0, middle, fork)]


@CAPITALS.draws("Z", OPEN)
def _Z(style: Style) -> list[Mark]:
    left, right = style.columns(520)
    return [zed(style, left, right, style.cap_flat)]
