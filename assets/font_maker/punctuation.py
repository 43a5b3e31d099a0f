"""Punctuation, operators and quotes. Knows their drawing and their sides."""

from __future__ import annotations

from font_maker.glyph_table import GlyphTable, Side
from font_maker.strokes import Mark, Stroke, blob, line, loop
from font_maker.style import Style

PUNCTUATION = GlyphTable()
MARK, OPEN, DIAGONAL, TIGHT = Side.MARK, Side.OPEN, Side.DIAGONAL, Side.TIGHT
BRACKET_LOW, BRACKET_HIGH = -132, 790


def _sign_cell(style: Style) -> float:
    return style.digit_advance


def _space_cell(style: Style) -> float:
    return 298


def _middle(style: Style) -> float:
    """Height on which operators are centred: the middle of a digit."""
    return style.cap * 0.47


@PUNCTUATION.draws_in_cell(" ", _space_cell)
@PUNCTUATION.draws_in_cell("\u00a0", _space_cell)
def _space(style: Style) -> list[Mark]:
    return []


@PUNCTUATION.draws(".", MARK)
def _full_stop(style: Style) -> list[Mark]:
    return [blob(0, style.dot / 2, style.dot)]


@PUNCTUATION.draws("·", MARK)
def _middle_dot(style: Style) -> list[Mark]:
    return [blob(0, _middle(style), style.dot)]


@PUNCTUATION.draws("•", MARK)
def _bullet(style: Style) -> list[Mark]:
    return [blob(0, _middle(style), style.dot * 1.7, 0.56)]


@PUNCTUATION.draws("…", MARK)
def _ellipsis(style: Style) -> list[Mark]:
    pitch = 236 + style.growth
    return [blob(pitch * i, style.dot / 2, style.dot) for i in range(3)]


@PUNCTUATION.draws(":", MARK)
def _colon(style: Style) -> list[Mark]:
    return [blob(0, y, style.dot) for y in (style.dot / 2, style.x_height - style.dot / 2)]


def _comma_at(x: float, y: float, style: Style, lean: int = 1) -> Mark:
    """Draw a short slanting stroke, its upper end at height `y`; `lean` -1 mirrors it."""
    size, pen = style.dot, style.stem * 0.98
    top, foot = x + lean * size * 0.12, x - lean * size * 0.3
    return line(top, y, foot, y - size * 1.75).with_pen(pen, pen)


@PUNCTUATION.draws(",", MARK)
def _comma(style: Style) -> list[Mark]:
    return [_comma_at(0, style.dot * 0.95, style)]


@PUNCTUATION.draws(";", MARK)
def _semicolon(style: Style) -> list[Mark]:
    dot = blob(style.dot * 0.04, style.x_height - style.dot / 2, style.dot)
    return [dot, _comma_at(0, style.dot * 0.95, style)]


@PUNCTUATION.draws("!", MARK)
def _exclamation(style: Style) -> list[Mark]:
    return [line(0, style.cap * 0.31, 0, style.cap), blob(0, style.dot / 2, style.dot)]


@PUNCTUATION.draws("?", OPEN)
def _question(style: Style) -> list[Mark]:
    left, right = style.columns(404)
    middle, cap = (left + right) / 2 - 6, style.cap
    neck = Stroke((left - 16, cap * 0.73)).along(middle, style.cap_round).across(right, cap * 0.725)
    neck = neck.trimmed(head=0.4).curve(
        (right, cap * 0.52), (middle, cap * 0.52), (middle, cap * 0.31)
    )
    return [neck, blob(middle, style.dot / 2, style.dot)]


def _tick(style: Style, x: float) -> Mark:
    return line(x, style.cap * 0.64, x, style.cap + 16).with_pen(style.stem * 0.9, style.bar)


@PUNCTUATION.draws("'", MARK)
def _single_quote(style: Style) -> list[Mark]:
    return [_tick(style, 0)]


@PUNCTUATION.draws('"', MARK)
def _double_quote(style: Style) -> list[Mark]:
    return [_tick(style, 0), _tick(style, style.stem + 82)]


def _curly(style: Style, count: int, lean: int) -> list[Mark]:
    pitch, top = style.stem + 84, style.cap + 16
    return [_comma_at(pitch * i, top, style, lean) for i in range(count)]


