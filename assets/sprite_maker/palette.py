"""The colours that only sprites have, and how new shades are mixed; the others are the theme's."""

from __future__ import annotations

from pygame import Color

from replay.ui import theme
from replay.ui.theme import NIGHT, PLAYERS, WHITE, mix

INK, LINE, MUTE, SOFT, TEXT = theme.INK, theme.LINE, theme.MUTE, theme.SOFT, theme.TEXT
RED, ORANGE, GOLD, GREEN = theme.RED, theme.ORANGE, theme.GOLD, theme.GREEN
TEAL, BLUE, VIOLET, PINK = theme.TEAL, theme.BLUE, theme.VIOLET, theme.PINK

FLOOR_DARK = Color("#4a5a62")
FLOOR = Color("#53646b")
FLOOR_LIGHT = Color("#5d6f74")
WALL_DARK = Color("#2c3542")
WALL = Color("#6f8388")
WALL_LIGHT = Color("#90a3a2")

BARK = Color("#5b3a32")
WOOD = Color("#8a5a3c")
PLANK = Color("#b9824d")
STRAW = Color("#dcb070")

SKIN = Color("#f0c29a")

PLAYER_COLOURS = dict(
    zip(
        ("red", "blue", "green", "yellow", "violet", "orange", "teal", "pink"), PLAYERS, strict=True
    )
)


def light(colour: Color, share: float = 0.35) -> Color:
    """A lighter shade, warm as lamp light."""
    return mix(colour, WHITE, share)


def dark(colour: Color, share: float = 0.35) -> Color:
    """A darker shade, cold as the shadows."""
    return mix(colour, NIGHT, share)


def see_through(colour: Color, alpha: int) -> Color:
    """The same colour with an opacity from 0 to 255."""
    return Color(colour.r, colour.g, colour.b, alpha)
