"""Which key was pressed: the game identifies letters and digits by their position.

W A S D are chosen for where they are on the keyboard, so what the layout prints does not matter.
"""

from __future__ import annotations

from pygame.event import Event

from replay.ui.keyboard import position_of

Key = int | str
"""A key without a letter by its code, others by what a US keyboard has there: "W", "1"."""


def key_of(event: Event) -> Key:
    """Return which key was pressed or released."""
    return position_of(event) or int(event.key)
