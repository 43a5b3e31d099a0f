"""Buttons, and choosing one of them by keyboard or mouse.

Knows where buttons are and which is chosen. Each button carries a value from the screen, which
the screen gets back when it is pressed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import pygame
from pygame import Color, Rect, Surface
from pygame.event import Event

from game.screens.keys import Key, key_of
from replay.ui import text, theme
from replay.ui.key_labels import label_of
from replay.ui.shapes import panel

T = TypeVar("T")

UP_AND_DOWN: dict[Key, int] = {
    pygame.K_UP: -1,
    "W": -1,
    pygame.K_DOWN: 1,
    "S": 1,
    pygame.K_TAB: 1,
}
"""Keys that move the choice, and by how many buttons, if left and right mean something else."""
ALL_WAYS = UP_AND_DOWN | {pygame.K_LEFT: -1, "A": -1, pygame.K_RIGHT: 1, "D": 1}
PRESS = frozenset({pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE})


@dataclass(frozen=True, slots=True)
class Button(Generic[T]):
    """A button. ``key`` presses it too; ``says`` is a second line in smaller type."""

    where: Rect
    label: str
    command: T
    says: str = ""
    key: Key | None = None


class Menu(Generic[T]):
    """Some buttons, one of which is chosen. ``steps`` are the keys that choose another."""

    def __init__(self, buttons: Sequence[Button[T]], steps: Mapping[Key, int] = ALL_WAYS) -> None:
        self.buttons = tuple(buttons)
        self._steps = steps
        self.chosen = 0

    def handle(self, event: Event) -> T | None:
        """Return the command of the button that was pressed by this event, or None."""
        if event.type == pygame.KEYDOWN:
            return self._handle_key(key_of(event))
        if event.type in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN):
            return self._handle_mouse(event)
        return None

    def _handle_key(self, key: Key) -> T | None:
        # A button's own key goes first: S may be one, and otherwise means down.
        for button in self.buttons:
            if button.key == key:
                return button.command
        if key in PRESS:
            return self.buttons[self.chosen].command
        self.chosen = (self.chosen + self._steps.get(key, 0)) % len(self.buttons)
        return None

    def _handle_mouse(self, event: Event) -> T | None:
        for number, button in enumerate(self.buttons):
            if button.where.collidepoint(event.pos):
                self.chosen = number
                pressed = event.type == pygame.MOUSEBUTTONDOWN and event.button == 1
                return button.command if pressed else None
        return None

    def draw(self, surface: Surface) -> None:
        """Draw the buttons, the chosen one highlighted."""
        for number, button in enumerate(self.buttons):
            draw_button(surface, button, is_chosen=number == self.chosen)


def draw_button(surface: Surface, button: Button[T], *, is_chosen: bool) -> None:
    """Draw one button; the chosen one, and no other, is gold in a white ring."""
    where = button.where
    ground = theme.GOLD if is_chosen else theme.PANEL
    panel(surface, where, ground, None if is_chosen else theme.LINE)
    if is_chosen:
        pygame.draw.rect(surface, theme.WHITE, where.inflate(6, 6), width=2, border_radius=10)
    ink, quiet = (theme.INK, theme.INK) if is_chosen else (theme.WHITE, theme.SOFT)
    middle = where.centery
    text.write(
        surface, button.label, (where.x + 22, middle - 11 if button.says else middle), 20, ink,
        bold=True,
    )  # fmt: skip
    if button.says:
        says = text.shortened(button.says, room_to_say(button))
        text.write(surface, says, (where.x + 22, middle + 13), 14, quiet)
    if is_chosen or button.key is not None:
        _draw_key_name(surface, key_name(button), where, ink)


def key_name(button: Button[T]) -> str:
    """Return the label of the key that presses it: its own or, if it has none, Enter."""
    return label_of(pygame.K_RETURN if button.key is None else button.key)


def room_to_say(button: Button[T]) -> int:
    """Return how many pixels wide the second line may be, beside the key's label."""
    return button.where.w - 44 - (text.width(key_name(button), 14, bold=True) + 30)


def _draw_key_name(surface: Surface, name: str, where: Rect, ink: Color) -> None:
    wide = text.width(name, 14, bold=True) + 18
    box = Rect(where.right - 16 - wide, where.centery - 13, wide, 26)
    pygame.draw.rect(surface, theme.mix(ink, theme.SOFT, 0.4), box, width=1, border_radius=6)
    text.write(surface, name, box.center, 14, ink, bold=True, align="centre")