@PUNCTUATION.draws("‘", OPEN)
def _quote_open(style: Style) -> list[Mark]:
    return _curly(style, 1, lean=-1)


@PUNCTUATION.draws("’", OPEN)
def _quote_close(style: Style) -> list[Mark]:
    return _curly(style, 1, lean=1)


@PUNCTUATION.draws("“", OPEN)
def _quotes_open(style: Style) -> list[Mark]:
    return _curly(style, 2, lean=-1)


@PUNCTUATION.draws("”", OPEN)
def _quotes_close(style: Style) -> list[Mark]:
    return _curly(style, 2, lean=1)


def _chevron(style: Style, x: float, middle: float, size: tuple[float, float]) -> Stroke:
    """Draw an angle whose point is at `x`; a negative width points it left."""
    width, height = size
    open_end = Stroke((x - width, middle + height / 2)).to(x, middle)
    return open_end.to(x - width, middle - height / 2)


def _guillemets(style: Style, direction: int) -> list[Mark]:
    middle, pitch = style.x_height * 0.5, 92 + style.stem * 0.95
    size = (direction * 128.0, 316.0)
    pen = style.lighter(0.88, 0.88)
    return [_chevron(style, pitch * i, middle, size).with_pen(*pen) for i in range(2)]


@PUNCTUATION.draws("«", OPEN)
def _guillemets_open(style: Style) -> list[Mark]:
    return _guillemets(style, -1)


@PUNCTUATION.draws("»", OPEN)
def _guillemets_close(style: Style) -> list[Mark]:
    return _guillemets(style, 1)


def _plus_marks(style: Style) -> list[Mark]:
    reach, y = 222, _middle(style)
    return [line(-reach, y, reach, y), line(0, y - reach, 0, y + reach)]


@PUNCTUATION.draws_in_cell("+", _sign_cell)
def _plus(style: Style) -> list[Mark]:
    return _plus_marks(style)


@PUNCTUATION.draws_in_cell("±", _sign_cell)
def _plus_minus(style: Style) -> list[Mark]:
    raised = [mark.moved(0, 62) for mark in _plus_marks(style)]
    return [*raised, line(-222, style.base_flat, 222, style.base_flat)]


@PUNCTUATION.draws("-", MARK)
def _hyphen(style: Style) -> list[Mark]:
    y = style.x_height * 0.49
    return [line(0, y, 236 + style.growth / 2, y)]


@PUNCTUATION.draws("–", OPEN)
def _en_dash(style: Style) -> list[Mark]:
    y = style.x_height * 0.49
    return [line(0, y, 470, y)]


@PUNCTUATION.draws("—", OPEN)
def _em_dash(style: Style) -> list[Mark]:
    y = style.x_height * 0.49
    return [line(0, y, 840, y)]


@PUNCTUATION.draws_in_cell("=", _sign_cell)
def _equals(style: Style) -> list[Mark]:
    middle, gap = _middle(style), 60 + style.bar / 2
    return [line(-222, middle + d, 222, middle + d) for d in (gap, -gap)]


@PUNCTUATION.draws_in_cell("×", _sign_cell)
def _times(style: Style) -> list[Mark]:
    reach, y = 176, _middle(style)
    return [line(-reach, y + d * reach, reach, y - d * reach) for d in (1, -1)]


@PUNCTUATION.draws_in_cell("÷", _sign_cell)
def _divide(style: Style) -> list[Mark]:
    y, gap = _middle(style), 66 + style.bar / 2 + style.dot / 2
    dots: list[Mark] = [blob(0, y + d, style.dot) for d in (gap, -gap)]
    return [line(-222, y, 222, y), *dots]


@PUNCTUATION.draws_in_cell("<", _sign_cell)
def _less(style: Style) -> list[Mark]:
    return [_chevron(style, 0, _middle(style), (-396, 400))]


@PUNCTUATION.draws_in_cell(">", _sign_cell)
def _greater(style: Style) -> list[Mark]:
    return [_chevron(style, 0, _middle(style), (396, 400))]


