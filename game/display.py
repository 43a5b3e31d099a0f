"""Whether a window can be opened here, found out without opening one."""

from __future__ import annotations

import os
import sys

BLIND_DRIVERS = ("dummy", "offscreen")
"""SDL's drivers that nobody can see; it falls back to them where there is no display."""


def why_no_display() -> str | None:
    """Return, as a clause, why there can be no window; None if there can be one."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    try:
        import pygame
    except ImportError:
        return "pygame is not installed (pip install pygame-ce)"
    if not hasattr(pygame, "display"):  # pygame-ce and pygame share a folder, which one removed
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
