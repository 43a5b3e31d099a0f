"""The list's search field: the text typed into it, and whether keys are typed into it now."""

from __future__ import annotations

from collections.abc import Iterable

import pygame
from pygame.event import Event

from replay.ui.keyboard import ALT_GR

LONGEST = 200
NOT_TEXT = ("Enter", "Tab", "Shift+Tab", "F5", "F11")
"""Strokes that keep their meaning while one types."""


class SearchField:
    """``text`` is what is sought; ``typing``: letters go into it."""

    def __init__(self) -> None:
        self.text = ""
        self.typing = False
        self._spent: set[int] = set()

    def begin(self) -> None:
        """Type into the field from now on."""
        self.typing = True

    def spend(self, keys: Iterable[int]) -> None:
        """Type nothing with these keys until they are released."""
        self._spent = set(keys)

    def release(self, key: int) -> None:
        """Note that a key is released."""
        self._spent.discard(key)

    def press(self, event: Event, stroke: str) -> bool:
        """Take a key press, if it is for the field; return whether it was."""
        typed = getattr(event, "unicode", "")
        if not self.typing and (typed == "/" or stroke in ("/", "Ctrl+F")):
            self.typing = True
            self._spent.add(event.key)
            return True
        if stroke == "Escape" and (self.typing or self.text) and event.key not in self._spent:
            self.typing, self.text = False, ""
            self._spent.add(event.key)
            return True
        if not self.typing or stroke in NOT_TEXT:
            return False
        if event.key not in self._spent:
            self._type(event, stroke, " " if stroke == "Space" else typed)
        return True

    def _type(self, event: Event, stroke: str, typed: str) -> None:
        if stroke.endswith("Backspace"):
            self.text = "" if stroke.startswith("Ctrl") else self.text[:-1]
        elif event.mod & pygame.KMOD_CTRL and not event.mod & ALT_GR:
            if stroke == "Ctrl+U":
                self.text = ""
        elif len(typed) == 1 and typed.isprintable() and len(self.text) < LONGEST:
            self.text = (self.text + typed).lstrip()
