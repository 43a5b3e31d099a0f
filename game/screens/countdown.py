"""The countdown from three: time to find the keys before a match begins or continues.

Time comes in as an argument; also draws what the player needs to know until then.
"""

from __future__ import annotations

import pygame
from pygame import Rect, Surface

from game.model.room import HEIGHT, WIDTH
from game.model.state import Match
from game.picture.people import feet
from game.screens.controls import help_rows
from replay.ui import text, theme
from replay.ui.key_cap import draw_key
from replay.ui.shapes import emblem, panel

STEPS = 3
DIM = 96
BOX_SIZE = 668, 176
RING = 52


class Countdown:
    """Counts down from three, ``step_ms`` for each number."""

    def __init__(self, step_ms: float) -> None:
        self._step_ms = step_ms
        self._left_ms = STEPS * step_ms

    @property
    def number(self) -> int:
        """The number to show now; 0 when the countdown is over."""
        return -int(-self._left_ms // self._step_ms)

    @property
    def share(self) -> float:
        """The share of this number's time that is left, up to 1."""
        return self._left_ms / self._step_ms % 1 or 1.0

    def advance(self, elapsed_ms: float) -> bool:
        """Let time pass; return whether it is over."""
        self._left_ms = max(0.0, self._left_ms - elapsed_ms)
        return not self._left_ms


def draw_countdown(
    surface: Surface, countdown: Countdown, state: Match, frame: int, you: int, says: str
) -> None:
    """Draw the number, the player's name and the keys over a match, but not over the player."""
    veil = Surface((WIDTH, HEIGHT))
    veil.fill(theme.INK)
    veil.set_alpha(DIM)
    surface.blit(veil, (0, 0))
    box = Rect((0, 0), BOX_SIZE)
    _, y = feet(state.players[you], frame)
    box.center = WIDTH // 2, HEIGHT // 3 if y > HEIGHT // 2 else HEIGHT * 2 // 3
    panel(surface, box, theme.NIGHT, theme.LINE, 12)
    _draw_number(surface, countdown, (box.left + 88, box.top + 88))
    left, top = box.left + 172, box.top + 36
    colour = theme.PLAYERS[you % len(theme.PLAYERS)]
    emblem(surface, you, colour, (left + 10, top), 20)
    name = f"You are {state.players[you].name}"
    text.write(surface, name, (left + 30, top), 22, theme.WHITE, bold=True)
    words = text.shortened(says, box.right - 24 - left, 15)
    text.write(surface, words, (left, top + 32), 15, theme.SOFT)
    _draw_keys(surface, left, top + 72)


def _draw_number(surface: Surface, countdown: Countdown, middle: tuple[int, int]) -> None:
    """The number in a ring that runs out."""
    pygame.draw.circle(surface, theme.PANEL, middle, RING)
    pygame.draw.circle(surface, theme.LINE, middle, RING, 4)
    part = pygame.math.Vector2(0, -RING + 2)
    for step in range(round(180 * countdown.share)):
        x, y = part.rotate(-2 * step)
        pygame.draw.circle(surface, theme.WHITE, (middle[0] + round(x), middle[1] + round(y)), 2)
    number = str(max(1, countdown.number))
    text.write(surface, number, middle, 56, theme.WHITE, bold=True, align="centre")


def _draw_keys(surface: Surface, left: int, top: int) -> None:
    """What the keys do, in two rows."""
    rows = help_rows()
    half = (len(rows) + 1) // 2
    for row, keys in enumerate((rows[:half], rows[half:])):
        x = left
        for key, does in keys:
            right = draw_key(surface, key, (x, top + 30 * row))
            right = text.write(surface, does, (right + 8, top + 30 * row), 14, theme.TEXT).right
            x = right + 18