@PUNCTUATION.draws_in_cell("~", _sign_cell)
def _tilde(style: Style) -> list[Mark]:
    y = _middle(style)
    wave = Stroke((-224, y - 66)).curve((-180, y + 120), (-60, y + 90), (0, y))
    return [wave.curve((60, y - 90), (180, y - 120), (224, y + 66))]


@PUNCTUATION.draws("°", OPEN)
def _degree(style: Style) -> list[Mark]:
    half, y = 112, style.cap - 112
    ring = loop(-half, half, y - half, y + half, 0.56)
    return [ring.with_pen(*style.lighter(0.8, 0.85))]


@PUNCTUATION.draws("*", OPEN)
def _asterisk(style: Style) -> list[Mark]:
    y, pen = style.cap - 176, style.lighter(0.8, 0.88)
    spokes = [line(0, y - 186, 0, y + 186)]
    spokes += [line(-162, y - d * 94, 162, y + d * 94) for d in (1, -1)]
    return [spoke.with_pen(*pen) for spoke in spokes]


@PUNCTUATION.draws("^", OPEN)
def _caret(style: Style) -> list[Mark]:
    top = style.cap + 40
    roof = Stroke((-190, top - 380)).to(0, top - 60).to(190, top - 380)
    return [roof.within(style.cap * 0.45, top).with_pen(*style.lighter(0.9, 0.9))]


@PUNCTUATION.draws("`", OPEN)
def _grave(style: Style) -> list[Mark]:
    return [line(0, style.cap + 50, 112, style.cap - 96)]


@PUNCTUATION.draws("_", Side.FLUSH)
def _underscore(style: Style) -> list[Mark]:
    return [line(0, -style.bar, 500, -style.bar)]


@PUNCTUATION.draws("|", MARK)
def _pipe(style: Style) -> list[Mark]:
    pen = style.lighter(0.86, 1)
    return [line(0, -190, 0, 850).with_pen(*pen)]


@PUNCTUATION.draws("/", DIAGONAL)
def _slash(style: Style) -> list[Mark]:
    return [line(-40, -200, 330, 870).within(-90, 760)]


@PUNCTUATION.draws("\\", DIAGONAL)
def _backslash(style: Style) -> list[Mark]:
    return [line(-40, 870, 330, -200).within(-90, 760)]


def _paren(style: Style, direction: int) -> list[Mark]:
    bulge = direction * 150
    middle = (BRACKET_LOW + BRACKET_HIGH) / 2
    bow = Stroke((0, BRACKET_HIGH)).curve(
        (bulge * 0.6, BRACKET_HIGH - 140), (bulge, middle + 190), (bulge, middle)
    )
    bow = bow.curve((bulge, middle - 190), (bulge * 0.6, BRACKET_LOW + 140), (0, BRACKET_LOW))
    return [bow.within(BRACKET_LOW, BRACKET_HIGH)]


@PUNCTUATION.draws("(", MARK, OPEN)
def _paren_open(style: Style) -> list[Mark]:
    return _paren(style, -1)


@PUNCTUATION.draws(")", OPEN, MARK)
def _paren_close(style: Style) -> list[Mark]:
    return _paren(style, 1)


def _bracket(style: Style, direction: int) -> list[Mark]:
    reach, half = direction * (116 + style.stem / 2), style.bar / 2
    hook = Stroke((-reach, BRACKET_HIGH - half)).to(0, BRACKET_HIGH - half)
    return [hook.to(0, BRACKET_LOW + half).to(-reach, BRACKET_LOW + half)]


@PUNCTUATION.draws("[", MARK, OPEN)
def _bracket_open(style: Style) -> list[Mark]:
    return _bracket(style, -1)


@PUNCTUATION.draws("]", OPEN, MARK)
def _bracket_close(style: Style) -> list[Mark]:
    return _bracket(style, 1)


def _brace(style: Style, direction: int) -> list[Mark]:
    reach, half = direction * (104 + style.stem * 0.24), style.bar / 2
    middle = (BRACKET_LOW + BRACKET_HIGH) / 2
    high, low = BRACKET_HIGH - half, BRACKET_LOW + half
    brace = Stroke((-reach, high)).across(0, high - 130, 0.7).to(0, middle + 110)
    brace = brace.along(reach, middle, 0.75)
    other = Stroke((-reach, low)).across(0, low + 130, 0.7).to(0, middle - 110)
    pen = style.lighter(0.88, 0.88)
    return [mark.with_pen(*pen) for mark in (brace, other.along(reach, middle, 0.75))]


