"""The palette: every colour a window of this project uses, each with one meaning.

Knows colours only. Players' colours are a player's and nothing else's; what is chosen is WHITE,
what asks to be pressed is GOLD, what plays live or went wrong says so in words as well.
"""

from __future__ import annotations

from pygame import Color

INK = Color("#14131f")
NIGHT = Color("#1d1e30")
PANEL = Color("#262840")
LINE = Color("#3a3d5c")
MUTE = Color("#7d82a8")
SOFT = Color("#a6abc8")
TEXT = Color("#d9dcf0")
WHITE = Color("#fbf7ec")

RED = Color("#e0605e")
ORANGE = Color("#ee9a4d")
GOLD = Color("#f6d365")
GREEN = Color("#63c07f")
TEAL = Color("#4fb8b3")
BLUE = Color("#5a8fe6")
VIOLET = Color("#9a78dd")
PINK = Color("#e387b8")

PLAYERS = (RED, BLUE, GREEN, Color("#f2e25c"), VIOLET, ORANGE, TEAL, PINK)


def mix(first: Color, second: Color, share: float) -> Color:
    """Return the colour ``share`` (0 to 1) of the way from the first to the second."""
    pairs = zip(tuple(first)[:3], tuple(second)[:3], strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return Color(red, green, blue)
