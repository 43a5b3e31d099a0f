"""replay: an event-sourced recording engine for games. Knows no game.

An *event* is a fact that nobody can change: this happened, in this frame. The events of a match
are all that is kept; what was when (a *state*) is computed from them by *folding*, so it can be
computed for any frame, and by tomorrow's questions as well as by today's.

In reading order: events (what an event is), store (events in memory), projections (folds), schema
(a game's catalogue), file (bytes), recorder (writes a match), recording (reads it), timeline (any
frame of it). What can be asked: inventory, finding, blame. Rules: rules (what a game decides),
scenario (testing them), resimulation (deciding a match again). And games: what viewer and command
line need to know of a game.
"""

from replay.errors import (
    Corrupt,
    LostFrames,
    LostUpdate,
    NotARecording,
    OtherVersion,
    RecordingError,
    RecordingTrouble,
    UnsupportedFormat,
    WrongSchema,
)
from replay.events import Appendable, Event, EventType, Readable
from replay.forking import fork
from replay.games import CannotPlayOn, Game, Inquiry, Lane, Picked, PlayerCard, Slot, Words
from replay.projections import Projection, fold, fold_all
from replay.queries.blame import Blame, Link, blame_path, blame_thing
from replay.queries.find import Stretch, find, first_frame_where
from replay.queries.incremental import Live
from replay.queries.inventory import Inventory, get_most_collected
from replay.queries.resimulate import Desync, resimulate
from replay.recorder import Recorder
from replay.recording import Recording
from replay.rules import Decision, Rules
from replay.scenario import Scenario
from replay.schema import Schema, Upcaster
from replay.states.identity import NoKeyframes
from replay.store import EventStore
from replay.timeline import StaleKeyframes, Timeline
from replay.values.named_fields import NamedFields
from replay.values.view_paths import MISSING, Question, look_up, parse_path, parse_question

__all__ = [
    "MISSING",
    "Appendable",
    "Blame",
    "CannotPlayOn",
    "Corrupt",
    "Decision",
    "Desync",
    "Event",
    "EventStore",
    "EventType",
    "Game",
    "Inquiry",
    "Inventory",
    "Lane",
    "Link",
    "Live",
    "LostFrames",
    "LostUpdate",
    "NamedFields",
    "NoKeyframes",
    "NotARecording",
    "OtherVersion",
    "Picked",
    "PlayerCard",
    "Projection",
    "Question",
    "Readable",
    "Recorder",
    "Recording",
    "RecordingError",
    "RecordingTrouble",
    "Rules",
    "Scenario",
    "Schema",
    "Slot",
    "StaleKeyframes",
    "Stretch",
    "Timeline",
    "UnsupportedFormat",
    "Upcaster",
    "Words",
    "WrongSchema",
    "blame_path",
    "blame_thing",
    "find",
    "first_frame_where",
    "fold",
    "fold_all",
    "fork",
    "get_most_collected",
    "look_up",
    "parse_path",
    "parse_question",
    "resimulate",
]
