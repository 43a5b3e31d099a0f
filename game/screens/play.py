"""The match as it is played: keys in, frames at an even pace, every event into the recording.

Plays a match from its start, or from a frame of a recorded one; a match in play can also be
rewound to such a frame. Counts down before either. Owns the match session, the ``Past`` and the
pause. Rules and drawing are in other modules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import assert_never

import pygame
from pygame import Surface
from pygame.event import Event

from game.model.events import FRAME_RATE, Mind
from game.model.state import Match
from game.options import Options
from game.paths import branch_recording, fresh_recording
from game.picture.hud import draw_hud
from game.picture.hud_hints import draw_hints, draw_home, draw_note, draw_trouble
from game.picture.match import draw_backdrop, draw_match
from game.screens.controls import REWIND, Controls
from game.screens.countdown import Countdown, draw_countdown
from game.screens.keys import Key, key_of
from game.screens.match_session import MatchSession, branch_off, sit_down
from game.screens.pace import Pace
from game.screens.pause import Choice, draw_pause, pause_menu
from game.screens.rewind_source import Past
from game.screens.rewinding import Rewinding
from game.screens.screen import Going, Leave, ToResult, ToTitle
from replay import RecordingError
from replay.playback.timecode import time_of

YOU = 0
"""The person sits in the first seat."""
LINGER_MS = 1600
"""How long the end of a match stays visible before the result is shown."""
BEGIN_MS, FIND_KEYS_MS, KNOW_KEYS_MS = 600.0, 900.0, 500.0
"""Time per number of the countdown: before a new match, before one that is taken over (the player
must first find the keys), and after a rewind or pause (the hands are already on the keys)."""
AIM = "carry items home: what lies in your nest at the end counts"
NOTE_FRAMES = 5 * FRAME_RATE
FOCUS_LOST = pygame.WINDOWFOCUSLOST


class PlayScreen:
    """One match until it is over, or given up. ``begin`` is a new match, or a past to play on from.

    ``you`` is the player whose keys these are; ``back`` says where giving up leads.
    """

    def __init__(
        self, options: Options, begin: MatchSession | Past, you: int = YOU, back: str = "the title"
    ) -> None:
        self.going: Going | None = None
        # A named file is for the first match; a rematch gets a fresh one.
        self._options = replace(options, record=None, force=False)
        self._you, self._back = you, back
        self._sitting = begin if isinstance(begin, MatchSession) else None
        self._past = begin if isinstance(begin, Past) else None
        self._rewinding: Rewinding | None = None
        self._countdown: Countdown | None = None
        self._pace, self._controls = Pace(), Controls()
        self._pause = pause_menu(back)
        self._is_paused = False
        self._lingered_ms = 0.0
        self.problem = ""
        self._count_down(BEGIN_MS if self._past is None else FIND_KEYS_MS)

    @property
    def path(self) -> Path | None:
        """Where the match is recorded; None while a recorded match has not been played on."""
        return None if self._sitting is None else self._sitting.path

    @property
    def _begins(self) -> bool:
        """Whether this is the countdown to a new match."""
        return self._countdown is not None and self._past is None

    @property
    def _moment(self) -> tuple[Match, int]:
        """The state and the frame to show."""
        if self._past is not None:
            return self._past.state, self._past.frame
        assert self._sitting is not None, "there is a match or a past"
        return self._sitting.match.state, self._sitting.match.frame

    def handle(self, event: Event) -> None:
        """Handle the player's keys; in a pause, the menu's."""
        if self._is_paused:
            self._choose(self._pause.handle(event))
        elif event.type == FOCUS_LOST or _is_key(event, pygame.KEYDOWN, pygame.K_ESCAPE):
            self._begin_pause()
        elif _is_key(event, pygame.KEYDOWN, REWIND):
            self._begin_to_rewind()
        elif _is_key(event, pygame.KEYUP, REWIND):
            self._let_go()
        else:
            self._controls.handle(event)

    def _begin_pause(self) -> None:
        self._let_go()
        if self._past is None and self._moment[0].ended is not None:
            return
        self._is_paused = True
        self._pause = pause_menu(self._back)
        self._controls.release_all()

    def _choose(self, choice: Choice | None) -> None:
        match choice:
            case Choice.RESUME:
                self._is_paused = False
                if self._countdown is not None:
                    self._count_down(KNOW_KEYS_MS)
            case Choice.GIVE_UP:
                self.going = ToTitle(self._options, f"Given up. {self._kept()}")
            case Choice.QUIT:
                self.going = Leave()
            case None:
                pass
            case never:
                assert_never(never)

    def _kept(self) -> str:
        if self.path is None:
            return "Nothing was played, nothing recorded."
        return f"The recording is kept: {self.path.name}"

    def _begin_to_rewind(self) -> None:
        """Start rewinding; during a countdown to play on, continue from the frame reached."""
        if self._rewinding is not None or self._begins:
            return
        if self._past is None and self._sitting is not None:
            try:
                self._past = Past(self._sitting.path)
            except (OSError, RecordingError) as trouble:
                self.problem = f"No way back: {trouble}"
        if self._past is not None:
            self._rewinding, self._countdown = Rewinding(self._past), None

    def _let_go(self) -> None:
        """Stop rewinding; count down to play on from there, or resume if the frame is the same."""
        if self._rewinding is None or self._past is None:
            return
        self._rewinding = None
        if self._sitting is not None and self._past.frame == self._sitting.match.frame:
            self._be_here()
        else:
            self._count_down(KNOW_KEYS_MS)

    def _count_down(self, step_ms: float) -> None:
        self._countdown = Countdown(step_ms)
        state, _ = self._moment
        self._controls.choose(state.players[self._you].slot)

    def _be_here(self) -> None:
        """Close the past, if there is one, and let the match run from now on."""
        if self._past is not None:
            self._past.close()
        self._past = self._countdown = None
        self._pace = Pace()
        self._controls.forget_taps()

    def _play_on(self) -> None:
        """Play on from the past in a new recording; the previous one is not changed."""
        before, past = self._sitting, self._past
        assert past is not None, "a new match does not go on"
        try:
            path = branch_recording(past.path, beside=before is not None)
            self._sitting = branch_off(past, path)
        except (OSError, RecordingError) as trouble:
            self.problem = f"Can't resume from there: {trouble}"
            if before is None:
                self.going = ToTitle(self._options, self.problem)
                self._countdown = None
                return
        self._be_here()
        if before is not None and before is not self._sitting:
            before.end()
            self._lingered_ms = 0.0

    def advance(self, elapsed_ms: float) -> None:
        """Play the frames that are due, rewind, or count down."""
        if self._is_paused or self.going is not None:
            return
        if self._rewinding is not None:
            self._rewinding.advance(self._pace.frames_due(elapsed_ms))
        elif self._countdown is not None:
            begin = self._be_here if self._begins else self._play_on
            if self._countdown.advance(elapsed_ms):
                begin()
        elif self._sitting is not None:
            self._play(self._sitting, elapsed_ms)

    def _play(self, sitting: MatchSession, elapsed_ms: float) -> None:
        for _ in range(self._pace.frames_due(elapsed_ms)):
            sitting.match.advance({self._you: self._controls.inputs()})
        if sitting.match.ended:
            sitting.end()
            self._lingered_ms += elapsed_ms
            if self._lingered_ms >= LINGER_MS:
                self.going = ToResult(sitting.path, self._options)

    def draw(self, surface: Surface) -> None:
        """Draw the match, what the player needs to know, and the pause if there is one."""
        (state, frame), you = self._moment, self._you
        draw_backdrop(surface)
        draw_match(surface, state, frame, you)
        if self._begins:
            draw_home(surface, state, you)
        elif self._past is None:
            draw_hints(surface, state, frame, you)
        draw_hud(surface, state, frame, you)
        if self._rewinding is not None:
            self._rewinding.draw(surface, you)
        elif self._countdown is not None and not self._is_paused:
            draw_countdown(surface, self._countdown, state, frame, you, self._announcement())
        elif self._sitting is not None:
            self._draw_notes(surface, self._sitting)
        if self._is_paused:
            draw_pause(surface, self._pause)

    def _announcement(self) -> str:
        """The countdown's text: the aim or, before playing on, what happens to the recordings."""
        if self._past is None:
            return AIM
        return f"a new recording begins here; {self._past.path.name} stays as it is"

    def _draw_notes(self, surface: Surface, sitting: MatchSession) -> None:
        trouble = sitting.recorder.problem
        if trouble is not None:
            words = f"Not being recorded: {trouble.strerror or trouble}. Trying again."
            draw_trouble(surface, words)
        elif self.problem:
            draw_trouble(surface, self.problem)
        elif sitting.parent and sitting.match.frame < sitting.since + NOTE_FRAMES:
            since = time_of(sitting.since, FRAME_RATE, exact=False)
            draw_note(surface, f"Branch of {sitting.parent} at {since}")

    def close(self) -> None:
        """Close what is open; the recording of a match that is not over is marked incomplete."""
        if self._past is not None:
            self._past.close()
        if self._sitting is not None:
            self._sitting.end()


def new_match(options: Options, minds: Sequence[Mind]) -> PlayScreen:
    """Return the screen of a match from its start; raises OSError if it cannot be recorded."""
    path = options.record or fresh_recording(options.seed)
    return PlayScreen(options, sit_down(path, options, minds))


def _is_key(event: Event, type: int, key: Key) -> bool:
    return bool(event.type == type and key_of(event) == key)
