"""replay: an event-sourced recording engine for games. Knows no game.

In reading order: events (what an event is), store (events in memory), schema (a game's
catalogue), projections (folds), file (bytes), recorder (writes a match), recording (reads it),
timeline (any frame of it), games (what viewer and command line need to know of a game).
"""

from replay.errors import (
    Corrupt,
    LostFrames,
    LostUpdate,
    NotARecording,
    RecordingError,
    UnsupportedFormat,
    WrongSchema,
)
from replay.events import Appendable, Event, EventType, Readable
from replay.games import Game, Lane, PlayerCard, Slot, Words
from replay.inventory import Inventory, get_most_collected
from replay.named import NamedFields
from replay.projections import Projection, fold
from replay.recorder import Recorder, RecordingTrouble
from replay.recording import Recording
from replay.rules import Decision, Rules
from replay.schema import Schema
from replay.store import EventStore
from replay.timeline import StaleKeyframes, Timeline

__all__ = [
    "Appendable",
    "Corrupt",
    "Decision",
    "Event",
    "EventStore",
    "EventType",
    "Game",
    "Inventory",
    "Lane",
    "LostFrames",
    "LostUpdate",
    "NamedFields",
    "NotARecording",
    "PlayerCard",
    "Projection",
    "Readable",
    "Recorder",
    "Recording",
    "RecordingError",
    "RecordingTrouble",
    "Rules",
    "Schema",
    "Slot",
    "StaleKeyframes",
    "Timeline",
    "UnsupportedFormat",
    "Words",
    "WrongSchema",
    "fold",
    "get_most_collected",
]
