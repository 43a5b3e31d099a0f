"""The title: play, watch, leave; the next match on the right, bots at play behind everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path

import pygame
from pygame import Rect, Surface
from pygame.event import Event

from game.model.room import WIDTH
from game.options import Options
from game.picture import sprites
from game.screens.attract import Attract
from game.screens.controls import help_rows
from game.screens.match_settings import MatchSettings, minutes
from game.screens.menu import UP_AND_DOWN, Button, Menu
from game.screens.screen import Going, Leave, ToMatch, ToTitle, ToViewer
from game.screens.settings_panel import draw_settings, handle_settings
from game.seats import bot_minds, seats
from replay.ui import text, theme
from replay.ui.key_cap import draw_key
from replay.ui.shapes import panel

LEFT = 48
MOTTO, MOTTO_MIDDLE = "Carry it. Drop it. Keep it.", 166
OUTLINE = [(across, down) for across in (-2, 0, 2) for down in (-2, 0, 2, 4)]
BUTTON_WIDTH, BUTTON_HEIGHT, BUTTON_GAP = 420, 72, 14
BUTTONS_TOP = 222
HELP_BAR = Rect(LEFT, 660, WIDTH - 2 * LEFT, 44)
NOTICE_TOP = 500
BEHIND = 4
"""How many bots play behind the menu."""


class Choice(Enum):
    """What one can do here."""

    PLAY = auto()
    WATCH = auto()
    QUIT = auto()


class TitleScreen:
    """The title screen.

    ``recordings`` are the files that can be watched, newest first; ``roll`` returns a random
    number up to its argument.
    """

    def __init__(
        self,
        options: Options,
        recordings: Sequence[Path],
        roll: Callable[[int], int],
        notice: str = "",
    ) -> None:
        self.going: Going | None = None
        self._options = options
        self._recordings = recordings
        self._settings = MatchSettings(options, roll)
        self._attract = Attract(roll(9999), bot_minds(BEHIND))
        self._notice = notice
        self._menu = self._menu_of_now()

    def _menu_of_now(self) -> Menu[Choice]:
        return Menu(self._buttons(), UP_AND_DOWN)  # left and right change the bots

    def _buttons(self) -> list[Button[Choice]]:
        lines: list[tuple[str, str, Choice, int | None]] = [
            ("Play", self._match_words(), Choice.PLAY, None)
        ]
        if self._recordings:
            lines.append(("Watch a replay", self._newest(), Choice.WATCH, pygame.K_F5))
        lines.append(("Quit", "", Choice.QUIT, pygame.K_ESCAPE))
        entries = [
            Rect(LEFT, BUTTONS_TOP + n * (BUTTON_HEIGHT + BUTTON_GAP), BUTTON_WIDTH, BUTTON_HEIGHT)
            for n in range(len(lines))
        ]
        return [
            Button(where, label, command, says, key)
            for where, (label, says, command, key) in zip(entries, lines, strict=True)
        ]

    def _match_words(self) -> str:
        settings = self._settings
        bots = "1 bot" if settings.bots == 1 else f"{settings.bots} bots"
        seed = f"seed {settings.seed_digits}" if settings.seed_digits else "a seed by chance"
        return f"{bots}, {minutes(settings.seconds)}, {seed}"

    def _newest(self) -> str:
        count, newest = len(self._recordings), self._recordings[0].name
        return newest if count == 1 else f"{count} of them, the newest {newest}"

    def handle(self, event: Event) -> None:
        """Handle the menu's and the panel's keys and clicks."""
        choice = self._menu.handle(event)
        handle_settings(self._settings, event)
        match choice:
            case Choice.PLAY:
                self.going = ToMatch(self._settings.options())
            case Choice.WATCH:
                self.going = ToViewer(None, ToTitle(self._settings.options()))
            case Choice.QUIT:
                self.going = Leave()
            case None:
                chosen = self._menu.chosen
                self._menu = self._menu_of_now()
                self._menu.chosen = chosen

    def advance(self, elapsed_ms: float) -> None:
        """Let the bots behind the menu play on."""
        self._attract.advance(elapsed_ms)

    def draw(self, surface: Surface) -> None:
        """Draw the title over the bots' match."""
        self._attract.draw(surface)
        surface.blit(sprites.logo(4), (LEFT - 4, 44))
        surface.blit(sprites.rat(4), (LEFT + 420 + 12, 54))
        _draw_motto(surface)
        self._menu.draw(surface)
        draw_settings(surface, self._settings, seats(self._settings.bots))
        if self._notice:
            self._draw_notice(surface)
        _draw_help(surface)

    def _draw_notice(self, surface: Surface) -> None:
        words = text.shortened(self._notice, BUTTON_WIDTH + 200, 15)
        where = Rect(LEFT, NOTICE_TOP, text.width(words, 15) + 32, 36)
        panel(surface, where, theme.NIGHT, theme.LINE, 6)
        text.write(surface, words, (where.x + 16, where.centery), 15, theme.WHITE)

    def close(self) -> None:
        """Nothing is held open."""


def _draw_motto(surface: Surface) -> None:
    """Draw the game's aim in words, outlined, as bots in light colours may be behind it."""
    for across, down in OUTLINE:
        text.write(surface, MOTTO, (LEFT + across, MOTTO_MIDDLE + down), 22, theme.INK)
    text.write(surface, MOTTO, (LEFT, MOTTO_MIDDLE), 22, theme.WHITE)


def _draw_help(surface: Surface) -> None:
    """Draw the keys of the game and its window, spread over a bar."""
    keys = (*help_rows(), ("F11", "full screen"))
    panel(surface, HELP_BAR, theme.NIGHT, theme.LINE, 8)
    sizes = [
        max(20, text.width(key, 13, bold=True) + 12) + 8 + text.width(does, 14)
        for key, does in keys
    ]
    gap = (HELP_BAR.w - 40 - sum(sizes)) // (len(keys) - 1)
    x = HELP_BAR.x + 20
    for (key, does), size in zip(keys, sizes, strict=True):
        right = draw_key(surface, key, (x, HELP_BAR.centery))
        text.write(surface, does, (right + 8, HELP_BAR.centery), 14)
        x += size + gap
