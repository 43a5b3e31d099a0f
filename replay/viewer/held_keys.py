"""Held keys: which are down, and which of them are ignored until they are released."""

from __future__ import annotations

from collections.abc import Iterable

import pygame


class HeldKeys:
    """The keys that are down, by pygame's codes."""

    def __init__(self) -> None:
        self._down: set[int] = set()
        self._spent: set[int] = set()

    @property
    def ctrl(self) -> bool:
        """Whether a Ctrl key is down."""
        return not self._down.isdisjoint((pygame.K_LCTRL, pygame.K_RCTRL))

    def hold(self, keys: Iterable[int]) -> None:
        """Set which keys are down, as key events may have gone elsewhere."""
        self._down, self._spent = set(keys), set()

    def press(self, key: int) -> bool:
        """Note that a key was pressed; return whether it was already down, so that this repeats."""
        repeats = key in self._down
        self._down.add(key)
        return repeats

    def release(self, key: int) -> None:
        """Note that a key was released."""
        self._down.discard(key)
        self._spent.discard(key)

    def spend(self) -> None:
        """Ignore the keys that are down now until they are released."""
        self._spent = set(self._down)

    def is_spent(self, key: int) -> bool:
        """Whether a key is ignored until it is released."""
        return key in self._spent
