"""A match without a window: bots play it as fast as they can, into a recording.

Knows how progress and result are shown on a terminal; the match itself is in other modules.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from game.match import LiveMatch
from game.model.events import FRAME_RATE, SCHEMA, Mind
from game.model.fold import MatchState
from game.model.nests import nest_scores
from game.model.room import NAMES
from game.model.state import Match
from game.queries.match_stats import ranking
from game.rules.decide import RULES
from game.seats import bot_minds
from replay import Recorder
from replay.console.terminal import put_table
from replay.errors import RecordingWarning


def play_headless(path: Path, bots: int, seed: int, seconds: int, force: bool) -> int:
    """Play a whole match of ``bots`` bots into a recording, print the result, return 0.

    With ``force`` a file at ``path`` is replaced; otherwise FileExistsError is raised for it,
    and any other OSError or RecordingError if the recording cannot be written. If interrupted, it
    leaves a recording of what was played.
    """
    minds = bot_minds(bots)
    recorder = Recorder(
        path,
        SCHEMA,
        projection=MatchState(),
        metadata={"seed": seed, "players": players_of(minds), "seconds": seconds},
        rules_version=RULES.version,
        existing="replace" if force else "refuse",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RecordingWarning)  # raised below, if the problem persists
        with recorder:
            match = LiveMatch(recorder, seed, minds, seconds * FRAME_RATE)
            for _ in _with_progress(_frames(match), match.state.length):
                pass
    _print_result(match.state)
    if recorder.problem is not None:
        trouble = recorder.problem
        raise OSError(trouble.errno, trouble.strerror or str(trouble), str(path))
    return 0


def players_of(minds: Sequence[Mind]) -> list[dict[str, str]]:
    """Return the players in the form of a recording's metadata."""
    return [{"name": name, "mind": mind.value} for name, mind in zip(NAMES, minds, strict=False)]


def _frames(match: LiveMatch) -> Iterator[int]:
    """Play a match to its end; yield every frame when it has been played."""
    while not match.ended:
        match.advance({})
        yield match.frame


def _with_progress(frames: Iterable[int], length: int) -> Iterator[int]:
    """Yield the same frames, with a bar on the terminal if standard error is one."""
    if not sys.stderr.isatty():
        yield from frames
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(frames, "playing", total=length, console=console, transient=True)


def _print_result(state: Match) -> None:
    scores = nest_scores(state)
    rows = []
    for place, player in ranking(scores):
        who = state.players[player]
        rows.append((place, who.name, who.mind.value, scores[player]))
    put_table(("place#", "player", "mind", "points#"), rows)
