"""The keyboard: which key a key press means, in any keyboard layout.

Knows where the keys of a US keyboard are. Knows no command.
"""

from __future__ import annotations

from collections.abc import Container
from string import ascii_lowercase, ascii_uppercase

import pygame
from pygame.event import Event

FIRST_LETTER, FIRST_DIGIT = 4, 30
"""Scancodes of the keys that a US keyboard calls A and 1; the others follow (USB HID usages)."""
DIGITS = "1234567890"
LETTER_AT = {FIRST_LETTER + n: letter for n, letter in enumerate(ascii_uppercase)}
DIGIT_AT = {FIRST_DIGIT + n: digit for n, digit in enumerate(DIGITS)}
SIGNS_AT = {
    86: "--", 87: "++", 45: "-_", 46: "=+", 47: "[{", 48: "]}", 49: "\\|", 51: ";:",
    52: "'\"", 53: "`~", 54: ",<", 55: ".>", 56: "/?", 100: "\\|",
}  # fmt: skip
"""What a US keyboard prints at a scancode, without and with Shift; 100 is next to left Shift,
86 and 87 are on the keypad."""
SCANCODES = {letter: code for code, letter in LETTER_AT.items()}
CONTEXT_MENU = 1 << 30 | 101
"""SDL's code of the key that keyboards have for menus, beside the right Ctrl: it has no name in
pygame (SDLK_APPLICATION)."""
NAMED = {
    pygame.K_SPACE: "Space", pygame.K_BACKSPACE: "Backspace", pygame.K_TAB: "Tab",
    pygame.K_ESCAPE: "Escape", pygame.K_RETURN: "Enter", pygame.K_KP_ENTER: "Enter",
    pygame.K_LEFT: "Left", pygame.K_RIGHT: "Right", pygame.K_UP: "Up", pygame.K_DOWN: "Down",
    pygame.K_HOME: "Home", pygame.K_END: "End", pygame.K_PAGEUP: "PageUp",
    pygame.K_PAGEDOWN: "PageDown", pygame.K_F1: "F1", pygame.K_F2: "F2", pygame.K_F3: "F3",
    pygame.K_F4: "F4", pygame.K_F5: "F5", pygame.K_F6: "F6", pygame.K_F7: "F7",
    pygame.K_F10: "F10", pygame.K_MENU: "Menu", CONTEXT_MENU: "Menu", pygame.K_F11: "F11",
}  # fmt: skip
"""Names of the keys that print nothing, by key code."""
SHIFT = {pygame.K_LSHIFT: "Shift", pygame.K_RSHIFT: "Shift"}
ALT_GR = pygame.KMOD_RALT | pygame.KMOD_MODE


def key_of(event: Event, signs: Container[str]) -> str:
    """Return which letter, digit or sign a key press means; "" if none, as for F5.

    In this order: the typed character, if it is A to Z or one of the ``signs``; a digit key, with
    or without Shift but not AltGr; the key's code, if it is a Latin letter; what a US keyboard
    has at that position.
    """
    typed = getattr(event, "unicode", "")
    if _is_letter(typed):
        return typed.upper()
    if typed and typed in signs:
        return typed
    here = _position(event)
    if here.isdigit():
        return "" if event.mod & ALT_GR else here
    return _letter_of(event.key) or here or _sign_at(event)


def position_of(event: Event) -> str:
    """Return the letter or digit at the key's position on a US keyboard; "" if there is none."""
    return _position(event) or _letter_of(event.key)


def _position(event: Event) -> str:
    code = getattr(event, "scancode", 0)
    at = LETTER_AT.get(code) or DIGIT_AT.get(code, "")
    if not code and pygame.K_0 <= event.key <= pygame.K_9:
        return chr(event.key)
    return at


def _sign_at(event: Event) -> str:
    plain_and_shifted = SIGNS_AT.get(getattr(event, "scancode", 0), "")
    return plain_and_shifted[bool(event.mod & pygame.KMOD_SHIFT) :][:1]


def _letter_of(code: int) -> str:
    return chr(code).upper() if code < 128 and chr(code) in ascii_lowercase else ""


def _is_letter(typed: str) -> bool:
    return len(typed) == 1 and typed.isascii() and typed.isalpha()
