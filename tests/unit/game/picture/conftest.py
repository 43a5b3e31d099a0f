"""A short scripted match, and drawing without a window, for the tests of what is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pygame
import pytest

from game.match import LiveMatch
from game.model.events import Fact, Mind
from game.model.fold import MatchState
from game.model.inputs import Held, Inputs
from game.model.state import Match
from game.picture.match import draw_backdrop, draw_match
from replay import Event


@dataclass
class Tape:
    """Keeps a match's events in a list, as a recorder would in a file."""

    events: list[Event[Any]] = field(default_factory=list)

    def append(self, event: Event[Fact]) -> None:
        self.events.append(event)

    def end_frame(self, frame: int) -> None:
        pass

    def state_at(self, frame: int) -> Match:
        fold = MatchState()
        state = fold.initial()
        for event in self.events:
            if event.frame <= frame:
                state = fold.apply(state, event)
        return state


FRAMES = 240


def wish(frame: int, player: int) -> Inputs:
    """Two people who run about, dash, take whatever is near, and drop some of it."""
    ways = (Held.RIGHT, Held.RIGHT | Held.DOWN, Held.DOWN, Held.LEFT)
    held = ways[(frame // 40 + player) % len(ways)]
    held |= Held.TAKE if frame % 12 < 6 else Held(0)
    held |= Held.DASH if frame % 90 < 5 else Held(0)
    held |= Held.DROP if frame % 70 > 66 else Held(0)
    return Inputs(int(held), slot=frame // 60 % 6)


@pytest.fixture(scope="session")
def tape() -> Tape:
    kept = Tape()
    match = LiveMatch(kept, 7, (Mind.HUMAN, Mind.HUMAN), FRAMES)
    while not match.ended:
        match.advance({player: wish(match.frame, player) for player in (0, 1)})
    return kept


@pytest.fixture(scope="session")
def picture_of() -> Callable[[Match, int], bytes]:
    def draw(state: Match, frame: int) -> bytes:
        surface = pygame.Surface((1280, 720), 0, 32)
        draw_backdrop(surface)
        draw_match(surface, state, frame)
        return pygame.image.tobytes(surface, "RGB")

    return draw
