"""Rewinding a match while it is played: how fast it goes back, and how that looks."""

from __future__ import annotations

from functools import lru_cache

import pygame
from pygame import Rect, Surface

from game.model.events import FRAME_RATE
from game.model.room import HEIGHT, WIDTH
from game.picture.people import feet
from game.screens.controls import REWIND
from game.screens.rewind_source import Past
from replay.playback.timecode import time_of
from replay.ui import text, theme
from replay.ui.key_labels import label_of
from replay.ui.marks import mark
from replay.ui.shapes import panel

SLOWEST, FASTEST = 2, 10
"""Rewinding speed in frames per frame of real time, at first and at most."""
FASTER_EACH = 20
"""Frames of real time after which the speed rises by one."""
BOX = Rect((WIDTH - 560) // 2, 74, 560, 78)
MIDDLE = 26
TRACK = Rect(24, 54, BOX.w - 48, 8)
FAINT, TALL = 165, 70
"""The sheet's opacity (of 255) when it covers the player; the player's height in pixels."""
DIM = 70
LINES = 4
"""Pixels between darker lines, which look like a rewinding video tape."""


class Rewinding:
    """Rewinds a past from frame ``now``, the faster the longer it lasts."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self.now = past.frame
        self._lasted = 0

    def advance(self, frames: int) -> None:
        """Let the time of so many frames pass."""
        for _ in range(frames):
            self.past.back(min(FASTEST, SLOWEST + self._lasted // FASTER_EACH))
            self._lasted += 1

    def draw(self, surface: Surface, you: int) -> None:
        """Draw over the match that it is rewinding, how far, and how to stop."""
        surface.blit(_tape(), (0, 0))
        sheet = Surface(BOX.size, pygame.SRCALPHA)
        panel(sheet, sheet.get_rect(), theme.NIGHT, theme.WHITE, 10)
        for step in range(2):
            mark(sheet, "left", theme.WHITE, (32 + 16 * step, MIDDLE), 18)
        time = time_of(self.past.frame, FRAME_RATE)
        where = text.write(sheet, time, (66, MIDDLE), 24, theme.WHITE, bold=True)
        undone = f"{(self.now - self.past.frame) / FRAME_RATE:.1f} s back"
        text.write(sheet, undone, (where.right + 14, MIDDLE), 15, theme.SOFT)
        words = f"let go of {label_of(REWIND)} to play on from here"
        text.write(sheet, words, (BOX.w - 24, MIDDLE), 15, theme.TEXT, align="right")
        self._draw_track(sheet, self.past.state.length)
        sheet.set_alpha(FAINT if self._hides(you) else 255)
        surface.blit(sheet, BOX)

    def _hides(self, you: int) -> bool:
        """Whether the sheet covers the player."""
        x, y = feet(self.past.state.players[you], self.past.frame)
        return bool(BOX.inflate(60, 0).collidepoint(x, y) or BOX.collidepoint(x, y - TALL))

    def _draw_track(self, sheet: Surface, length: int) -> None:
        """Draw the whole match as a bar: what stays, what is rewound, what was not yet played."""

        def x(frame: int) -> int:
            return TRACK.x + TRACK.w * frame // max(1, length)

        pygame.draw.rect(sheet, theme.LINE, TRACK, border_radius=4)
        here, now = x(self.past.frame), x(self.now)
        stays = Rect(TRACK.x, TRACK.y, here - TRACK.x, TRACK.h)
        pygame.draw.rect(sheet, theme.TEAL, stays, border_radius=4)
        taken_back = Rect(here, TRACK.y, now - here, TRACK.h)
        sheet.fill(theme.mix(theme.TEAL, theme.NIGHT, 0.65), taken_back)
        sheet.fill(theme.WHITE, (here - 2, TRACK.y - 5, 4, TRACK.h + 10))


@lru_cache(maxsize=1)
def _tape() -> Surface:
    """Return a dark, transparent layer with lines."""
    veil = Surface((WIDTH, HEIGHT), pygame.SRCALPHA)
    veil.fill((*tuple(theme.INK)[:3], DIM))
    for y in range(0, HEIGHT, LINES):
        veil.fill((*tuple(theme.INK)[:3], 2 * DIM), (0, y, WIDTH, 1))
    return veil
