"""The letters of Russian that no Latin or Greek letter looks like."""

from __future__ import annotations

from font_maker.forms import CYRILLIC, Form, both, lobe
from font_maker.glyph_table import Side
from font_maker.strokes import Mark, Stroke, line, loop
from font_maker.style import Style

STEM, ROUND, OPEN, DIAGONAL = Side.STEM, Side.ROUND, Side.OPEN, Side.DIAGONAL
ARM, TIGHT = Side.ARM, Side.TIGHT


@both("Б", (500,), STEM, OPEN)
def _be(form: Form) -> list[Mark]:
    roof = line(form.left, form.flat, form.right + form.edge - 40, form.flat)
    return [form.post(form.left), roof, lobe(form, form.left, form.right, form.top * 0.56)]


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


@both("в", (440,), STEM, OPEN)
def _ve_small(form: Form) -> list[Mark]:
    waist, pen = form.top * 0.52, form.style.lighter(1, 0.86)
    bend = form.right - 120
    upper = Stroke((form.left, form.flat)).to(bend - 10, form.flat)
    upper = upper.across(form.right - 30, (form.flat + waist) / 2).along(bend - 10, waist)
    return [
        form.post(form.left),
        upper.to(form.left, waist).with_pen(*pen),
        lobe(form, form.left, form.right, waist).with_pen(*pen),
    ]


@both("г", (330,), STEM, TIGHT)
def _ghe_small(form: Form) -> list[Mark]:
    return [form.post(form.left), line(form.left, form.flat, form.right + form.edge, form.flat)]


@both("Дд", (600, 500), TIGHT, TIGHT)
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


def zhe_marks(form: Form) -> list[Mark]:
    """Draw Ж: an upright and four arms."""
    pen, waist = form.style.lighter(0.94, 0.94), form.top * 0.5
    reach = (form.middle - form.left) / waist * (form.top * 0.5 + 100) * 0.94
    high, low = form.top + 100, -100.0
    arms = [
        line(form.middle + way * 26, waist, form.middle + way * reach, end).within(0, form.top)
        for way in (-1, 1)
        for end in (high, low)
    ]
    return [form.post(form.middle).with_pen(*pen), *(arm.with_pen(*pen) for arm in arms)]


@both("Жж", (860, 700), DIAGONAL, DIAGONAL, 1.7)
def _zhe(form: Form) -> list[Mark]:
    return zhe_marks(form)


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


@both("Зз", (460, 390), OPEN, OPEN)
def _ze(form: Form) -> list[Mark]:
    return _ze_marks(form)


@both("Ии", (566, 440), STEM, STEM)
def _i(form: Form) -> list[Mark]:
    dip = form.style.bar * 0.12
    path = Stroke((form.left, form.top)).to(form.left, dip).to(form.right, form.top - dip)
    path = path.to(form.right, 0).within(0, form.top)
    return [path, form.post(form.left), form.post(form.right)]


def ka_marks(form: Form) -> list[Mark]:
    """Draw К with two straight arms."""
    waist = form.top * 0.52
    slope = (form.right - 10 - form.left) / waist
    start = form.left + form.edge * 0.6
    arm = line(start, waist, start + slope * (form.top - waist + 100) * 0.86, form.top + 100)
    leg = line(start, waist, start + slope * (waist + 100) * 0.9, -100)
    return [form.post(form.left), arm.within(0, form.top), leg.within(0, form.top)]


@both("к", (420,), STEM, DIAGONAL)
def _ka_small(form: Form) -> list[Mark]:
    return ka_marks(form)


def el_marks(form: Form) -> list[Mark]:
    """Draw Л with a bent left leg."""
    inner = form.left + 96
    leg = Stroke((form.right, 0)).to(form.right, form.flat).to(inner, form.flat)
    leg = leg.to(inner, form.top * 0.36).along(form.left - 30, form.base, 0.62)
    return [leg.to(form.left - 50, form.base)]


@both("Лл", (560, 450), TIGHT, STEM)
def _el(form: Form) -> list[Mark]:
    return el_marks(form)


@both("м", (560,), STEM, STEM, 1.4)
def _em_small(form: Form) -> list[Mark]:
    dip, eave = form.top * 0.22, form.top - form.style.bar * 0.12
    path = Stroke((form.left, 0)).to(form.left, eave).to(form.middle, dip).to(form.right, eave)
    vee = path.to(form.right, 0).within(0, form.top).with_pen(*form.style.lighter(0.94, 0.94))
    return [form.post(form.left), form.post(form.right), vee]