@PUNCTUATION.draws("{", OPEN)
def _brace_open(style: Style) -> list[Mark]:
    return _brace(style, -1)


@PUNCTUATION.draws("}", OPEN)
def _brace_close(style: Style) -> list[Mark]:
    return _brace(style, 1)


@PUNCTUATION.draws("#", OPEN)
def _hash(style: Style) -> list[Mark]:
    pen, cap = style.lighter(0.86, 0.84), style.cap
    rows = [line(0, cap * y, 560, cap * y) for y in (0.32, 0.68)]
    posts = [line(x - 22, -60, x + 74, cap + 60).within(0, cap) for x in (148.0, 364.0)]
    return [mark.with_pen(*pen) for mark in (*rows, *posts)]


@PUNCTUATION.draws_in_cell("$", _sign_cell)
def _dollar(style: Style) -> list[Mark]:
    left, right = style.columns(450)
    middle, top = (left + right) / 2, style.cap
    upper, lower = top * 0.735, top * 0.265
    spine = Stroke((right + 4, upper - 20)).along(middle, style.cap_round).across(left + 4, upper)
    spine = spine.swing(right, lower, 0.84).along(middle, style.base_round)
    spine = spine.across(left - 8, lower + 20).trimmed(head=0.42, tail=0.42)
    pen = style.lighter(0.8, 1)
    posts = [line(middle, y, middle, y + 130).with_pen(*pen) for y in (-90, top - 40)]
    return [spine, *posts]


@PUNCTUATION.draws("%", OPEN)
def _percent(style: Style) -> list[Mark]:
    small = style.small(0.56, 0.8)
    left, right = small.columns(470)
    ring = loop(left, right, small.base_round, small.cap_round, 0.62)
    pen = small.stem, small.bar
    width, cap = right + left, style.cap
    far = width + 150
    slash = line(width / 2 - 10, -60, far + width / 2 + 10, cap + 60).within(0, cap)
    return [
        ring.moved(0, cap - small.cap).with_pen(*pen),
        slash.with_pen(*pen),
        ring.moved(far, 0).with_pen(*pen),
    ]


@PUNCTUATION.draws("&", OPEN, TIGHT)
def _ampersand(style: Style) -> list[Mark]:
    left, right = style.columns(620)
    cap, pen = style.cap, style.lighter(0.96, 0.96)
    head_x, head_y = left + (right - left) * 0.44, cap * 0.77
    half = 116 + style.growth * 0.4
    knot = Stroke((right + 30, -40)).to(head_x - half * 0.86, head_y - 84)
    knot = knot.curve(
        (head_x - half * 1.2, head_y + 10),
        (head_x - half * 0.9, style.cap_round),
        (head_x, style.cap_round),
    )
    knot = knot.across(head_x + half, head_y + 6)
    knot = knot.curve((head_x + half, head_y - 130), (left, cap * 0.47), (left, cap * 0.25))
    knot = knot.along(head_x - 40, style.base_round).curve(
        (head_x + 130, style.base_round), (right - 40, cap * 0.2), (right - 40, cap * 0.46)
    )
    return [knot.within(-style.overshoot, cap + style.overshoot).with_pen(*pen)]


@PUNCTUATION.draws("@", OPEN)
def _at(style: Style) -> list[Mark]:
    pen = style.lighter(0.78, 0.8)
    wide, low, high = 830 + style.growth, -130, 700
    middle, waist = wide / 2, (low + high) / 2
    inner_left, inner_right = wide * 0.29, wide * 0.68
    bowl = loop(inner_left, inner_right, waist - 176, waist + 176)
    ring = Stroke((inner_right, waist + 190)).to(inner_right, waist - 60)
    ring = ring.along(wide * 0.82, waist - 186).across(wide, waist + 20)
    ring = ring.along(middle, high).across(0, waist).along(middle, low)
    ring = ring.across(wide, waist - 60).trimmed(tail=0.48)
    return [bowl.with_pen(*pen), ring.with_pen(*pen)]
