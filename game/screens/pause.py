"""The overlay of a paused match: go on, give up, or leave."""

from __future__ import annotations

from enum import Enum, auto

import pygame
from pygame import Rect, Surface

from game.model.room import HEIGHT, WIDTH
from game.screens.menu import Button, Menu
from replay.ui import text, theme
from replay.ui.shapes import panel

BOX = Rect((WIDTH - 420) // 2, 190, 420, 330)
DIM = 150


class Choice(Enum):
    """What one can do in a pause."""

    RESUME = auto()
    GIVE_UP = auto()
    QUIT = auto()


def pause_menu(back: str) -> Menu[Choice]:
    """The three choices, to resume first; ``back`` says where giving up leads."""
    lines = (
        ("Resume", "the match waits for you", Choice.RESUME, pygame.K_ESCAPE),
        ("Give up", f"to {back}; the recording is kept", Choice.GIVE_UP, None),
        ("Quit", "leave the game; the recording is kept", Choice.QUIT, None),
    )
    return Menu(
        [
            Button(
                Rect(BOX.x + 30, BOX.y + 78 + 80 * n, BOX.w - 60, 66),
                label,
                command,
                says,
                key,
            )
            for n, (label, says, command, key) in enumerate(lines)
        ]
    )


def draw_pause(surface: Surface, menu: Menu[Choice]) -> None:
    """Draw the overlay over a drawn match."""
    veil = Surface((WIDTH, HEIGHT))
    veil.fill(theme.INK)
    veil.set_alpha(DIM)
    surface.blit(veil, (0, 0))
    panel(surface, BOX, theme.NIGHT, theme.LINE, 12)
    text.write(
        surface, "Paused", (BOX.centerx, BOX.y + 42), 28, theme.WHITE, bold=True, align="centre"
    )
    menu.draw(surface)
