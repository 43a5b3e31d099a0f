"""The themes: what each colour of the theme is in each of them. Imports no pygame."""

from __future__ import annotations

from collections.abc import Mapping

from replay.ui import palette

DARK: Mapping[str, str] = {
    name: getattr(palette, name)
    for name in (
        "INK", "NIGHT", "PANEL", "LINE", "MUTE", "SOFT", "TEXT", "WHITE",
        "RED", "ORANGE", "GOLD", "GREEN", "TEAL", "BLUE", "VIOLET", "PINK",
    )
} | {"CHOSEN": palette.LINE}  # fmt: skip
LIGHT: Mapping[str, str] = {
    "INK": "#dedbd1",
    "NIGHT": "#f6f4ee",
    "PANEL": "#e9e6dd",
    "LINE": "#bdb9ab",
    "CHOSEN": "#d3cfe6",
    "MUTE": "#5d6073",
    "SOFT": "#4a4d61",
    "TEXT": "#2c2e40",
    "WHITE": "#14131f",
    "RED": "#a82b2b",
    "ORANGE": "#8f4700",
    "GOLD": "#c99a1c",
    "GREEN": "#1d6b38",
    "TEAL": "#0e6662",
    "BLUE": "#2456ad",
    "VIOLET": "#6440ad",
    "PINK": "#9c2f68",
}
CONTRAST: Mapping[str, str] = {
    "INK": "#000000",
    "NIGHT": "#000000",
    "PANEL": "#1c1c1c",
    "LINE": "#8c8c8c",
    "CHOSEN": "#00408c",
    "MUTE": "#c8c8c8",
    "SOFT": "#dcdcdc",
    "TEXT": "#f2f2f2",
    "WHITE": "#ffffff",
    "RED": "#ff7d7d",
    "ORANGE": "#ffb060",
    "GOLD": "#ffe14d",
    "GREEN": "#6dff95",
    "TEAL": "#5cf2ea",
    "BLUE": "#8fbaff",
    "VIOLET": "#cfb0ff",
    "PINK": "#ff9fd2",
}
THEMES: Mapping[str, Mapping[str, str]] = {"dark": DARK, "light": LIGHT, "high contrast": CONTRAST}
"""By name, in the order in which one goes through them."""
