"""Marks over, under and beside letters. Knows their drawing; where they stand, `accented` says.

Each is drawn around x, from y upwards if it stands over a letter.
"""

from __future__ import annotations

from collections.abc import Callable

from font_maker.strokes import Mark, Shape, Stroke, blob, line, loop
from font_maker.style import Style

DrawMark = Callable[[Style, float, float], list[Mark]]


def _diaeresis(style: Style, x: float, y: float) -> list[Mark]:
    size, apart = style.dot * 0.94, style.dot / 2 + 44
    return [blob(x + d, y + size / 2, size) for d in (-apart, apart)]


def _dot(style: Style, x: float, y: float) -> list[Mark]:
    return [blob(x, y + style.dot / 2, style.dot)]


def _acute(style: Style, x: float, y: float) -> list[Mark]:
    return [line(x - 44, y - 6, x + 62, y + 148).with_pen(*style.lighter(0.92, 0.92))]


def _grave(style: Style, x: float, y: float) -> list[Mark]:
    return [line(x + 44, y - 6, x - 62, y + 148).with_pen(*style.lighter(0.92, 0.92))]


def _double_acute(style: Style, x: float, y: float) -> list[Mark]:
    apart = 50 + style.stem * 0.36
    strokes = [line(x + d - 44, y - 6, x + d + 50, y + 140) for d in (-apart, apart)]
    return [stroke.with_pen(*style.lighter(0.8, 0.8)) for stroke in strokes]


def _circumflex(style: Style, x: float, y: float) -> list[Mark]:
    roof = Stroke((x - 126, y - 6)).to(x, y + 120).to(x + 126, y - 6)
    return [roof.with_pen(*style.lighter(0.84, 0.84))]


def _caron(style: Style, x: float, y: float) -> list[Mark]:
    roof = Stroke((x - 126, y + 132)).to(x, y + 20).to(x + 126, y + 132)
    return [roof.with_pen(*style.lighter(0.84, 0.84))]


def _tilde(style: Style, x: float, y: float) -> list[Mark]:
    wave = Stroke((x - 140, y + 14)).curve((x - 112, y + 118), (x - 40, y + 106), (x, y + 64))
    wave = wave.curve((x + 40, y + 22), (x + 112, y + 10), (x + 140, y + 114))
    return [wave.with_pen(*style.lighter(0.84, 0.84))]


def _macron(style: Style, x: float, y: float) -> list[Mark]:
    middle = y + 58
    return [line(x - 136, middle, x + 136, middle).with_pen(*style.lighter(0.84, 0.84))]


def _breve(style: Style, x: float, y: float) -> list[Mark]:
    cup = Stroke((x - 116, y + 134)).along(x, y + 34).across(x + 116, y + 134)
    return [cup.with_pen(*style.lighter(0.84, 0.84))]


def _ring(style: Style, x: float, y: float) -> list[Mark]:
    half = 70 + style.stem * 0.1
    ring = loop(x - half, x + half, y + 22, y + 22 + 2 * half, 0.56)
    return [ring.with_pen(*style.lighter(0.72, 0.76))]


def _dialytika_tonos(style: Style, x: float, y: float) -> list[Mark]:
    size, apart = style.dot * 0.8, style.dot / 2 + 92
    dots: list[Mark] = [blob(x + d, y + size / 2, size) for d in (-apart, apart)]
    return [*dots, line(x - 16, y - 6, x + 36, y + 148).with_pen(*style.lighter(0.84, 0.84))]


def _cedilla(style: Style, x: float, y: float) -> list[Mark]:
    tail = Stroke((x + 6, 20)).to(x + 6, -50).to(x + 20, -50).across(x + 84, -118)
    tail = tail.along(x + 10, -184).to(x - 70, -184)
    return [tail.with_pen(*style.lighter(0.74, 0.78))]


def _ogonek(style: Style, x: float, y: float) -> list[Mark]:
    tail = Stroke((x + 40, 30)).curve((x - 40, -30), (x - 96, -90), (x - 60, -150))
    tail = tail.curve((x - 40, -186), (x + 10, -186), (x + 66, -166))
    return [tail.with_pen(*style.lighter(0.74, 0.78))]


def _comma(style: Style, x: float, y: float, lean: int = 1) -> list[Mark]:
    pen = style.stem * 0.9
    return [line(x + lean * 16, y, x - lean * 40, y - lean * 150).with_pen(pen, pen)]


def _comma_below(style: Style, x: float, y: float) -> list[Mark]:
    return _comma(style, x, -84)


def _comma_above(style: Style, x: float, y: float) -> list[Mark]:
    return _comma(style, x - 24, y, lean=-1)


def _comma_beside(style: Style, x: float, y: float) -> list[Mark]:
    return _comma(style, x, y)


ABOVE: dict[str, DrawMark] = {
    "\u0300": _grave,
    "\u0301": _acute,
    "\u0302": _circumflex,
    "\u0303": _tilde,
    "\u0304": _macron,
    "\u0306": _breve,
    "\u0307": _dot,
    "\u0308": _diaeresis,
    "\u030a": _ring,
    "\u030b": _double_acute,
    "\u030c": _caron,
    "\u0308\u0301": _dialytika_tonos,
    "\u0312": _comma_above,
}
"""Marks over a letter, by the combining characters of Unicode."""
BELOW: dict[str, DrawMark] = {
    "\u0326": _comma_below,
    "\u0327": _cedilla,
    "\u0328": _ogonek,
}
BESIDE: dict[str, DrawMark] = {"\u0315": _comma_beside}
FIRM = {"\u0307", "\u0308"}
"""Marks that are as high over a tall letter as over a low one."""


def flattened(mark: Mark, y: float, share: float) -> Mark:
    """Return a mark brought down to a share of its height over y: there is less room up there."""
    if isinstance(mark, Shape):
        return mark

    def low(point: tuple[float, float]) -> tuple[float, float]:
        return point[0], y + (point[1] - y) * share

    flat = Stroke(low(mark.start), tuple(tuple(map(low, s)) for s in mark.segments))
    pen = mark.pen or (0.0, 0.0)
    flat = flat.closed() if mark.is_closed else flat
    return flat.with_pen(pen[0], pen[1] * 0.9)
