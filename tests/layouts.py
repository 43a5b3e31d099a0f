"""Keyboard layouts as SDL reports them, and how a person finds a key on them.

``layouts.json`` was noted in a real window, under setxkbmap: for each key its scancode, SDL's code
of it, and what it types alone, with Shift and with AltGr.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pygame
from pygame.event import Event

from replay.ui.keyboard import DIGIT_AT, LETTER_AT, SIGNS_AT

LAYOUTS = ("us", "ru", "gr", "il", "ara", "fr", "de", "ua", "tr", "gb", "es", "dvorak")
MODS = (0, pygame.KMOD_LSHIFT, pygame.KMOD_RALT)
X_KEYCODES = {
    30: 10, 31: 11, 32: 12, 33: 13, 34: 14, 35: 15, 36: 16, 37: 17, 38: 18, 39: 19, 45: 20, 46: 21,
    20: 24, 26: 25, 8: 26, 21: 27, 23: 28, 28: 29, 24: 30, 12: 31, 18: 32, 19: 33, 47: 34, 48: 35,
    4: 38, 22: 39, 7: 40, 9: 41, 10: 42, 11: 43, 13: 44, 14: 45, 15: 46, 51: 47, 52: 48, 53: 49,
    49: 51, 29: 52, 27: 53, 6: 54, 25: 55, 5: 56, 17: 57, 16: 58, 54: 59, 55: 60, 56: 61, 100: 94,
}  # fmt: skip
"""Which keycode an X server has for a scancode."""


@dataclass(frozen=True)
class Press:
    """A key, pressed alone, with Shift or with AltGr, and what it types."""

    scancode: int
    code: int
    typed: str
    mod: int

    def event(self, type: int = pygame.KEYDOWN) -> Event:
        return Event(type, key=self.code, unicode=self.typed, scancode=self.scancode, mod=self.mod)

    def for_xdotool(self) -> str:
        shift = "shift+" if self.mod & pygame.KMOD_SHIFT else ""
        return f"{shift}{X_KEYCODES[self.scancode]}"


@cache
def presses(layout: str) -> tuple[Press, ...]:
    """Every key of a layout, alone, with Shift and with AltGr."""
    keys = json.loads(Path(__file__).with_name("layouts.json").read_text(encoding="utf-8"))[layout]
    return tuple(
        Press(scancode, code, typed, mod)
        for scancode, code, *characters in keys
        for mod, typed in zip(MODS, characters, strict=True)
    )


def ways_to_press(layout: str, key: str) -> list[Press]:
    """How somebody presses what the help calls ``key``: the keys that type it, without AltGr.

    Where none does, the key that has it on a US keyboard. A digit is the key of the digit row.
    """
    able = [press for press in presses(layout) if press.mod != pygame.KMOD_RALT]
    if key.isdigit():
        return [press for press in able if DIGIT_AT.get(press.scancode) == key]
    typing = [press for press in able if press.typed.upper() == key]
    return typing or [press for press in able if _on_us(press) == key]


def _on_us(press: Press) -> str:
    shift = bool(press.mod & pygame.KMOD_SHIFT)
    return LETTER_AT.get(press.scancode) or SIGNS_AT.get(press.scancode, "  ")[shift]
