"""A menu beside the pointer: what can be done with what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pygame import Rect, Surface

from replay.playback.commands import Command
from replay.ui.box import Box
from replay.ui.shapes import panel
from replay.ui.text import shortened, width, write
from replay.ui.theme import CHOSEN, MUTE, PANEL, SOFT, TEXT, WHITE
from replay.viewer.keymap import keys_for

ROW, PAD, APART = 26, 12, 26
WIDEST = 380


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a menu, and the commands that it gives, one after the other."""

    words: str
    commands: tuple[Command, ...]

    @property
    def keys(self) -> str:
        """The keys that do the same, if it is one command that has some."""
        return keys_for(self.commands[0]) if len(self.commands) == 1 else ""


class Menu:
    """The menu; ``chosen`` is the line that Enter takes, None at first if the mouse opened it."""

    def __init__(self, items: Sequence[Item], at: tuple[int, int], *, chosen: int | None) -> None:
        self._items, self._at, self.chosen = items, at, chosen

    def box(self, window: Box) -> Box:
        """Return its box: right below the pointer, or where the window has room."""
        wide = max(width(item.words, 14) + width(item.keys, 14) for item in self._items)
        wide = min(WIDEST, wide + APART + 2 * PAD, window.width)
        high = min(len(self._items) * ROW + PAD, window.height)
        left = max(window.left, min(self._at[0] + 2, window.right - wide))
        top = max(window.top, min(self._at[1] + 2, window.bottom - high))
        return Box(left, top, wide, high)

    def key(self) -> object:
        """Changes with the chosen line."""
        return self.chosen

    def choose(self, steps: int) -> None:
        """Choose the next line, or one before."""
        first = -1 if self.chosen is None and steps > 0 else 0
        self.chosen = ((first if self.chosen is None else self.chosen) + steps) % len(self._items)

    def point(self, window: Box, position: tuple[int, int]) -> None:
        """Choose the line at a position."""
        line = self._line_at(window, position)
        self.chosen = self.chosen if line is None else line

    def _line_at(self, window: Box, position: tuple[int, int]) -> int | None:
        box = self.box(window)
        line = (position[1] - box.top - PAD // 2) // ROW
        return line if box.holds(position) and 0 <= line < len(self._items) else None

    def item_at(self, window: Box, position: tuple[int, int]) -> Item | None:
        """Return the line at a position."""
        line = self._line_at(window, position)
        return None if line is None else self._items[line]

    @property
    def item(self) -> Item | None:
        """The chosen line."""
        return None if self.chosen is None else self._items[self.chosen]

    def paint(self, target: Surface, window: Box) -> None:
        """Paint the lines with their keys."""
        box = self.box(window)
        panel(target, Rect(box), PANEL, SOFT, 6)
        for line, item in enumerate(self._items):
            middle = box.top + PAD // 2 + line * ROW + ROW // 2
            if line == self.chosen:
                row = Rect(box.left + 4, middle - ROW // 2 + 1, box.width - 8, ROW - 2)
                panel(target, row, CHOSEN, None, 4)
            keys = width(item.keys, 14) + APART if item.keys else 0
            words = shortened(item.words, box.width - 2 * PAD - keys, 14)
            colour = WHITE if line == self.chosen else TEXT
            write(target, words, (box.left + PAD, middle), 14, colour)
            write(target, item.keys, (box.right - PAD, middle), 14, MUTE, align="right")
