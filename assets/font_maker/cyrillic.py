"""Cyrillic letters that no Latin or Greek letter looks like.

Most small letters are their capitals at the x-height: one drawing makes both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from font_maker.glyph_table import GlyphTable, Side
from font_maker.lowercase import LOWERCASE
from font_maker.strokes import Mark, Stroke, line, loop
from font_maker.style import Style

CYRILLIC = GlyphTable()
STEM, ROUND, OPEN, DIAGONAL = Side.STEM, Side.ROUND, Side.OPEN, Side.DIAGONAL
ARM, TIGHT = Side.ARM, Side.TIGHT


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


def _both(
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


def _low_tail(form: Form, x: float) -> list[Mark]:
    foot = line(x, form.base, x + 90, form.base)
    return [foot, form.tail(x + 90)]


def _lobe(form: Form, left: float, right: float, high: float) -> Stroke:
    low, middle = form.base, (high + form.base) / 2
    bend = max(left + 20, right - (high - low) * 0.56)
    out = Stroke((left, high)).to(bend, high).across(right, middle)
    return out.along(bend, low).to(left, low)


@_both("Б", (500,), STEM, OPEN)
def _be(form: Form) -> list[Mark]:
    roof = line(form.left, form.flat, form.right + form.edge - 40, form.flat)
    return [form.post(form.left), roof, _lobe(form, form.left, form.right, form.top * 0.56)]


@CYRILLIC.draws("б", ROUND)
def _be_small(style: Style) -> list[Mark]:
    left, right = style.columns(476)
    waist, top = style.x_height * 0.48, style.ascender
    ring = loop(left, right, style.base_round, style.x_round)
    back = Stroke((left, waist)).curve(
        (left, top * 0.72), (left + 40, top * 0.86), (left + 190, top - style.bar)
    )
    back = back.curve(
        (left + 260, top - style.bar * 0.7), (right - 90, top - style.bar * 0.7), (right - 20, top)
    )
    return [ring, back]


@_both("в", (440,), STEM, OPEN)
def _ve_small(form: Form) -> list[Mark]:
    waist, pen = form.top * 0.52, form.style.lighter(1, 0.86)
    bend = form.right - 120
    upper = Stroke((form.left, form.flat)).to(bend - 10, form.flat)
    upper = upper.across(form.right - 30, (form.flat + waist) / 2).along(bend - 10, waist)
    return [
        form.post(form.left),
        upper.to(form.left, waist).with_pen(*pen),
        _lobe(form, form.left, form.right, waist).with_pen(*pen),
    ]


@_both("г", (330,), STEM, TIGHT)
def _ghe_small(form: Form) -> list[Mark]:
    return [form.post(form.left), line(form.left, form.flat, form.right + form.edge, form.flat)]


@_both("Ґґ", (430, 340), STEM, ARM)
def _ghe_upturn(form: Form) -> list[Mark]:
    roof = Stroke((form.left, form.flat)).to(form.right, form.flat)
    return [form.post(form.left), roof.to(form.right, form.top + 120)]


@_both("Ғғ", (430, 350), OPEN, ARM)
def _ghe_bar(form: Form) -> list[Mark]:
    roof = line(form.left, form.flat, form.right + form.edge, form.flat)
    y = form.top * 0.48
    bar = line(form.left - 110, y, form.left + 230, y).with_pen(*form.style.lighter(1, 0.86))
    return [form.post(form.left), roof, bar]


@_both("Дд", (600, 500), TIGHT, TIGHT)
def _de(form: Form) -> list[Mark]:
    inner_left, inner_right = form.left + 90, form.right - 60
    leg = Stroke((inner_right, form.base)).to(inner_right, form.flat)
    leg = leg.to(inner_left + 60, form.flat).to(inner_left + 60, form.top * 0.52)
    leg = leg.curve(
        (inner_left + 60, form.top * 0.28),
        (inner_left + 20, form.top * 0.14),
        (inner_left - 20, form.base),
    )
    base = line(form.left - form.edge, form.base, form.right + form.edge, form.base)
    return [leg, base, form.tail(form.left), form.tail(form.right)]


def _zhe_marks(form: Form) -> list[Mark]:
    pen, waist = form.style.lighter(0.94, 0.94), form.top * 0.5
    reach = (form.middle - form.left) / waist * (form.top * 0.5 + 100) * 0.94
    high, low = form.top + 100, -100.0
    arms = [
        line(form.middle + way * 26, waist, form.middle + way * reach, end).within(0, form.top)
        for way in (-1, 1)
        for end in (high, low)
    ]
    return [form.post(form.middle).with_pen(*pen), *(arm.with_pen(*pen) for arm in arms)]


@_both("Жж", (860, 700), DIAGONAL, DIAGONAL, 1.7)
def _zhe(form: Form) -> list[Mark]:
    return _zhe_marks(form)


@_both("Җҗ", (860, 700), DIAGONAL, TIGHT, 1.7)
def _zhe_tail(form: Form) -> list[Mark]:
    return [*_zhe_marks(form), form.tail(form.right + 20)]


def _ze_marks(form: Form) -> list[Mark]:
    waist, pen = form.top * 0.52, form.style.lighter(1, 0.92)
    middle = form.middle - 8
    upper = Stroke((form.left - 10, form.top * 0.76)).along(middle, form.round)
    upper = upper.across(form.right - 20, form.top * 0.755).along(middle, waist)
    lower = Stroke((middle - 60, waist)).to(middle + 10, waist)
    lower = lower.across(form.right, form.top * 0.27).along(middle, form.style.base_round)
    lower = lower.across(form.left - 20, form.top * 0.24)
    marks = upper.trimmed(head=0.36).to(middle - 60, waist), lower.trimmed(tail=0.36)
    return [mark.with_pen(*pen) for mark in marks]


@_both("Зз", (460, 390), OPEN, OPEN)
def _ze(form: Form) -> list[Mark]:
    return _ze_marks(form)


@_both("Ии", (566, 440), STEM, STEM)
def _i(form: Form) -> list[Mark]:
    dip = form.style.bar * 0.12
    path = Stroke((form.left, form.top)).to(form.left, dip).to(form.right, form.top - dip)
    path = path.to(form.right, 0).within(0, form.top)
    return [path, form.post(form.left), form.post(form.right)]


def _ka_marks(form: Form) -> list[Mark]:
    waist = form.top * 0.52
    slope = (form.right - 10 - form.left) / waist
    start = form.left + form.edge * 0.6
    arm = line(start, waist, start + slope * (form.top - waist + 100) * 0.86, form.top + 100)
    leg = line(start, waist, start + slope * (waist + 100) * 0.9, -100)
    return [form.post(form.left), arm.within(0, form.top), leg.within(0, form.top)]


@_both("к", (420,), STEM, DIAGONAL)
def _ka_small(form: Form) -> list[Mark]:
    return _ka_marks(form)


@_both("Ққ", (530, 420), STEM, TIGHT)
def _ka_tail(form: Form) -> list[Mark]:
    return [*_ka_marks(form), form.tail(form.right)]


def _el_marks(form: Form) -> list[Mark]:
    inner = form.left + 96
    leg = Stroke((form.right, 0)).to(form.right, form.flat).to(inner, form.flat)
    leg = leg.to(inner, form.top * 0.36).along(form.left - 30, form.base, 0.62)
    return [leg.to(form.left - 50, form.base)]


@_both("Лл", (560, 450), TIGHT, STEM)
def _el(form: Form) -> list[Mark]:
    return _el_marks(form)


@_both("м", (560,), STEM, STEM, 1.4)
def _em_small(form: Form) -> list[Mark]:
    dip, eave = form.top * 0.22, form.top - form.style.bar * 0.12
    path = Stroke((form.left, 0)).to(form.left, eave).to(form.middle, dip).to(form.right, eave)
    vee = path.to(form.right, 0).within(0, form.top).with_pen(*form.style.lighter(0.94, 0.94))
    return [form.post(form.left), form.post(form.right), vee]


def _en_marks(form: Form) -> list[Mark]:
    waist = form.top * 0.51
    posts = [form.post(form.left), form.post(form.right)]
    return [*posts, line(form.left, waist, form.right, waist)]


@_both("н", (430,), STEM, STEM)
def _en_small(form: Form) -> list[Mark]:
    return _en_marks(form)


@_both("Ңң", (556, 430), STEM, TIGHT)
def _en_tail(form: Form) -> list[Mark]:
    return [*_en_marks(form), *_low_tail(form, form.right)]


@_both("п", (430,), STEM, STEM)
def _pe_small(form: Form) -> list[Mark]:
    return [
        form.post(form.left),
        form.post(form.right),
        line(form.left, form.flat, form.right, form.flat),
    ]


@_both("т", (430,), TIGHT, TIGHT)
def _te_small(form: Form) -> list[Mark]:
    roof = line(form.left - form.edge, form.flat, form.right + form.edge, form.flat)
    return [form.post(form.middle), roof]


@_both("У", (570,), DIAGONAL, DIAGONAL)
def _u(form: Form) -> list[Mark]:
    foot = form.top * 0.3
    slope = (form.right - form.middle) / (form.top - foot)
    arm = line(form.left - slope * 100, form.top + 100, form.middle + 10, foot)
    low = form.middle - slope * (foot - form.base) * 0.9
    tail = line(form.right + slope * 100, form.top + 100, low + 10, form.base)
    return [
        arm.within(0, form.top),
        tail.within(0, form.top),
        line(low - 100, form.base, low + 14, form.base),
    ]


@CYRILLIC.draws("ү", DIAGONAL)
def _straight_u(style: Style) -> list[Mark]:
    left, right = style.columns(480)
    middle, top = (left + right) / 2, style.x_height
    rise = 100 * (middle - left) / top
    vee = Stroke((left - rise, top + 100)).to(middle, 0).to(right + rise, top + 100)
    return [vee.within(-20, top), line(middle, 60, middle, style.descender)]


@_both("Ҳҳ", (590, 474), DIAGONAL, TIGHT)
def _ha_tail(form: Form) -> list[Mark]:
    slant = (form.right - form.left) / form.top * 100
    fall = line(form.left - slant, form.top + 100, form.right + slant, -100)
    rise = line(form.left - slant, -100, form.right + slant, form.top + 100)
    return [fall.within(0, form.top), rise.within(0, form.top), form.tail(form.right + 30)]


@_both("Ұ", (584,), DIAGONAL, DIAGONAL)
def _straight_u_bar(form: Form) -> list[Mark]:
    fork = form.top * 0.4
    rise = 100 * (form.middle - form.left) / (form.top - fork)
    arms = Stroke((form.left - rise, form.top + 100)).to(form.middle, fork)
    arms = arms.to(form.right + rise, form.top + 100)
    bar = line(form.middle - 180, fork * 0.6, form.middle + 180, fork * 0.6)
    stem = line(form.middle, 0, form.middle, fork)
    return [
        arms.within(fork - form.style.bar, form.top),
        stem,
        bar.with_pen(*form.style.lighter(1, 0.8)),
    ]


@CYRILLIC.draws("ұ", DIAGONAL)
def _straight_u_bar_small(style: Style) -> list[Mark]:
    left, right = style.columns(480)
    middle = (left + right) / 2
    bar = line(middle - 150, -70, middle + 150, -70).with_pen(*style.lighter(1, 0.8))
    return [*_straight_u(style), bar]


@_both("Цц", (566, 440), STEM, TIGHT)
def _tse(form: Form) -> list[Mark]:
    end = form.right + 96
    foot = line(form.left, form.base, end, form.base)
    return [form.post(form.left), form.post(form.right), foot, form.tail(end)]


@_both("Џџ", (556, 430), STEM, STEM)
def _dzhe(form: Form) -> list[Mark]:
    foot = line(form.left, form.base, form.right, form.base)
    return [form.post(form.left), form.post(form.right), foot, form.tail(form.middle)]


def _che_marks(form: Form) -> list[Mark]:
    waist = form.top * 0.4
    cup = Stroke((form.left, form.top)).to(form.left, form.top * 0.7)
    cup = cup.along(form.middle, waist).to(form.right, waist)
    return [cup, form.post(form.right)]


@_both("Чч", (500, 400), STEM, STEM)
def _che(form: Form) -> list[Mark]:
    return _che_marks(form)


@_both("Ҷҷ", (500, 400), STEM, TIGHT)
def _che_tail(form: Form) -> list[Mark]:
    return [*_che_marks(form), *_low_tail(form, form.right)]


@_both("Һ", (500,), STEM, STEM)
def _shha(form: Form) -> list[Mark]:
    return [
        mark.turned(form.left + form.right, form.top)
        for mark in _che_marks(form)
        if isinstance(mark, Stroke)
    ]


def _sha_marks(form: Form) -> list[Mark]:
    pen = form.style.lighter(0.96, 1)
    posts = [form.post(x).with_pen(*pen) for x in (form.left, form.middle, form.right)]
    return [*posts, line(form.left, form.base, form.right, form.base)]


@_both("Шш", (760, 620), STEM, STEM, 1.6)
def _sha(form: Form) -> list[Mark]:
    return _sha_marks(form)


@_both("Щщ", (760, 620), STEM, TIGHT, 1.6)
def _shcha(form: Form) -> list[Mark]:
    end = form.right + 96
    return [*_sha_marks(form), line(form.right, form.base, end, form.base), form.tail(end)]


def _soft(form: Form, left: float, right: float) -> list[Mark]:
    return [form.post(left), _lobe(form, left, right, form.top * 0.57)]


@_both("Ьь", (490, 410), STEM, OPEN)
def _soft_sign(form: Form) -> list[Mark]:
    return _soft(form, form.left, form.right)


@_both("Ъъ", (620, 520), TIGHT, OPEN)
def _hard_sign(form: Form) -> list[Mark]:
    stem = form.left + 130
    return [*_soft(form, stem, form.right), line(form.left - form.edge, form.flat, stem, form.flat)]


@_both("Ыы", (680, 560), STEM, STEM, 1.5)
def _yery(form: Form) -> list[Mark]:
    lobe_right = form.right - 150 - form.edge
    return [*_soft(form, form.left, lobe_right), form.post(form.right)]


def _ye_marks(form: Form) -> list[Mark]:
    waist, middle = form.top / 2, form.middle + 10
    ring = Stroke((form.right, waist + 60)).along(middle, form.round).across(form.left, waist)
    ring = ring.along(middle, form.style.base_round).across(form.right, waist - 60)
    bar = line(form.left, waist, form.left + (form.right - form.left) * 0.72, waist)
    return [ring.trimmed(head=0.32, tail=0.32), bar]


@_both("Єє", (570, 440), ROUND, OPEN)
def _ye(form: Form) -> list[Mark]:
    return _ye_marks(form)


@_both("Ээ", (570, 440), OPEN, ROUND)
def _e(form: Form) -> list[Mark]:
    across = form.left + form.right
    return [mark.turned(across, form.top) for mark in _ye_marks(form) if isinstance(mark, Stroke)]


@_both("Юю", (860, 680), STEM, ROUND, 1.6)
def _yu(form: Form) -> list[Mark]:
    start, waist, pen = (
        form.left + (form.right - form.left) * 0.34,
        form.top / 2,
        form.style.lighter(0.96, 1),
    )
    ring = loop(start, form.right, form.style.base_round, form.round).with_pen(*pen)
    return [form.post(form.left), line(form.left, waist, start, waist), ring]


@_both("Яя", (506, 430), DIAGONAL, STEM)
def _ya(form: Form) -> list[Mark]:
    waist = form.top * 0.42
    high, middle = form.flat, (form.flat + waist) / 2
    bend = form.left + (high - waist) * 0.56
    lobe = Stroke((form.right, high)).to(bend, high).across(form.left, middle)
    lobe = lobe.along(bend, waist).to(form.right, waist)
    knee = form.right - (form.right - form.left) * 0.42
    lean = (knee - form.left + 6) / waist
    leg = line(knee, waist, form.left - 6 - lean * 100, -100).within(0, waist)
    return [form.post(form.right), lobe, leg]


@_both("Ђ", (640,), TIGHT, STEM)
def _dje(form: Form) -> list[Mark]:
    stem, waist = form.left + 150, form.top * 0.54
    roof = line(form.left - form.edge, form.flat, form.right - 90, form.flat)
    arch = Stroke((stem, waist)).to(stem + 150, waist).across(form.right, waist * 0.55)
    arch = arch.along(form.right - 130, form.base).to(form.right - 190, form.base)
    return [form.post(stem), roof, arch]


@_both("Ћ", (640,), TIGHT, STEM)
def _tshe(form: Form) -> list[Mark]:
    stem, waist = form.left + 150, form.top * 0.54
    roof = line(form.left - form.edge, form.flat, form.right - 90, form.flat)
    arch = Stroke((stem, waist)).to(stem + 150, waist).across(form.right, waist - 150)
    return [form.post(stem), roof, arch.to(form.right, 0)]


@CYRILLIC.draws("ђ", TIGHT, STEM)
def _dje_small(style: Style) -> list[Mark]:
    _, right = style.columns(428)
    low, y = style.descender + style.bar / 2, style.ascender - 118
    bar = line(-70, y, style.stem / 2 + 220, y).with_pen(*style.lighter(1, 0.8))
    hook = Stroke((right, 60)).to(right, -30).along(right - 110, low, 0.62).to(right - 170, low)
    return [*LOWERCASE.glyphs["h"].draw(style), bar, hook]


@_both("Љљ", (830, 660), TIGHT, OPEN, 1.6)
def _lje(form: Form) -> list[Mark]:
    middle = form.left + (form.right - form.left) * 0.54
    el = _el_marks(Form(form.style, form.left, middle, form.top))
    return [*el, _lobe(form, middle, form.right, form.top * 0.57)]


@_both("Њњ", (830, 660), STEM, OPEN, 1.6)
def _nje(form: Form) -> list[Mark]:
    middle = form.left + (form.right - form.left) * 0.52
    waist = form.top * 0.57
    bar = line(form.left, waist, middle, waist)
    return [form.post(form.left), form.post(middle), bar, _lobe(form, middle, form.right, waist)]


@_both("Өө", (672, 480), ROUND, ROUND)
def _barred_o(form: Form) -> list[Mark]:
    waist = form.top / 2
    ring = loop(form.left, form.right, form.style.base_round, form.round)
    return [ring, line(form.left, waist, form.right, waist).with_pen(*form.style.lighter(1, 0.86))]


@_both("Әә", (620, 470), OPEN, ROUND)
def _schwa(form: Form) -> list[Mark]:
    waist, middle = form.top / 2, form.middle
    ring = Stroke((form.right, waist)).to(form.left, waist).along(middle, form.style.base_round)
    ring = ring.across(form.right, waist).along(middle - 8, form.round)
    return [ring.across(form.left - 6, form.top - waist * 0.86).trimmed(tail=0.4)]


@CYRILLIC.draws("№", STEM, OPEN)
def _numero(style: Style) -> list[Mark]:
    left, right = style.columns(520)
    dip, cap = style.bar * 0.12, style.cap
    path = Stroke((left, 0)).to(left, cap - dip).to(right, dip).to(right, cap).within(0, cap)
    small = style.lighter(0.78, 0.8)
    far = right + style.stem + 40
    ring = loop(far, far + 210, cap * 0.42, cap * 0.78).with_pen(*small)
    bar = line(far - 40, cap * 0.24, far + 250, cap * 0.24).with_pen(*small)
    return [path, line(left, 0, left, cap), line(right, 0, right, cap), ring, bar]
