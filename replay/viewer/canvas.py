"""The canvas that screens are painted on: the window, or a larger surface scaled down to it.

Knows the sizes of both. Knows nothing of what is on a screen.
"""

from __future__ import annotations

import pygame
from pygame import Rect, Surface
from pygame.event import Event

from replay.viewer.layout import LEAST_HEIGHT, LEAST_WIDTH

LONGEST = 8
"""Limit on the canvas's longer side, in multiples of the minimum size: an extremely thin window
would need unbounded memory; it shows a distorted canvas instead."""


def canvas_size(window: tuple[int, int]) -> tuple[int, int]:
    """Return the size of the canvas for a window: the window's own, if everything fits in it.

    Otherwise the smallest size of the same shape in which everything fits.
    """
    width, height = max(1, window[0]), max(1, window[1])
    if width >= LEAST_WIDTH and height >= LEAST_HEIGHT:
        return width, height
    if width * LEAST_HEIGHT <= height * LEAST_WIDTH:
        return LEAST_WIDTH, min(LONGEST * LEAST_HEIGHT, -(-height * LEAST_WIDTH // width))
    return min(LONGEST * LEAST_WIDTH, -(-width * LEAST_HEIGHT // height)), LEAST_HEIGHT


class Canvas:
    """Maps between screens and the window's surface, which is passed to each call."""

    def __init__(self) -> None:
        self._surface: Surface | None = None

    def on(self, window: Surface) -> Surface:
        """Return the surface to paint on."""
        size = canvas_size(window.get_size())
        if size == window.get_size():
            self._surface = None
            return window
        if self._surface is None or self._surface.get_size() != size:
            self._surface = Surface(size).convert()
        return self._surface

    def show(self, window: Surface, changed: list[Rect]) -> list[Rect]:
        """Copy what changed on the canvas to the window; return the changed areas of the window."""
        if self._surface is None or not changed:
            return changed
        pygame.transform.smoothscale(self._surface, window.get_size(), window)
        return [window.get_rect()]

    def pointed(self, window: Surface, event: Event) -> Event:
        """Return the event with its mouse position converted from the window to the canvas."""
        if self._surface is None or not hasattr(event, "pos"):
            return event
        (x, y), (width, height) = event.pos, window.get_size()
        across, down = self._surface.get_size()
        position = x * across // max(1, width), y * down // max(1, height)
        return Event(event.type, {**event.dict, "pos": position})
