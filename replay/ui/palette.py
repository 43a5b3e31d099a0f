"""The palette: every colour that viewer, games and pictures share, as text. Imports nothing.

Games give the viewer colours as text, which needs no pygame; the theme makes pygame colours of
this palette.
"""

INK = "#14131f"
NIGHT = "#1d1e30"
PANEL = "#262840"
LINE = "#3a3d5c"
MUTE = "#7d82a8"
SOFT = "#a6abc8"
TEXT = "#d9dcf0"
WHITE = "#fbf7ec"

RED = "#e0605e"
ORANGE = "#ee9a4d"
GOLD = "#f6d365"
YELLOW = "#f2e25c"
GREEN = "#63c07f"
TEAL = "#4fb8b3"
BLUE = "#5a8fe6"
VIOLET = "#9a78dd"
PINK = "#e387b8"

PLAYERS = (RED, BLUE, GREEN, YELLOW, VIOLET, ORANGE, TEAL, PINK)
"""Colours of players 0 to 7; from player 8 on they repeat."""
