"""Held keys: which are down, and which of them are ignored until they are released."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pygame

from replay.playback.commands import StepBy

STEPS_AFTER_MS, STEPS_EACH_MS = 320.0, 1000 / 60
"""A held key begins to step after the one time, and then steps each time the other has passed."""


@dataclass(slots=True)
class HeldStep:
    """A key that steps as long as it is held, at the pace of the pictures, not of key repeats."""

    key: int
    command: StepBy
    due_ms: float = STEPS_AFTER_MS

    def advance(self, elapsed_ms: float) -> bool:
        """Let time pass; return whether a step is due: one a picture, and none is made up for."""
        self.due_ms -= elapsed_ms
        if self.due_ms > 0:
            return False
        self.due_ms = max(self.due_ms, -STEPS_EACH_MS) + STEPS_EACH_MS
        return True


class HeldKeys:
    """The keys that are down, by pygame's codes."""

    def __init__(self) -> None:
        self._down: set[int] = set()
        self._spent: set[int] = set()

    @property
    def shift(self) -> bool:
        """Whether a Shift key is down."""
        return not self._down.isdisjoint((pygame.K_LSHIFT, pygame.K_RSHIFT))

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

    def is_down(self, key: int) -> bool:
        """Whether a key is down."""
        return key in self._down

    def spend(self) -> None:
        """Ignore the keys that are down now until they are released."""
        self._spent = set(self._down)

    def is_spent(self, key: int) -> bool:
        """Whether a key is ignored until it is released."""
        return key in self._spent
