"""What a recording's header and index say of it, for the list of recordings. Reads no events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from replay.errors import Corrupt, RecordingError
from replay.games import Game
from replay.recording import Recording
from replay.viewer.model.gaps import known_damage
from replay.viewer.model.known_games import KnownGames

GONE, UNREADABLE, DAMAGED = "gone", "not readable", "damaged"
LIVE, NOT_CLOSED, LEFT_EARLY = "live", "not closed", "left early"
NOT_INSTALLED = "game not installed"
LONGEST_NAME, MOST_PLAYERS = 100, 64


@dataclass(frozen=True, slots=True)
class Described:
    """A recording's description.

    ``seconds`` is its length, ``begun`` when it began (seconds since 1970), both None if unknown;
    ``mark`` says in a word or two what is special about it, ``problem`` in a sentence why it
    cannot be watched, or what is wrong with it. ``game`` is set if its game can show it.
    """

    name: str = ""
    seconds: float | None = None
    players: tuple[str, ...] = ()
    begun: float | None = None
    mark: str = ""
    problem: str = ""
    game: Game | None = None


def describe(path: Path, games: KnownGames) -> Described:
    """Describe a recording, or say why it cannot be read."""
    try:
        with Recording(path, past_damage=True) as recording:
            return _described(recording, games)
    except FileNotFoundError:
        return Described(mark=GONE, problem="the file is no longer there")
    except RecordingError as cause:
        mark = DAMAGED if isinstance(cause, Corrupt) else UNREADABLE
        return Described(mark=mark, problem=cause.problem)
    except OSError as cause:
        return Described(mark=UNREADABLE, problem=cause.strerror or str(cause))


def _described(recording: Recording, games: KnownGames) -> Described:
    name, damage = recording.schema.game, known_damage(recording)
    game = games.game(name)
    return Described(
        name=name[:LONGEST_NAME],
        seconds=(recording.frames - recording.first_frame) / recording.schema.frame_rate,
        players=player_names(recording.metadata.get("players")),
        begun=recording.reader.header.started_ms / 1000,
        mark=_mark(recording, game),
        problem=games.trouble(name) if damage is None else damage.problem,
        game=game,
    )


def _mark(recording: Recording, game: Game | None) -> str:
    """Say what is most special about a recording, if anything is."""
    if known_damage(recording) is not None:
        return DAMAGED
    if not recording.closed and recording.is_being_written:
        return LIVE
    if game is None:
        return NOT_INSTALLED
    if not recording.closed:
        return NOT_CLOSED
    return "" if recording.complete else LEFT_EARLY


def player_names(noted: Any) -> tuple[str, ...]:
    """Return the names of players that a recording's metadata tell of, by convention."""
    players: Sequence[Any] = noted[:MOST_PLAYERS] if isinstance(noted, list) else ()
    names = [one.get("name") if isinstance(one, dict) else one for one in players]
    return tuple(name[:LONGEST_NAME] for name in names if isinstance(name, str))
