"""How large a new window is: the wanted size, or the largest that fits on the screen."""

from __future__ import annotations

import pygame

WITHOUT_SCREEN = ("dummy", "offscreen")
FRAME = 16, 40
"""Pixels of a screen that a window's frame and title bar take."""


def fitting(wanted: tuple[int, int]) -> tuple[int, int]:
    """Return the size for a window on the first screen, in the proportions of ``wanted``.

    It is smaller than ``wanted`` only if the window with its frame would not fit.
    """
    if pygame.display.get_driver() in WITHOUT_SCREEN:  # they report a size but show nothing
        return wanted
    sizes = pygame.display.get_desktop_sizes()
    return within(wanted, sizes[0]) if sizes else wanted


def within(wanted: tuple[int, int], screen: tuple[int, int]) -> tuple[int, int]:
    """Return ``wanted``, or the largest size of the same proportions that fits on a screen."""
    width, height = wanted
    room = max(1, screen[0] - FRAME[0]), max(1, screen[1] - FRAME[1])
    if screen[0] >= width and height <= room[1]:  # fits if there is no frame at the sides
        return wanted
    share = min(room[0] / width, room[1] / height)
    return (round(width * share), round(height * share))
