"""Full screen and back. Knows the display's modes and that window managers take their time."""

from __future__ import annotations

import warnings

import pygame

WINDOWED = 1280, 720
"""How large a window is that was never one: somebody else made it fill the screen."""
TRIES = 12
AGAIN_MS = 50
"""A window manager that has not yet let go of a full screen gives the window its size once more;
so it is asked again, twelve times a twentieth of a second apart at the most."""


class FullScreen:
    """Whether the window fills the screen, and the size it goes back to.

    ``changed`` is set when the display was made anew: everything has to be painted then.
    A borrowed window that fills the screen already does so by its owner's wish.
    """

    def __init__(self) -> None:
        self._lent = _fills_the_screen()
        self._windowed = WINDOWED
        self._tries = 0
        self.changed = False

    def left(self) -> bool:
        """Be a window again, and say whether there was a full screen to leave."""
        if self._lent or not _fills_the_screen():
            return False
        self.toggle()
        return True

    def toggle(self) -> None:
        """Fill the screen, or be as large as before."""
        surface = pygame.display.get_surface()
        if surface is None:
            return
        if _fills_the_screen():
            self._tries = TRIES
            self._be_a_window()
            return
        self._windowed, self._tries = surface.get_size(), 0
        pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
        self.changed = True

    def due_ms(self) -> float | None:
        """Return when ``settle`` has to be called again, in milliseconds, or None."""
        return AGAIN_MS if self._tries else None

    def settle(self) -> None:
        """Ask again for the size of before, if the window has not got it."""
        if not self._tries:
            return
        self._tries -= 1
        if pygame.display.get_window_size() == self._windowed:
            self._tries = 0
        else:
            self._be_a_window()

    def _be_a_window(self) -> None:
        with warnings.catch_warnings():
            # that the window manager gave another size is what this is about
            warnings.simplefilter("ignore", RuntimeWarning)
            pygame.display.set_mode(self._windowed, pygame.RESIZABLE)
        self.changed = True


def _fills_the_screen() -> bool:
    surface = pygame.display.get_surface()
    return surface is not None and bool(surface.get_flags() & pygame.FULLSCREEN)
