"""replay: an event-sourced recording engine for games. Knows no game.

An *event* is a fact that nobody can change: this happened, in this frame. The events of a match
are all that is kept; what was the case at a frame (a *state*) is computed from them by *folding*,
for any frame, and also for questions that are thought of only later.

In reading order: events (what an event is), store (events in memory), projections (folds), schema
(a game's catalogue), file (bytes), recorder (writes a match), recording (reads it), timeline (any
frame of it, and questions about it). Rules: rules (what a game decides), scenario (testing them).
And games: what viewer and command line need to know of a game (import from replay.games).
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as in typing, whose import would take longer than all else here
if TYPE_CHECKING:
    from typing import Any

    # Events, and files of them.
    from replay.clipping import cat, clip
    from replay.errors import (
        Corrupt,
        LostFrames,
        RecordingError,
        WrongSchema,
    )
    from replay.events import Event, EventType, Readable
    from replay.forking import fork
    from replay.integrity.repair import repair
    from replay.integrity.verify import verify

    # States, and questions about them.
    from replay.projections import Projection, fold, fold_all
    from replay.queries.diff import diff
    from replay.queries.incremental import LiveProjection
    from replay.queries.inventory import Inventory, get_most_collected

    # What a game decides, and testing it.
    from replay.queries.resimulate import resimulate
    from replay.recorder import Recorder
    from replay.recording import Recording
    from replay.rules import Decision, Rules
    from replay.scenario import Scenario
    from replay.schema import Schema, Upcaster
    from replay.store import EventStore
    from replay.timeline import Timeline
    from replay.values.view_paths import MISSING

_NAMES = {
    "replay.clipping": ("cat", "clip"),
    "replay.errors": (
        "Corrupt",
        "LostFrames",
        "RecordingError",
        "WrongSchema",
    ),
    "replay.events": ("Event", "EventType", "Readable"),
    "replay.forking": ("fork",),
    "replay.integrity.repair": ("repair",),
    "replay.integrity.verify": ("verify",),
    "replay.projections": ("Projection", "fold", "fold_all"),
    "replay.queries.diff": ("diff",),
    "replay.queries.incremental": ("LiveProjection",),
    "replay.queries.inventory": ("Inventory", "get_most_collected"),
    "replay.queries.resimulate": ("resimulate",),
    "replay.recorder": ("Recorder",),
    "replay.recording": ("Recording",),
    "replay.rules": ("Decision", "Rules"),
    "replay.scenario": ("Scenario",),
    "replay.schema": ("Schema", "Upcaster"),
    "replay.store": ("EventStore",),
    "replay.timeline": ("Timeline",),
    "replay.values.view_paths": ("MISSING",),
}
"""Which module has which names. They are imported on first use: a command needs few of them, and
one interrupted by Ctrl-C while it imports could not handle that."""
_HOMES = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [
    "MISSING",
    "Corrupt",
    "Decision",
    "Event",
    "EventStore",
    "EventType",
    "Inventory",
    "LiveProjection",
    "LostFrames",
    "Projection",
    "Readable",
    "Recorder",
    "Recording",
    "RecordingError",
    "Rules",
    "Scenario",
    "Schema",
    "Timeline",
    "Upcaster",
    "WrongSchema",
    "cat",
    "clip",
    "diff",
    "fold",
    "fold_all",
    "fork",
    "get_most_collected",
    "repair",
    "resimulate",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'replay' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
