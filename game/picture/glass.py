"""The ground of what is told over the room: dark, and a little of the room shows through."""

from __future__ import annotations

import pygame
from pygame import Color, Surface

from replay.ui import theme
from replay.ui.shapes import panel

GLASS = 232
"""How opaque a block's ground is."""


def glass(size: tuple[int, int], fill: Color = theme.INK, border: Color = theme.LINE) -> Surface:
    """An empty block: a dark panel that lets a little of the room through."""
    picture = Surface(size, pygame.SRCALPHA)
    panel(picture, picture.get_rect(), Color(fill.r, fill.g, fill.b, GLASS), border)
    return picture
