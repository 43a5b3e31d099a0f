"""The game's window: a picture of 1280 × 720, shown as large as the window allows.

Owns the pygame display. Screens draw on ``picture`` and get mouse positions in its pixels; only
this module knows the window's size and whether it fills the screen.
"""

from __future__ import annotations

import pygame
from pygame import Rect, Surface
from pygame.event import Event

from game.model.room import HEIGHT, WIDTH
from game.picture import sprites
from replay.ui.full_screen import FullScreen
from replay.ui.new_window import open_window, prepare_display
from replay.ui.theme import INK

TITLE = "Packrat"
CLASS = "packrat"
"""The window class, for window managers."""
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
        if lent is None:
            prepare_display(CLASS)
            lent = open_window((WIDTH, HEIGHT), sprites.window_icon)
        self._display = lent
        pygame.font.init()
        pygame.display.set_caption(TITLE)
        pygame.key.set_repeat()
        self._own_picture = Surface((WIDTH, HEIGHT)).convert()
        self._full_screen = FullScreen()
        self._shown = 0

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
