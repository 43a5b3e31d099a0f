"""A match that is being played, together with the recorder that it is recorded by.

Opens the recorders, for a new match or for a branch of a recorded one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from game.headless import players_of
from game.match import LiveMatch
from game.model.events import FRAME_RATE, SCHEMA, Mind
from game.model.fold import MatchState
from game.options import Options
from game.rules.decide import RULES
from game.screens.rewind_source import Past
from replay import Recorder, fork


@dataclass(frozen=True, slots=True)
class MatchSession:
    """A match in play. If it is a branch, ``parent`` names its recording, ``since`` the frame."""

    path: Path
    recorder: Recorder
    match: LiveMatch
    parent: str = ""
    since: int = 0

    def end(self) -> None:
        """Close the recording; if the match is not over, it is kept and marked incomplete."""
        self.recorder.close(complete=self.match.ended)


def sit_down(path: Path, options: Options, minds: Sequence[Mind]) -> MatchSession:
    """Begin a match. Raises FileExistsError or another OSError if it cannot be recorded."""
    recorder = Recorder(
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
    match = LiveMatch(recorder, options.seed, minds, options.seconds * FRAME_RATE)
    return MatchSession(path, recorder, match)


def branch_off(past: Past, path: Path) -> MatchSession:
    """Continue a recorded match from a frame, in a new recording; the old one is not changed.

    Raises OSError or RecordingError if the branch cannot be created.
    """
    frame = past.frame
    state = past.state_to_keep()
    recorder = fork(past.path, path, frame=frame, schema=SCHEMA, projection=MatchState())
    match = LiveMatch.resumed(recorder, past.seed, state, frame)
    return MatchSession(path, recorder, match, past.path.name, frame)
