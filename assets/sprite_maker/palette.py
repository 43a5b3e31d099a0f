"""The colours of the game and how new shades are mixed from them."""

from __future__ import annotations

from pygame import Color

INK = Color("#14131f")
NIGHT = Color("#1d1e30")
LINE = Color("#3a3d5c")
MUTE = Color("#7d82a8")
SOFT = Color("#a6abc8")
TEXT = Color("#d9dcf0")
WHITE = Color("#fbf7ec")

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

RED = Color("#e0605e")
ORANGE = Color("#ee9a4d")
GOLD = Color("#f6d365")
GREEN = Color("#63c07f")
TEAL = Color("#4fb8b3")
BLUE = Color("#5a8fe6")
VIOLET = Color("#9a78dd")
PINK = Color("#e387b8")
SKIN = Color("#f0c29a")

PLAYER_COLOURS = {
    "red": RED,
    "blue": BLUE,
    "green": GREEN,
    "yellow": GOLD,
    "violet": VIOLET,
    "orange": ORANGE,
    "teal": TEAL,
    "pink": PINK,
}


def mix(first: Color, second: Color, share: float) -> Color:
    """The colour that lies ``share`` (0 to 1) of the way from the first to the second."""
    red, green, blue = (
        round(a + (b - a) * share) for a, b in zip(tuple(first)[:3], tuple(second)[:3], strict=True)
    )
    return Color(red, green, blue)


def light(colour: Color, share: float = 0.35) -> Color:
    """A lighter shade, warm as lamp light."""
    return mix(colour, WHITE, share)


def dark(colour: Color, share: float = 0.35) -> Color:
    """A darker shade, cold as the shadows."""
    return mix(colour, NIGHT, share)


def see_through(colour: Color, alpha: int) -> Color:
    """The same colour with an opacity from 0 to 255."""
    return Color(colour.r, colour.g, colour.b, alpha)
