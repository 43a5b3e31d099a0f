"""The canvas: what screens are painted on. The window, or more than that, shown smaller in it.

Knows the sizes of both. Knows nothing of what is on a screen.
"""

from __future__ import annotations

import pygame
from pygame import Rect, Surface
from pygame.event import Event

from replay.viewer.layout import LEAST_HEIGHT, LEAST_WIDTH

LONGEST = 8
"""A canvas is at most so many times as long as the least one: a window that is a mere line would
ask for endless memory, and shows a squeezed canvas instead."""


def canvas_size(window: tuple[int, int]) -> tuple[int, int]:
    """Return the size of the canvas for a window: its own, if everything has room in it.

    Else the smallest of its shape in which everything has.
    """
    width, height = max(1, window[0]), max(1, window[1])
    if width >= LEAST_WIDTH and height >= LEAST_HEIGHT:
        return width, height
    if width * LEAST_HEIGHT <= height * LEAST_WIDTH:
        return LEAST_WIDTH, min(LONGEST * LEAST_HEIGHT, -(-height * LEAST_WIDTH // width))
    return min(LONGEST * LEAST_WIDTH, -(-width * LEAST_HEIGHT // height)), LEAST_HEIGHT


class Canvas:
    """Stands between screens and a window's surface, which is handed to it each time."""

    def __init__(self) -> None:
        self._surface: Surface | None = None

    def on(self, window: Surface) -> Surface:
        """Return what to paint on."""
        size = canvas_size(window.get_size())
        if size == window.get_size():
            self._surface = None
            return window
        if self._surface is None or self._surface.get_size() != size:
            self._surface = Surface(size).convert()
        return self._surface

    def show(self, window: Surface, changed: list[Rect]) -> list[Rect]:
        """Bring what has changed on the canvas into the window, and return where it is there."""
        if self._surface is None or not changed:
            return changed
        pygame.transform.smoothscale(self._surface, window.get_size(), window)
        return [window.get_rect()]

    def pointed(self, window: Surface, event: Event) -> Event:
        """Return the event with the mouse's position on the canvas instead of in the window."""
        if self._surface is None or not hasattr(event, "pos"):
            return event
        (x, y), (width, height) = event.pos, window.get_size()
        across, down = self._surface.get_size()
        position = x * across // max(1, width), y * down // max(1, height)
        return Event(event.type, {**event.dict, "pos": position})
