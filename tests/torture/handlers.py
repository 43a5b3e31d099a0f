"""Let a signal handler use the recorder that it interrupts: record, end a frame, close.

Python runs handlers where a function begins and behind each call; a profile function is called
there, too, so every such moment can be tried. What was told to be recorded is in the file, once;
what was refused is refused in words; and the file is whole.
"""

from __future__ import annotations

import gc
import random
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any
from unittest import mock

from strategies import SCHEMA, Ledger
from torture.interrupts import ENGINE, READING, growing
from torture.judges import findings
from torture.matches import history
from torture.reports import Report, Tally

from replay import Event, Recorder, Recording
from replay.errors import LostUpdate
from replay.file import batch
from replay.storage import bulk_sink

Action = Callable[[Recorder, list[Event[Any]]], None]
LATER = 5
"""Frames that a handler goes ahead."""


class Moments:
    """Counts the moments at which a handler may run, and lets one run at one of them."""

    def __init__(self, run: Callable[[], None], at: int = -1) -> None:
        self.seen, self.place = 0, ""
        self._run, self._at = run, at

    def __call__(self, frame: FrameType, what: str, arg: Any) -> None:
        name = frame.f_code.co_filename
        if what not in ("call", "c_return") or not name.startswith(ENGINE):
            return
        if name.endswith(READING):
            return
        if self.seen == self._at:
            sys.setprofile(None)
            self.place = f"{Path(name).name}:{frame.f_lineno} {what}"
            self._run()
        self.seen += 1


def _recorded(recorder: Recorder, recorded: list[Event[Any]], later: int) -> None:
    event = Event(SCHEMA.kinds[5].type, -7, recorder._sink.ended + 1 + later)
    recorder.append(event)
    recorded.append(event)


ACTIONS: dict[str, Action] = {
    "records": lambda recorder, recorded: _recorded(recorder, recorded, 0),
    "records ahead": lambda recorder, recorded: _recorded(recorder, recorded, LATER),
    "ends a frame": lambda recorder, recorded: recorder.end_frame(recorder._sink.ended + LATER),
    "ends this frame": lambda recorder, recorded: recorder.end_frame(recorder._sink.ended + 1),
    "closes": lambda recorder, recorded: recorder.close(),
}


WAYS = {
    "live": (True, 60, batch.BLOCK_BYTES),
    "live, columns growing": (True, 60, batch.BLOCK_BYTES),
    "bulk": (False, 1200, batch.BLOCK_BYTES),
    "bulk, small blocks": (False, 300, 60),
}
"""Whether live, how many events, and how many bytes of those that may be large fill a block."""


def handlers(folder: Path, times: int | None, seed: int) -> Report:
    """Let each handler run at every moment, or at so many, of a live and of a bulk match."""
    tally = Tally("handlers")
    dice = random.Random(seed)
    gc.collect()
    gc.freeze()  # what is there already is nothing to collect, again and again
    for way, (live, count, block_bytes) in WAYS.items():
        match = history(count, seed)
        clean = Moments(lambda: None)
        with (
            mock.patch.object(bulk_sink, "BLOCK_BYTES", block_bytes),
            mock.patch.object(batch, "BLOCK_BYTES", block_bytes),
            growing(12 if "growing" in way else batch.BLOCK_EVENTS),
        ):
            _play(folder / "clean.replay", match, live, clean, lambda recorder, recorded: None)
            (folder / "clean.replay").unlink()
            tally.count(f"{way}: moments", clean.seen)
            for name, action in ACTIONS.items():
                places: Any = range(clean.seen)
                if times is not None and times < clean.seen:
                    places = dice.sample(places, times)
                for place in places:
                    path, case = folder / "match.replay", f"{way}, a handler {name}"
                    _try(path, match, live, case, action, place, tally)
    gc.unfreeze()
    return tally.report()


def _told(event: Event[Any]) -> str:
    return f"{event.frame} {event.type.name} {event.data!r}"


def _try(
    path: Path,
    match: list[Event[Any]],
    live: bool,
    name: str,
    action: Action,
    place: int,
    tally: Tally,
) -> None:
    moments = Moments(lambda: None, place)
    recorded, wrong = _play(path, match, live, moments, action)
    tally.count("handlers run" if moments.place else "not reached")
    case = f"{name} at {moments.place}"
    for problem in wrong:
        tally.wrong(f"{case}: {problem}")
    try:
        with Recording(path, SCHEMA) as recording:
            read = recording.get_all_events()
            if sorted(map(_told, read)) != sorted(map(_told, recorded)):
                tally.wrong(f"{case}: {len(read)} events are there of {len(recorded)} recorded")
            if not recording.closed:
                tally.wrong(f"{case}: not closed")
        for finding in findings(path, tally, case):
            tally.wrong(f"{case}: verify says {finding.problem}")
    except Exception as error:  # noqa: BLE001 - this is what the torture looks for
        tally.wrong(f"{case}: reading raised {type(error).__name__}: {error!s:.80}")
    path.unlink()


def _play(
    path: Path,
    match: list[Event[Any]],
    live: bool,
    moments: Moments,
    action: Action,
) -> tuple[list[Event[Any]], list[str]]:
    """Record a match while a handler runs; return what was recorded, and what went wrong."""
    recorded: list[Event[Any]] = []
    wrong: list[str] = []

    def refused(error: BaseException) -> None:
        if type(error) not in (ValueError, RuntimeError, LostUpdate) or "I/O" in str(error):
            wrong.append(f"{type(error).__name__}: {error}")

    def run() -> None:
        try:
            action(recorder, recorded)
        except Exception as error:  # noqa: BLE001 - is judged
            refused(error)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        recorder = Recorder(path, SCHEMA, projection=Ledger(), live=live)
        moments._run = run
        sys.setprofile(moments)
        try:
            for event in match:
                try:
                    recorder.append(event)
                except Exception as error:  # noqa: BLE001 - is judged
                    refused(error)
                else:
                    recorded.append(event)
            recorder.close()
        except Exception as error:  # noqa: BLE001 - is judged
            wrong.append(f"close raised {type(error).__name__}: {error}")
        finally:
            sys.setprofile(None)
        recorder.close()
        gc.collect()
    return recorded, wrong
