"""Which key was pressed, as the game takes keys: letters and digits by their position.

Hands lie on W A S D by position, so the game asks where a key is and not what it prints.
"""

from __future__ import annotations

from pygame.event import Event

from replay.ui.keyboard import position_of

Key = int | str
"""A key without a letter by its code, others by what a US keyboard has there: "W", "1"."""


def key_of(event: Event) -> Key:
    """Return which key was pressed or released."""
    return position_of(event) or int(event.key)