def en_marks(form: Form) -> list[Mark]:
    """Draw Н."""
    waist = form.top * 0.51
    posts = [form.post(form.left), form.post(form.right)]
    return [*posts, line(form.left, waist, form.right, waist)]


@both("н", (430,), STEM, STEM)
def _en_small(form: Form) -> list[Mark]:
    return en_marks(form)


@both("п", (430,), STEM, STEM)
def _pe_small(form: Form) -> list[Mark]:
    return [
        form.post(form.left),
        form.post(form.right),
        line(form.left, form.flat, form.right, form.flat),
    ]


@both("т", (430,), TIGHT, TIGHT)
def _te_small(form: Form) -> list[Mark]:
    roof = line(form.left - form.edge, form.flat, form.right + form.edge, form.flat)
    return [form.post(form.middle), roof]


@both("У", (570,), DIAGONAL, DIAGONAL)
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


@both("Цц", (566, 440), STEM, TIGHT)
def _tse(form: Form) -> list[Mark]:
    end = form.right + 96
    foot = line(form.left, form.base, end, form.base)
    return [form.post(form.left), form.post(form.right), foot, form.tail(end)]


def che_marks(form: Form) -> list[Mark]:
    """Draw Ч: a cup and an upright."""
    waist = form.top * 0.4
    cup = Stroke((form.left, form.top)).to(form.left, form.top * 0.7)
    cup = cup.along(form.middle, waist).to(form.right, waist)
    return [cup, form.post(form.right)]


@both("Чч", (500, 400), STEM, STEM)
def _che(form: Form) -> list[Mark]:
    return che_marks(form)


def _sha_marks(form: Form) -> list[Mark]:
    pen = form.style.lighter(0.96, 1)
    posts = [form.post(x).with_pen(*pen) for x in (form.left, form.middle, form.right)]
    return [*posts, line(form.left, form.base, form.right, form.base)]


@both("Шш", (760, 620), STEM, STEM, 1.6)
def _sha(form: Form) -> list[Mark]:
    return _sha_marks(form)


@both("Щщ", (760, 620), STEM, TIGHT, 1.6)
def _shcha(form: Form) -> list[Mark]:
    end = form.right + 96
    return [*_sha_marks(form), line(form.right, form.base, end, form.base), form.tail(end)]


def _soft(form: Form, left: float, right: float) -> list[Mark]:
    return [form.post(left), lobe(form, left, right, form.top * 0.57)]


@both("Ьь", (490, 410), STEM, OPEN)
def _soft_sign(form: Form) -> list[Mark]:
    return _soft(form, form.left, form.right)


@both("Ъъ", (620, 520), TIGHT, OPEN)
def _hard_sign(form: Form) -> list[Mark]:
    stem = form.left + 130
    return [*_soft(form, stem, form.right), line(form.left - form.edge, form.flat, stem, form.flat)]


@both("Ыы", (680, 560), STEM, STEM, 1.5)
def _yery(form: Form) -> list[Mark]:
    lobe_right = form.right - 150 - form.edge
    return [*_soft(form, form.left, lobe_right), form.post(form.right)]


def ye_marks(form: Form) -> list[Mark]:
    """Draw Є: a ring that is open to the right, and a bar."""
    waist, middle = form.top / 2, form.middle + 10
    ring = Stroke((form.right, waist + 60)).along(middle, form.round).across(form.left, waist)
    ring = ring.along(middle, form.style.base_round).across(form.right, waist - 60)
    bar = line(form.left, waist, form.left + (form.right - form.left) * 0.72, waist)
    return [ring.trimmed(head=0.32, tail=0.32), bar]


@both("Ээ", (570, 440), OPEN, ROUND)
def _e(form: Form) -> list[Mark]:
    across = form.left + form.right
    return [mark.turned(across, form.top) for mark in ye_marks(form) if isinstance(mark, Stroke)]


@both("Юю", (860, 680), STEM, ROUND, 1.6)
def _yu(form: Form) -> list[Mark]:
    start, waist, pen = (
        form.left + (form.right - form.left) * 0.34,
        form.top / 2,
        form.style.lighter(0.96, 1),
    )
    ring = loop(start, form.right, form.style.base_round, form.round).with_pen(*pen)
    return [form.post(form.left), line(form.left, waist, start, waist), ring]


@both("Яя", (506, 430), DIAGONAL, STEM)
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
