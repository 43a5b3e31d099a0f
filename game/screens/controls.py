"""From key presses to what a player wants. The one table of the game's keys.

Keys are heard as events, never asked for: a press that is over before the next frame counts.
Letters and digits are positions: the keys that have them on a US keyboard, whatever is printed
on them here.
"""

from __future__ import annotations

import pygame
from pygame.event import Event

from game.model.inputs import Held, Inputs
from game.model.room import SLOTS
from game.screens.keys import Key, key_of
from replay.ui.key_labels import label_of

REWIND = "R"
"""The key that takes a match back as long as it is held."""
KEYS: dict[Key, Held] = {
    "A": Held.LEFT,
    pygame.K_LEFT: Held.LEFT,
    "D": Held.RIGHT,
    pygame.K_RIGHT: Held.RIGHT,
    "W": Held.UP,
    pygame.K_UP: Held.UP,
    "S": Held.DOWN,
    pygame.K_DOWN: Held.DOWN,
    pygame.K_LSHIFT: Held.DASH,
    pygame.K_RSHIFT: Held.DASH,
    "E": Held.TAKE,
    "Q": Held.DROP,
}
"""Which key holds which control."""

SLOT_KEYS: dict[Key, int] = {
    **{str(slot + 1): slot for slot in range(SLOTS)},
    **{key: slot for slot, key in enumerate((pygame.K_KP1, pygame.K_KP2, pygame.K_KP3))},
    **{key: slot + 3 for slot, key in enumerate((pygame.K_KP4, pygame.K_KP5, pygame.K_KP6))},
}


def help_rows() -> tuple[tuple[str, str], ...]:
    """Return the keys as they are printed here, and what they do, in the order one needs them."""
    steering = "".join(map(label_of, "WASD"))
    if not steering.isascii():
        steering = " ".join(steering)  # Arabic letters would be joined, and run to the left
    return (
        (f"{steering} or arrows", "move"),
        (label_of(pygame.K_LSHIFT), "dash"),
        (label_of("E"), "take"),
        (label_of("Q"), "drop"),
        ("1-6 or wheel", "choose slot"),
        (f"hold {label_of(REWIND)}", "rewind"),
        (label_of(pygame.K_ESCAPE), "pause"),
    )


class Controls:
    """What is held down right now, what was tapped since the last frame, the chosen slot."""

    def __init__(self) -> None:
        self._down: set[Key] = set()
        self._tapped = Held(0)
        self._slot = 0

    def handle(self, event: Event) -> None:
        """Hear a key or the wheel."""
        if event.type == pygame.KEYDOWN:
            self._press(key_of(event))
        elif event.type == pygame.KEYUP:
            self._down.discard(key_of(event))
        elif event.type == pygame.MOUSEWHEEL and event.y:
            self._slot = (self._slot - (1 if event.y > 0 else -1)) % SLOTS

    def _press(self, key: Key) -> None:
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
