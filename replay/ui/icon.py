"""The window's own small picture: a mark of play on a lane of marks."""

from __future__ import annotations

import pygame
from pygame import Surface

from replay.ui.marks import mark
from replay.ui.theme import LINE, NIGHT, TEAL, WHITE

SIZE = 32


def window_icon() -> Surface:
    """Draw the picture."""
    icon = Surface((SIZE, SIZE), pygame.SRCALPHA)
    pygame.draw.rect(icon, NIGHT, (0, 0, SIZE, SIZE), border_radius=7)
    mark(icon, "right", TEAL, (17, 13), 16)
    icon.fill(LINE, (5, 25, 22, 2))
    icon.fill(WHITE, (14, 23, 2, 6))
    return icon
