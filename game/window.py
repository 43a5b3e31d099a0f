"""The game's window: a picture of 1280 × 720, shown as large as the window allows.

Owns the pygame display. Screens draw on ``picture`` and get mouse positions in its pixels; only
this module knows the window's size and whether it fills the screen.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pygame
from pygame import Rect, Surface
from pygame.event import Event

from game.model.room import HEIGHT, WIDTH
from game.picture import sprites
from replay.ui.full_screen import FullScreen
from replay.ui.theme import INK
from replay.ui.window_size import fitting

TITLE = "Packrat"
CLASS_VARIABLE = "SDL_VIDEO_X11_WMCLASS"
FULL_SCREEN = pygame.K_F11
"""The key that toggles full screen. Alt+Enter does so, too."""
SETTLE_EACH = 3
"""Pictures shown between two checks whether the window has its size back after full screen."""
MOUSE_EVENTS = frozenset({pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP})


class Window:
    """The open window. ``picture`` is what the next ``show`` shows.

    With ``lent`` it is a window that another program opened, and stays open.
    """

    def __init__(self, lent: Surface | None = None) -> None:
        self._display = self._open() if lent is None else lent
        pygame.font.init()
        pygame.display.set_caption(TITLE)
        pygame.key.set_repeat()
        self._own_picture = Surface((WIDTH, HEIGHT)).convert()
        self._full_screen = FullScreen()
        self._shown = 0

    def _open(self) -> Surface:
        pygame.display.quit()  # SDL reads the settings below at init; it may be initialised already
        _name_for_window_managers()
        # Without a GPU, presenting frames through an emulated one takes longer than drawing them.
        os.environ.setdefault("SDL_FRAMEBUFFER_ACCELERATION", "0")
        pygame.display.init()
        pygame.display.set_icon(sprites.window_icon())
        return pygame.display.set_mode(fitting((WIDTH, HEIGHT)), pygame.RESIZABLE)

    @property
    def picture(self) -> Surface:
        """The surface of 1280 × 720 to draw on: the display itself when it has that size."""
        return self._display if self._fits else self._own_picture

    @property
    def display(self) -> Surface:
        """The window's whole surface, whatever its size."""
        return self._display

    @property
    def _fits(self) -> bool:
        return self._display.get_size() == (WIDTH, HEIGHT)

    def reclaim(self) -> None:
        """Take the window back after another program used it: its surface, its title."""
        self._display = pygame.display.get_surface() or self._display
        pygame.display.set_caption(TITLE)
        pygame.key.set_repeat()

    def events(self) -> list[Event]:
        """Return the events since the last call, with mouse positions in the picture's pixels.

        The keys for full screen are handled here and not returned.
        """
        return [self._translated(e) for e in pygame.event.get() if not self._is_for_window(e)]

    def _is_for_window(self, event: Event) -> bool:
        if not asks_for_full_screen(event):
            return False
        self._full_screen.toggle()
        self.reclaim()
        return True

    def _translated(self, event: Event) -> Event:
        if event.type == pygame.VIDEORESIZE:
            self.reclaim()
        if event.type not in MOUSE_EVENTS or self._fits:
            return event
        area = shown_area(self._display.get_size())
        x, y = event.pos
        position = (x - area.x) * WIDTH // area.w, (y - area.y) * HEIGHT // area.h
        return Event(event.type, {**event.dict, "pos": position})

    def show(self) -> None:
        """Bring the picture to the screen."""
        if not self._fits:
            area = shown_area(self._display.get_size())
            self._display.fill(INK)
            self._display.blit(pygame.transform.smoothscale(self._own_picture, area.size), area)
        pygame.display.flip()
        self._shown += 1
        if self._shown % SETTLE_EACH == 0:
            self._full_screen.settle()
        if self._full_screen.changed:
            self._full_screen.changed = False
            self.reclaim()


def _name_for_window_managers() -> None:
    """Set the window class to "packrat", unless the user's environment sets another.

    Importing pygame has already set it to the running file's name, which can be __main__.py.
    """
    if os.environ.get(CLASS_VARIABLE) in (None, Path(sys.argv[0]).name):
        os.environ[CLASS_VARIABLE] = "packrat"


def asks_for_full_screen(event: Event) -> bool:
    """Whether an event is the press of a key that toggles full screen."""
    if event.type != pygame.KEYDOWN:
        return False
    is_alt_enter = event.key == pygame.K_RETURN and event.dict.get("mod", 0) & pygame.KMOD_ALT
    return bool(event.key == FULL_SCREEN or is_alt_enter)


def shown_area(size: tuple[int, int]) -> Rect:
    """Return where the picture lies in a window: as large as fits, in the middle."""
    wide, high = size
    shown_width = max(1, min(wide, high * WIDTH // HEIGHT))
    shown_height = max(1, min(high, shown_width * HEIGHT // WIDTH))
    return Rect((wide - shown_width) // 2, (high - shown_height) // 2, shown_width, shown_height)
