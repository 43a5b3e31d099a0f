"""The theme: the palette as pygame's colours, each with one meaning.

Knows colours only. Players' colours are used for nothing else; what is chosen is WHITE, the
button to press next is GOLD; live play and errors are always stated in words as well. The colours
of the theme in use are changed in place, so that they can be imported by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from pygame import Color

from replay.ui import palette
from replay.ui.contrast import SHAPE_CONTRAST, legible
from replay.ui.scale import of_pixels
from replay.ui.themes import DARK, THEMES

_colours = {name: Color(text) for name, text in DARK.items()}
INK, NIGHT, PANEL, LINE = (_colours[name] for name in ("INK", "NIGHT", "PANEL", "LINE"))
CHOSEN = _colours["CHOSEN"]
MUTE, SOFT, TEXT, WHITE = (_colours[name] for name in ("MUTE", "SOFT", "TEXT", "WHITE"))
RED, ORANGE, GOLD = (_colours[name] for name in ("RED", "ORANGE", "GOLD"))
GREEN, TEAL, BLUE = (_colours[name] for name in ("GREEN", "TEAL", "BLUE"))
VIOLET, PINK = (_colours[name] for name in ("VIOLET", "PINK"))
PLAYERS = tuple(map(Color, palette.PLAYERS))
MIXES = 1024
"""Mixed colours that are remembered."""
_used = "dark"
_legible = False


def used() -> str:
    """Return the name of the theme in use."""
    return _used


def use(name: str) -> None:
    """Use a theme, after which all must be painted anew. Raises KeyError for an unknown name."""
    global _used
    if name == _used:
        return
    for colour, text in THEMES[name].items():
        _colours[colour].update(text)
    _used = name


def use_next() -> None:
    """Use the next theme."""
    names = list(THEMES)
    use(names[(names.index(_used) + 1) % len(names)])


def use_games() -> None:
    """Use the theme in which games draw."""
    use("dark")


@contextmanager
def as_games_draw() -> Iterator[None]:
    """Use the dark theme and a scale of 1 while a game draws, so that it always draws the same."""
    global _legible
    before = _used, _legible
    use_games()
    _legible = False
    try:
        with of_pixels():
            yield
    finally:
        use(before[0])
        _legible = before[1]


def is_legible() -> bool:
    """Whether text takes a colour that can be read on what lies under it."""
    return _legible


@contextmanager
def legible_text() -> Iterator[None]:
    """Let text take a colour that can be read, while the viewer paints."""
    global _legible
    before, _legible = _legible, True
    try:
        yield
    finally:
        _legible = before


def readable(colour: Color, ground: Color) -> Color:
    """Return a colour, or one like it that can be read on a ground."""
    one, other = tuple(colour)[:3], tuple(ground)[:3]
    return Color(legible((one[0], one[1], one[2]), (other[0], other[1], other[2])))


def in_theme(colour: str | Color) -> Color:
    """Return a game's colour, or one like it that stands out in the theme in use."""
    red, green, blue = tuple(Color(colour))[:3]
    night, ink = ((ground.r, ground.g, ground.b) for ground in (NIGHT, INK))
    return Color(legible(legible((red, green, blue), night, SHAPE_CONTRAST), ink, SHAPE_CONTRAST))


def mix(first: Color, second: Color, share: float) -> Color:
    """Return the colour ``share`` (0 to 1) of the way from the first to the second."""
    return Color(_mixed(first.r, first.g, first.b, second.r, second.g, second.b, share))


@lru_cache(MIXES)
def _mixed(*ends_and_share: float) -> tuple[int, int, int]:
    *ends, share = ends_and_share
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(ends[:3], ends[3:], strict=True))
    return red, green, blue
