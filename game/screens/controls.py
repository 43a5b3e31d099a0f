"""From key presses to what a player wants. The one table of the game's keys.

Keys are heard as events, never asked for: a press that is over before the next frame counts.
"""

from __future__ import annotations

import pygame
from pygame.event import Event

from game.inputs import Held, Inputs
from game.world import SLOTS

REWIND = pygame.K_r
"""The key that takes a match back as long as it is held."""
KEYS = {
    pygame.K_a: Held.LEFT,
    pygame.K_LEFT: Held.LEFT,
    pygame.K_d: Held.RIGHT,
    pygame.K_RIGHT: Held.RIGHT,
    pygame.K_w: Held.UP,
    pygame.K_UP: Held.UP,
    pygame.K_s: Held.DOWN,
    pygame.K_DOWN: Held.DOWN,
    pygame.K_LSHIFT: Held.DASH,
    pygame.K_RSHIFT: Held.DASH,
    pygame.K_e: Held.TAKE,
    pygame.K_q: Held.DROP,
}
"""Which key holds which control."""

SLOT_KEYS = {
    **{pygame.K_1 + slot: slot for slot in range(SLOTS)},
    **{key: slot for slot, key in enumerate((pygame.K_KP1, pygame.K_KP2, pygame.K_KP3))},
    **{key: slot + 3 for slot, key in enumerate((pygame.K_KP4, pygame.K_KP5, pygame.K_KP6))},
}

HELP = (
    ("WASD or arrows", "move"),
    ("Shift", "dash"),
    ("E", "take"),
    ("Q", "drop"),
    ("1-6 or wheel", "choose slot"),
    ("hold R", "rewind"),
    ("Esc", "pause"),
)
"""The keys in words, in the order one needs them."""


class Controls:
    """What is held down right now, what was tapped since the last frame, the chosen slot."""

    def __init__(self) -> None:
        self._down: set[int] = set()
        self._tapped = Held(0)
        self._slot = 0

    def handle(self, event: Event) -> None:
        """Hear a key or the wheel."""
        if event.type == pygame.KEYDOWN:
            self._press(event.key)
        elif event.type == pygame.KEYUP:
            self._down.discard(event.key)
        elif event.type == pygame.MOUSEWHEEL and event.y:
            self._slot = (self._slot - (1 if event.y > 0 else -1)) % SLOTS

    def _press(self, key: int) -> None:
        self._slot = SLOT_KEYS.get(key, self._slot)
        if key in KEYS:
            self._down.add(key)
            self._tapped |= KEYS[key]

    def choose(self, slot: int) -> None:
        """Have this slot chosen, as it was in the match that is gone on with."""
        self._slot = slot

    def forget_taps(self) -> None:
        """Forget what was tapped so far; what is held down still counts."""
        self._tapped = Held(0)

    def release_all(self) -> None:
        """Forget what is held down: its release will not be heard."""
        self._down.clear()
        self._tapped = Held(0)

    def inputs(self) -> Inputs:
        """Return what the player wants in the next frame; each tap is in one frame at least."""
        held = self._tapped
        for key in self._down:
            held |= KEYS[key]
        self._tapped = Held(0)
        return Inputs(int(held), self._slot)
