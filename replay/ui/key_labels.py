"""What is printed on the keys of this keyboard, as far as pygame tells.

pygame has no question for it. But its answer to which keys are held is a sequence by scancode that
is indexed by a key's code: made of all scancodes, it says at which one each code is.
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
"""Names of keys that are shown otherwise."""
CODES = range(0x21, 0x0700)
"""Codes of keys that print a letter or a sign: Latin to Arabic."""
ALL_SCANCODES = range(512)

_codes: dict[str, int] = {}
"""The code of each US letter's key, in the layout that was used last."""


def label_of(key: int | str) -> str:
    """Return what is printed on a key: of this code, or that a US keyboard calls by this letter.

    It is the US keyboard's letter where the layout is not known, or no font has its letter;
    other keys are called what they are.
    """
    if isinstance(key, int):
        name = NAMED.get(key) or SHIFT.get(key) or pygame.key.name(key)
        return SIGNS_SHOWN.get(name, name)
    if key not in SCANCODES:
        return key
    scancode_of = pygame.key.ScancodeWrapper(cast("Iterable[bool]", ALL_SCANCODES))
    if not _codes or any(scancode_of[code] != SCANCODES[at] for at, code in _codes.items()):
        _codes.clear()
        for code in reversed(CODES):  # where two codes lead to one key, the first counts
            at = LETTER_AT.get(scancode_of[code])
            if at is not None and chr(code).isprintable():
                _codes[at] = code
    label = chr(_codes[key]) if key in _codes else key
    upper = label.upper()
    label = upper if upper.lower() == label else label  # ς and ß have no capital of their own
    return label if has_letters(label) else key
