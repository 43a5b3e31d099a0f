"""Opening a window: its class, its icon, its size, and how its pixels get to the screen.

The same for the viewer and for games that want a window like it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pygame
from pygame import Surface

from replay.ui.window_size import fitting

CLASS_VARIABLE = "SDL_VIDEO_X11_WMCLASS"
ACCELERATION = "SDL_FRAMEBUFFER_ACCELERATION"
PLAIN_PIXELS = "x11"
"""SDL's drivers other than this one either choose well, or can show nothing without a GPU's help:
Wayland's and macOS's have no other way."""


def prepare_display(name: str) -> None:
    """Initialise SDL's display for a window of a class, by which window managers know it.

    Raises pygame.error without a display.
    """
    pygame.display.quit()  # SDL reads the class at init; and it may be initialised already
    if os.environ.get(CLASS_VARIABLE) in (None, Path(sys.argv[0]).name):
        os.environ[CLASS_VARIABLE] = name  # importing pygame puts the running file's name there
    pygame.display.init()
    if pygame.display.get_driver() == PLAIN_PIXELS:
        # Without a GPU, SDL would emulate one to show a picture: 5 ms at 1280 × 720, 40 at 3840 ×
        # 2160, however little has changed. Handing over the pixels takes 0.1 and 3 ms.
        os.environ.setdefault(ACCELERATION, "0")


def open_window(size: tuple[int, int], icon: Callable[[], Surface]) -> Surface:
    """Open a window that can be resized, as large as ``size`` or as fits on the screen.

    The display is prepared for it. Raises pygame.error without one.
    """
    pygame.display.set_icon(icon())
    return pygame.display.set_mode(fitting(size), pygame.RESIZABLE)
