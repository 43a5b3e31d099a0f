"""Cyrillic letters of other languages than Russian: Slavic, Turkic, Iranian."""

from __future__ import annotations

from font_maker.cyrillic import che_marks, el_marks, en_marks, ka_marks, ye_marks, zhe_marks
from font_maker.forms import CYRILLIC, Form, both, lobe, low_tail
from font_maker.glyph_table import Side
from font_maker.lowercase import LOWERCASE
from font_maker.strokes import Mark, Stroke, line, loop
from font_maker.style import Style

STEM, ROUND, OPEN, DIAGONAL = Side.STEM, Side.ROUND, Side.OPEN, Side.DIAGONAL
ARM, TIGHT = Side.ARM, Side.TIGHT


@both("Ґґ", (430, 340), STEM, ARM)
def _ghe_upturn(form: Form) -> list[Mark]:
    roof = Stroke((form.left, form.flat)).to(form.right, form.flat)
    return [form.post(form.left), roof.to(form.right, form.top + 120)]


@both("Ғғ", (430, 350), OPEN, ARM)
def _ghe_bar(form: Form) -> list[Mark]:
    roof = line(form.left, form.flat, form.right + form.edge, form.flat)
    y = form.top * 0.48
    bar = line(form.left - 110, y, form.left + 230, y).with_pen(*form.style.lighter(1, 0.86))
    return [form.post(form.left), roof, bar]


@both("Җҗ", (860, 700), DIAGONAL, TIGHT, 1.7)
def _zhe_tail(form: Form) -> list[Mark]:
    return [*zhe_marks(form), form.tail(form.right + 20)]


@both("Ққ", (530, 420), STEM, TIGHT)
def _ka_tail(form: Form) -> list[Mark]:
    return [*ka_marks(form), form.tail(form.right)]


@both("Ңң", (556, 430), STEM, TIGHT)
def _en_tail(form: Form) -> list[Mark]:
    return [*en_marks(form), *low_tail(form, form.right)]


@CYRILLIC.draws("ү", DIAGONAL)
def _straight_u(style: Style) -> list[Mark]:
    left, right = style.columns(480)
    middle, top = (left + right) / 2, style.x_height
    rise = 100 * (middle - left) / top
    vee = Stroke((left - rise, top + 100)).to(middle, 0).to(right + rise, top + 100)
    return [vee.within(-20, top), line(middle, 60, middle, style.descender)]


@both("Ҳҳ", (590, 474), DIAGONAL, TIGHT)
def _ha_tail(form: Form) -> list[Mark]:
    slant = (form.right - form.left) / form.top * 100
    fall = line(form.left - slant, form.top + 100, form.right + slant, -100)
    rise = line(form.left - slant, -100, form.right + slant, form.top + 100)
    return [fall.within(0, form.top), rise.within(0, form.top), form.tail(form.right + 30)]


@both("Ұ", (584,), DIAGONAL, DIAGONAL)
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


@both("Џџ", (556, 430), STEM, STEM)
def _dzhe(form: Form) -> list[Mark]:
    foot = line(form.left, form.base, form.right, form.base)
    return [form.post(form.left), form.post(form.right), foot, form.tail(form.middle)]


@both("Ҷҷ", (500, 400), STEM, TIGHT)
def _che_tail(form: Form) -> list[Mark]:
    return [*che_marks(form), *low_tail(form, form.right)]


@both("Һ", (500,), STEM, STEM)
def _shha(form: Form) -> list[Mark]:
    return [
        mark.turned(form.left + form.right, form.top)
        for mark in che_marks(form)
        if isinstance(mark, Stroke)
    ]


@both("Єє", (570, 440), ROUND, OPEN)
def _ye(form: Form) -> list[Mark]:
    return ye_marks(form)


@both("Ђ", (640,), TIGHT, STEM)
def _dje(form: Form) -> list[Mark]:
    stem, waist = form.left + 150, form.top * 0.54
    roof = line(form.left - form.edge, form.flat, form.right - 90, form.flat)
    arch = Stroke((stem, waist)).to(stem + 150, waist).across(form.right, waist * 0.55)
    arch = arch.along(form.right - 130, form.base).to(form.right - 190, form.base)
    return [form.post(stem), roof, arch]


@both("Ћ", (640,), TIGHT, STEM)
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


@both("Љљ", (830, 660), TIGHT, OPEN, 1.6)
def _lje(form: Form) -> list[Mark]:
    middle = form.left + (form.right - form.left) * 0.54
    el = el_marks(Form(form.style, form.left, middle, form.top))
    return [*el, lobe(form, middle, form.right, form.top * 0.57)]


@both("Њњ", (830, 660), STEM, OPEN, 1.6)
def _nje(form: Form) -> list[Mark]:
    middle = form.left + (form.right - form.left) * 0.52
    waist = form.top * 0.57
    bar = line(form.left, waist, middle, waist)
    return [form.post(form.left), form.post(middle), bar, lobe(form, middle, form.right, waist)]


@both("Өө", (672, 480), ROUND, ROUND)
def _barred_o(form: Form) -> list[Mark]:
    waist = form.top / 2
    ring = loop(form.left, form.right, form.style.base_round, form.round)
    return [ring, line(form.left, waist, form.right, waist).with_pen(*form.style.lighter(1, 0.86))]


@both("Әә", (620, 470), OPEN, ROUND)
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
