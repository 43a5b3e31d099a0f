"""How large a new window is: as wished, or as much of that as the screen has room for."""

from __future__ import annotations

import pygame

FRAME = 16, 40
"""Pixels of a screen that a window's frame and title bar take."""


def fitting(wanted: tuple[int, int]) -> tuple[int, int]:
    """Return the size for a window on the first screen, in the proportions of ``wanted``.

    Smaller than wanted only where its frame would not be on the screen with it.
    """
    if pygame.display.get_driver() == "dummy":  # it claims a screen, and shows nothing
        return wanted
    sizes = pygame.display.get_desktop_sizes()
    return within(wanted, sizes[0]) if sizes else wanted


def within(wanted: tuple[int, int], screen: tuple[int, int]) -> tuple[int, int]:
    """Return ``wanted``, or the largest size of its proportions that a screen has room for."""
    width, height = wanted
    room = max(1, screen[0] - FRAME[0]), max(1, screen[1] - FRAME[1])
    if screen[0] >= width and height <= room[1]:  # without a frame at its sides it still fits
        return wanted
    share = min(room[0] / width, room[1] / height)
    return (round(width * share), round(height * share))
