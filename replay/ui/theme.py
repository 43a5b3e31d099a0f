"""The theme: the palette as pygame's colours, each with one meaning.

Knows colours only. Players' colours are used for nothing else; what is chosen is WHITE, the
button to press next is GOLD; live play and errors are always stated in words as well.
"""

from __future__ import annotations

from pygame import Color

from replay.ui import palette

INK, NIGHT, PANEL, LINE = map(Color, (palette.INK, palette.NIGHT, palette.PANEL, palette.LINE))
MUTE, SOFT, TEXT, WHITE = map(Color, (palette.MUTE, palette.SOFT, palette.TEXT, palette.WHITE))
RED, ORANGE, GOLD = map(Color, (palette.RED, palette.ORANGE, palette.GOLD))
GREEN, TEAL, BLUE = map(Color, (palette.GREEN, palette.TEAL, palette.BLUE))
VIOLET, PINK = map(Color, (palette.VIOLET, palette.PINK))
PLAYERS = tuple(map(Color, palette.PLAYERS))


def mix(first: Color, second: Color, share: float) -> Color:
    """Return the colour ``share`` (0 to 1) of the way from the first to the second."""
    pairs = zip(tuple(first)[:3], tuple(second)[:3], strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return Color(red, green, blue)
