"""What is printed on the keys of this keyboard, as far as pygame tells.

pygame has no function for it. But ScancodeWrapper, its type for held keys, wraps a sequence by
scancode and is indexed by key code: wrapping ``range(512)`` makes it map key codes to scancodes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

import pygame

from replay.ui.keyboard import LETTER_AT, NAMED, SCANCODES, SHIFT
from replay.ui.text import has_letters

SIGNS_SHOWN = {
    "Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Escape": "Esc", "-": "–",
}  # fmt: skip
"""Key names that are replaced when shown."""
CODES = range(0x21, 0x0700)
"""Codes of keys that print a letter or a sign: Latin to Arabic."""
ALL_SCANCODES = range(512)

_codes: dict[str, int] = {}
"""The key code of each US letter's key in the keyboard layout seen last."""


def label_of(key: int | str) -> str:
    """Return what is printed on a key, given its key code or its letter on a US keyboard.

    Falls back to the US letter if the layout is not known or no font has the printed letter.
    Strings that are not US letters are returned unchanged.
    """
    if isinstance(key, int):
        name = NAMED.get(key) or SHIFT.get(key) or pygame.key.name(key)
        return SIGNS_SHOWN.get(name, name)
    if key not in SCANCODES:
        return key
    scancode_of = pygame.key.ScancodeWrapper(cast("Iterable[bool]", ALL_SCANCODES))
    if not _codes or any(scancode_of[code] != SCANCODES[at] for at, code in _codes.items()):
        _codes.clear()
        for code in reversed(CODES):  # if two codes share a key, the lower one wins
            at = LETTER_AT.get(scancode_of[code])
            if at is not None and chr(code).isprintable():
                _codes[at] = code
    label = chr(_codes[key]) if key in _codes else key
    upper = label.upper()
    label = upper if upper.lower() == label else label  # ς and ß do not survive upper().lower()
    return label if has_letters(label) else key
