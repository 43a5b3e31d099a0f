"""replay: an event-sourced recording engine for games. Knows no game.

In reading order: events (what an event is), store (events in memory), schema (a game's
catalogue), projections (folds), file (bytes), recorder (writes a match), recording (reads it),
timeline (any frame of it), games (what viewer and command line need to know of a game).
"""

from replay.errors import (
    Corrupt,
    LostUpdate,
    NotARecording,
    RecordingError,
    UnsupportedFormat,
    WrongSchema,
)
from replay.events import Appendable, Event, EventType, Readable
from replay.games import Game, Lane, PlayerCard, Slot, Words
from replay.projections import Projection, fold
from replay.rules import Decision, Rules
from replay.schema import Schema
from replay.store import EventStore

__all__ = [
    "Appendable",
    "Corrupt",
    "Decision",
    "Event",
    "EventStore",
    "EventType",
    "Game",
    "Lane",
    "LostUpdate",
    "NotARecording",
    "PlayerCard",
    "Projection",
    "Readable",
    "RecordingError",
    "Rules",
    "Schema",
    "Slot",
    "UnsupportedFormat",
    "Words",
    "WrongSchema",
    "fold",
]
