"""Whether a window can be opened here, found out without opening one."""

from __future__ import annotations

import os
import sys

BLIND_DRIVERS = ("dummy", "offscreen")
"""SDL's drivers without a visible window, to which it falls back if there is no display."""


def why_no_display() -> str | None:
    """Return why no window can be opened, as a clause; None if one can."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    try:
        import pygame
    except ImportError:
        return "pygame is not installed (pip install pygame-ce)"
    if not hasattr(pygame, "display"):  # pygame-ce, pygame share a folder; one's removal empties it
        return "pygame is empty (pip install --force-reinstall pygame-ce)"
    displays = ("DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not any(map(os.environ.get, displays)):
        return "there is no display here"
    try:
        pygame.display.init()
    except pygame.error as cause:
        return f"no window can be opened here ({cause})"
    if pygame.display.get_driver() in BLIND_DRIVERS:
        pygame.display.quit()
        return "there is no display here"
    return None
