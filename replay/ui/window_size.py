"""How large a new window is: the wanted size, or the largest that fits on the screen."""

from __future__ import annotations

import os
from contextlib import suppress

import pygame

from replay.ui.scale import STEPS

WITHOUT_SCREEN = ("dummy", "offscreen")
ENLARGED_BY_NOBODY = ("x11", "wayland")
USUAL = 1920, 1080
"""The screen on which everything is drawn at scale 1."""
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


def display_scale() -> float:
    """Return how large everything should be drawn on the first screen, as far as one can know.

    On X11 and Wayland what the desktop says to other programs, or else by the screen's pixels:
    twice on one of 3840 × 2160. Elsewhere the system enlarges windows itself.
    """
    if pygame.display.get_driver() not in ENLARGED_BY_NOBODY:
        return 1.0
    for variable in ("GDK_SCALE", "QT_SCALE_FACTOR"):
        with suppress(ValueError):
            return float(os.environ.get(variable, ""))
    sizes = pygame.display.get_desktop_sizes()
    if not sizes:
        return 1.0
    fits = min(sizes[0][0] / USUAL[0], sizes[0][1] / USUAL[1])
    return max((step for step in STEPS if step <= fits), default=STEPS[0])


def within(wanted: tuple[int, int], screen: tuple[int, int]) -> tuple[int, int]:
    """Return ``wanted``, or the largest size of the same proportions that fits on a screen."""
    width, height = wanted
    room = max(1, screen[0] - FRAME[0]), max(1, screen[1] - FRAME[1])
    if screen[0] >= width and height <= room[1]:  # fits if there is no frame at the sides
        return wanted
    share = min(room[0] / width, room[1] / height)
    return (round(width * share), round(height * share))
