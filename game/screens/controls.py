"""From key presses to a player's inputs. The only table of the game's keys.

Keys are handled as events, not polled, so that a press that ends before the next frame counts.
Letters and digits mean positions: the keys that have them on a US keyboard, in any layout.
"""

from __future__ import annotations

import pygame
from pygame.event import Event

from game.model.inputs import Held, Inputs
from game.model.room import SLOTS
from game.screens.keys import Key, key_of
from replay.ui.key_labels import label_of

REWIND = "R"
"""The key that rewinds a match while it is held."""
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
"""The control of each key."""

SLOT_KEYS: dict[Key, int] = {
    **{str(slot + 1): slot for slot in range(SLOTS)},
    **{key: slot for slot, key in enumerate((pygame.K_KP1, pygame.K_KP2, pygame.K_KP3))},
    **{key: slot + 3 for slot, key in enumerate((pygame.K_KP4, pygame.K_KP5, pygame.K_KP6))},
}


def help_rows() -> tuple[tuple[str, str], ...]:
    """Return (key label in this layout, what it does), in the order a new player needs them."""
    steering = "".join(map(label_of, "WASD"))
    if not steering.isascii():
        steering = " ".join(steering)  # otherwise Arabic letters join and run right to left
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
    """The keys held now, the controls pressed since the last frame, and the chosen slot."""

    def __init__(self) -> None:
        self._down: set[Key] = set()
        self._tapped = Held(0)
        self._slot = 0

    def handle(self, event: Event) -> None:
        """Handle a key or the wheel."""
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
        """Choose a slot: the one that was chosen in the match that is continued."""
        self._slot = slot

    def forget_taps(self) -> None:
        """Discard presses since the last frame; keys that are held still count."""
        self._tapped = Held(0)

    def release_all(self) -> None:
        """Take all keys as released, as their release events will not arrive here."""
        self._down.clear()
        self._tapped = Held(0)

    def inputs(self) -> Inputs:
        """Return the inputs for the next frame; each press counts in at least one frame."""
        held = self._tapped
        for key in self._down:
            held |= KEYS[key]
        self._tapped = Held(0)
        return Inputs(int(held), self._slot)
