"""What lies over everything until it is closed: the help, a sentence, a question."""

from __future__ import annotations

from typing import Protocol

from pygame import Rect, Surface

from replay.ui.box import Box
from replay.ui.message import LINE_HEIGHT, message, wrapped
from replay.ui.shapes import panel
from replay.ui.text import write
from replay.ui.theme import MUTE, NIGHT, ORANGE, SOFT
from replay.viewer.model.problem import Problem

SENTENCE_WIDTH = 660


class Overlay(Protocol):
    """Something over the window. It is repainted only when its key changes."""

    def box(self, window: Box) -> Box:
        """Return what it covers of a window of this size."""
        ...

    def key(self) -> object:
        """Return everything its look depends on."""
        ...

    def paint(self, target: Surface, window: Box) -> None:
        """Paint it opaquely, so that it can be repainted over itself."""
        ...


class Notice:
    """A sentence about something that went wrong."""

    def __init__(self, trouble: Problem) -> None:
        self._trouble = trouble

    def box(self, window: Box) -> Box:
        """Return a box high enough for the sentence."""
        width = min(SENTENCE_WIDTH, window.width - 60)
        lines = len(wrapped(self._trouble.why, width - 40, 15))
        return centred(window, width, 110 + lines * LINE_HEIGHT)

    def key(self) -> object:
        """Never changes."""
        return self._trouble

    def paint(self, target: Surface, window: Box) -> None:
        """Paint the sentence, and how to close it."""
        box = self.box(window)
        panel(target, Rect(box), NIGHT, SOFT)
        room = Box(box.left, box.top, box.width, box.height - 24)
        message(target, room, self._trouble.title, self._trouble.why, ORANGE)
        write(target, "Esc  close", (box.middle[0], box.bottom - 22), 14, MUTE, align="centre")


def centred(window: Box, width: int, height: int) -> Box:
    """Return a box of this size, at most the window's, in the middle of the window."""
    width, height = min(width, window.width - 20), min(height, window.height - 20)
    left, top = (
        window.left + (window.width - width) // 2,
        window.top + (window.height - height) // 2,
    )
    return Box(left, top, width, height)
