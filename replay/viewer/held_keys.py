"""Held keys: which are down, and which of them mean nothing any more until they are released."""

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
        """Know which are down, where nobody heard that they were pressed or released."""
        self._down, self._spent = set(keys), set()

    def press(self, key: int) -> bool:
        """Know that a key was pressed; return whether it was down before, and now repeats."""
        repeats = key in self._down
        self._down.add(key)
        return repeats

    def release(self, key: int) -> None:
        """Know that a key was released."""
        self._down.discard(key)
        self._spent.discard(key)

    def spend(self) -> None:
        """Let those that are down mean nothing until they are released."""
        self._spent = set(self._down)

    def is_spent(self, key: int) -> bool:
        """Whether a key means nothing now."""
        return key in self._spent
