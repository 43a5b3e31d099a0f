"""The match as it is played: keys in, frames at an even pace, every event into the recording.

Owns the recorder, the live match and the pause. The rules, and what the match looks like, are
elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pygame
from pygame import Surface
from pygame.event import Event

from game.events import FRAME_RATE, SCHEMA, Mind
from game.headless import players_of
from game.hud import draw_hud
from game.hud_hints import draw_hints, draw_trouble
from game.match import LiveMatch
from game.options import Options
from game.pace import Pace
from game.paths import fresh_recording
from game.rules import RULES
from game.screens.controls import Controls
from game.screens.pause import Choice, draw_pause, pause_menu
from game.screens.screen import Going, Leave, ToResult, ToTitle
from game.state import MatchState
from game.view import draw_backdrop, draw_match
from replay import Recorder

YOU = 0
"""The person sits in the first seat."""
LINGER_MS = 1600
"""How long the end can be seen before the result comes."""
FOCUS_LOST = pygame.WINDOWFOCUSLOST


class PlayScreen:
    """One match from its first frame to its last, or until it is given up."""

    def __init__(self, options: Options, minds: Sequence[Mind]) -> None:
        self.going: Going | None = None
        # The named file is for this match; a rematch gets a fresh one.
        self._options = replace(options, record=None, force=False)
        self._path = options.record or fresh_recording(options.seed)
        self._recorder = _recorder(self._path, options, minds)
        self._match = LiveMatch(self._recorder, options.seed, minds, options.seconds * FRAME_RATE)
        self._pace = Pace()
        self._controls = Controls()
        self._pause = pause_menu()
        self._is_paused = False
        self._lingered_ms = 0.0

    def handle(self, event: Event) -> None:
        """Hear the player's keys; in a pause, the menu's."""
        if self._is_paused:
            self._choose(self._pause.handle(event))
        elif event.type == FOCUS_LOST or _is_escape(event):
            self._begin_pause()
        else:
            self._controls.handle(event)

    def _begin_pause(self) -> None:
        if self._match.ended:
            return
        self._is_paused = True
        self._pause = pause_menu()
        self._controls.release_all()

    def _choose(self, choice: Choice | None) -> None:
        match choice:
            case Choice.RESUME:
                self._is_paused = False
            case Choice.GIVE_UP:
                notice = f"Given up. The recording is kept: {self._path.name}"
                self.going = ToTitle(self._options, notice)
            case Choice.QUIT:
                self.going = Leave()
            case None:
                pass

    def advance(self, elapsed_ms: float) -> None:
        """Play the frames that are due."""
        if self._is_paused:
            return
        for _ in range(self._pace.frames_due(elapsed_ms)):
            self._match.advance({YOU: self._controls.inputs()})
        if self._match.ended:
            self._recorder.close()
            self._lingered_ms += elapsed_ms
            if self._lingered_ms >= LINGER_MS:
                self.going = self.going or ToResult(self._path, self._options)

    def draw(self, surface: Surface) -> None:
        """Draw the match, what the player needs to know, and the pause if there is one."""
        state, frame = self._match.state, self._match.frame
        draw_backdrop(surface)
        draw_match(surface, state, frame, YOU)
        draw_hints(surface, state, frame, YOU)
        draw_hud(surface, state, frame, YOU)
        if self._recorder.trouble is not None:
            draw_trouble(surface, self._recorder.trouble.strerror or str(self._recorder.trouble))
        if self._is_paused:
            draw_pause(surface, self._pause)

    def close(self) -> None:
        """Close the recording; one of a match that is not over is kept, and marked incomplete."""
        self._recorder.close(complete=self._match.ended)


def _recorder(path: Path, options: Options, minds: Sequence[Mind]) -> Recorder:
    return Recorder(
        path,
        SCHEMA,
        projection=MatchState(),
        metadata={
            "seed": options.seed,
            "players": players_of(minds),
            "seconds": options.seconds,
        },
        rules_version=RULES.version,
        existing="replace" if options.force else "refuse",
    )


def _is_escape(event: Event) -> bool:
    return bool(event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE)
