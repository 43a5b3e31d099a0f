"""A key of the keyboard as it is drawn beside what it does."""

from __future__ import annotations

from pygame import Rect, Surface

from replay.ui import brush, text, theme
from replay.ui.shapes import panel


def draw_key(target: Surface, name: str, position: tuple[int, int]) -> int:
    """Draw a key, its left end and middle at ``position``, in pixels; return its right end."""
    wide = max(20, text.width(name, 13, bold=True) + 12)
    where = Rect(position[0], position[1] - 10, wide, 20)
    brush.rect(target, theme.LINE, where.move(0, 1), radius=5)
    panel(target, where, theme.PANEL, theme.MUTE, 5)
    text.write(target, name, where.center, 13, theme.WHITE, bold=True, align="centre")
    return where.right
