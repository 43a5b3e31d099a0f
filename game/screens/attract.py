"""The match that bots play behind the menu. It is not recorded."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Surface

from game.match import LiveMatch
from game.model.events import FRAME_RATE, Fact, Mind
from game.model.room import HEIGHT, WIDTH
from game.picture.match import draw_backdrop, draw_match
from game.screens.pace import Pace
from replay import Event
from replay.ui import theme

SECONDS = 90
DIM = 172


class Nowhere:
    """Discards a match's events."""

    def append(self, event: Event[Fact]) -> None:
        """Discard an event."""

    def end_frame(self, frame: int) -> None:
        """Do nothing."""


class Attract:
    """An endless demo: when a match is over, the next begins with the next seed."""

    def __init__(self, seed: int, minds: Sequence[Mind]) -> None:
        self._seed = seed
        self._minds = tuple(minds)
        self._pace = Pace()
        self._match = self._begin()
        self._veil = Surface((WIDTH, HEIGHT))
        self._veil.fill(theme.INK)
        self._veil.set_alpha(DIM)

    def _begin(self) -> LiveMatch:
        return LiveMatch(Nowhere(), self._seed, self._minds, SECONDS * FRAME_RATE)

    def advance(self, elapsed_ms: float) -> None:
        """Play the frames that are due."""
        for _ in range(self._pace.frames_due(elapsed_ms)):
            self._match.advance({})
        if self._match.ended:
            self._seed += 1
            self._match = self._begin()

    def draw(self, surface: Surface) -> None:
        """Draw the match, dimmed."""
        draw_backdrop(surface)
        draw_match(surface, self._match.state, self._match.frame)
        surface.blit(self._veil, (0, 0))
