"""Full screen and back. Knows the display's modes and that window managers react late."""

from __future__ import annotations

import warnings
from contextlib import suppress

import pygame

WINDOWED = 1280, 720
"""The size to return to if the window filled the screen from the start."""
TRIES = 12
AGAIN_MS = 50
"""A window manager that has not yet left full screen may set the full-screen size once more, so
the window's size is requested again: at most ``TRIES`` times, ``AGAIN_MS`` apart."""


class FullScreen:
    """Whether the window fills the screen, and the size it goes back to.

    ``changed`` is set when the display was recreated: everything has to be painted then.
    A borrowed window that is already full screen is left so, as its owner made it that way.
    """

    def __init__(self) -> None:
        self._lent = _fills_the_screen()
        self._windowed, self._place = WINDOWED, _place()
        self._tries = 0
        self.changed = False

    def left(self) -> bool:
        """Leave full screen; return False if there was none, or if it is the owner's."""
        if self._lent or not _fills_the_screen():
            return False
        self.toggle()
        return True

    def toggle(self) -> None:
        """Switch to full screen, or back to the previous size."""
        surface = pygame.display.get_surface()
        if surface is None:
            return
        if _fills_the_screen():
            self._tries = TRIES
            self._be_a_window()
            return
        self._windowed, self._place, self._tries = surface.get_size(), _place(), 0
        pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        self.changed = True

    def due_ms(self) -> float | None:
        """Return when ``settle`` has to be called again, in milliseconds, or None."""
        return AGAIN_MS if self._tries else None

    def settle(self) -> None:
        """Request the previous size again if the window does not have it yet."""
        if not self._tries:
            return
        self._tries -= 1
        if pygame.display.get_window_size() == self._windowed:
            self._tries = 0
        else:
            self._be_a_window()

    def _be_a_window(self) -> None:
        with warnings.catch_warnings():
            # pygame warns if the window manager chose another size; settle() handles that
            warnings.simplefilter("ignore", RuntimeWarning)
            pygame.display.set_mode(self._windowed, pygame.RESIZABLE)
        if self._place is not None:  # some window managers put it lower by its title bar each time
            with suppress(pygame.error):
                pygame.display.set_window_position(self._place)
        self.changed = True


def _place() -> tuple[int, int] | None:
    """Return where the window is, where the system tells."""
    try:
        return pygame.display.get_window_position()
    except pygame.error:
        return None


def _fills_the_screen() -> bool:
    surface = pygame.display.get_surface()
    return surface is not None and bool(surface.get_flags() & pygame.FULLSCREEN)
