"""The background of texts over the room: dark and slightly transparent."""

from __future__ import annotations

import pygame
from pygame import Color, Surface

from replay.ui import theme
from replay.ui.shapes import panel

GLASS = 232
"""How opaque a block's background is, of 255."""


def glass(size: tuple[int, int], fill: Color = theme.INK, border: Color = theme.LINE) -> Surface:
    """Return an empty block: a dark, slightly transparent panel."""
    picture = Surface(size, pygame.SRCALPHA)
    panel(picture, picture.get_rect(), Color(fill.r, fill.g, fill.b, GLASS), border)
    return picture
