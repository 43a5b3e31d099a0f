"""How a match stood at its last known frame: its state, to be drawn, and its result in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from replay.errors import Corrupt, LostFrames, RecordingError
from replay.games import Game
from replay.recording import Recording
from replay.timeline import Timeline
from replay.viewer.model.gaps import known_damage
from replay.viewer.model.problem import because

FOLDED = 20_000
"""A state that more events lead to, or as large ones, takes too long for a list."""
LONGEST_RESULT = 100
CHECKED_BLOCKS = 256
"""Recordings of no more blocks are looked through for damage, in 20 ms at most."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The last ``frame`` whose state is known, and that ``state``; None if there is none.

    ``result`` is what the game says of it, ``trouble`` why something of this is missing, and
    ``damaged`` whether that is the file's fault.
    """

    result: str = ""
    trouble: str = ""
    frame: int = 0
    state: Any = None
    damaged: bool = False


def look_at_end(path: Path, game: Game) -> Ending:
    """Return how a match ended, as far as it is known and quick to learn."""
    try:
        with Recording(path, game.schema, past_damage=True) as recording:
            timeline = Timeline(recording, game.projection)
            frame = _last_known(timeline)
            if frame is None or timeline.far(frame, FOLDED):
                return Ending()
            state = timeline.at(frame)
            damage = _damage(recording)
    except (RecordingError, OSError) as cause:
        problem = getattr(cause, "problem", None) or str(cause)
        return Ending(trouble=problem, damaged=isinstance(cause, Corrupt))
    except Exception as cause:  # noqa: BLE001 - a game's fold may raise anything
        return Ending(trouble=because("", cause).why)
    ending = _told(game, state, frame)
    return ending if damage is None else replace(ending, trouble=damage, damaged=True)


def _damage(recording: Recording) -> str | None:
    """Return what is damaged in a recording that is quickly looked through; None if nothing is."""
    if (known := known_damage(recording)) is not None:
        return known.problem
    blocks = len(recording.reader.contents.offsets)
    for block in range(blocks if blocks <= CHECKED_BLOCKS else 0):
        try:
            recording.reader.block(block, keep=False)
        except RecordingError as damage:
            return damage.problem
    return None


def _last_known(timeline: Timeline[Any]) -> int | None:
    """Return the last frame whose state no gap hides."""
    if timeline.frames <= timeline.first_frame:
        return None
    try:
        timeline.far(timeline.frames - 1, FOLDED)
    except LostFrames:
        known = timeline.known
        return known[-1][-1] if known else None
    return timeline.frames - 1


def _told(game: Game, state: Any, frame: int) -> Ending:
    if game.result is None:
        return Ending(frame=frame, state=state)
    try:
        result = str(game.result(state, frame))[:LONGEST_RESULT]
    except Exception as cause:  # noqa: BLE001 - a game's code may raise anything
        return Ending(trouble=because("", cause).why, frame=frame, state=state)
    return Ending(result, frame=frame, state=state)
