"""Raise something at any line of the writer: Ctrl-C, a signal handler that raises, no memory.

Whatever is raised: every frame that was told to have ended is in the file once, the file is closed
and marked incomplete, and who raised sees what was raised.
"""

from __future__ import annotations

import gc
import random
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from errno import EPIPE
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any
from unittest import mock

from strategies import SCHEMA, Ledger
from torture.judges import findings
from torture.matches import history, left
from torture.reports import Report, Tally

import replay
from replay import Event, Recorder, Recording
from replay.storage import disk_errors, growing_columns, hidden_files

ENGINE = str(Path(replay.__file__).parent)
READING = ("reading.py", "recording.py", "errors.py", "events.py", "payloads.py")
"""Modules whose lines only read; the writer's own are all others."""


class Boom(BaseException):
    """What is raised."""


TIMES_UP = "the handler's time is up"
RAISED: tuple[Callable[[], BaseException], ...] = (
    partial(Boom, TIMES_UP),
    partial(KeyboardInterrupt, TIMES_UP),
    partial(TimeoutError, TIMES_UP),
    partial(OSError, EPIPE, TIMES_UP),
)
"""In turn. The last two are OSErrors as the disk's own are, but of a signal handler."""


@dataclass
class Lines:
    """Counts the lines that the writer runs, and raises at one of them."""

    raise_at: int = -1
    seen: int = 0
    raised_in: str = ""
    error: BaseException = field(default_factory=Boom)

    def __call__(self, frame: FrameType, what: str, arg: Any) -> Any:
        name = frame.f_code.co_filename
        if not name.startswith(ENGINE) or name.endswith(READING):
            return None
        return self._line

    def _line(self, frame: FrameType, what: str, arg: Any) -> Any:
        if what == "line":
            if self.seen == self.raise_at:
                sys.settrace(None)
                code = frame.f_code
                name = Path(code.co_filename).name
                self.raised_in = f"{name}:{frame.f_lineno} {code.co_name}"
                self.seen += 1
                raise self.error
            self.seen += 1
        return self._line


@contextmanager
def traced(lines: Lines) -> Iterator[None]:
    """Count, and raise, in what is called within.

    Raised at a line at which no signal handler can run, an error may leave the collector off.
    """
    before, collects = sys.gettrace(), gc.isenabled()
    own = {name for name in disk_errors.OWN if name in sys.stdlib_module_names} | {"replay"}
    with mock.patch.object(disk_errors, "OWN", own):  # no test simulates a disk
        sys.settrace(lines)
        try:
            yield
        finally:
            sys.settrace(before)
            if collects:
                gc.enable()


@dataclass
class Told:
    """What a player knows of its match: what was recorded, and which frame has ended."""

    events: int = 0
    ended: int = -1
    ended_events: int = 0
    opened: bool = False
    left: bool = False
    closing: bool = False
    caught: BaseException | None = None
    """What the player itself caught, to go on."""


Play = Callable[[Path, list[Event[Any]], Told], None]


def play(path: Path, match: list[Event[Any]], told: Told, **wishes: Any) -> None:
    """Record a match, noting what has been done when it has been done."""
    with Recorder(path, SCHEMA, projection=Ledger(), **wishes) as recorder:
        told.opened = True
        told.events = len(recorder)
        for number in range(told.events, len(match)):
            event = match[number]
            recorder.append(event)
            told.events = number + 1
            following = match[number + 1].frame if number + 1 < len(match) else event.frame + 1
            if following != event.frame and event.frame % 3:
                recorder.end_frame(event.frame)
                told.ended, told.ended_events = event.frame, number + 1
            elif following != event.frame:
                told.ended = max(told.ended, event.frame - 1)
        told.closing = True
    told.left = True


def persist(path: Path, match: list[Event[Any]], told: Told, **wishes: Any) -> None:
    """Record a match, and whatever is raised meanwhile, go on where the recorder says it is."""
    with Recorder(path, SCHEMA, projection=Ledger(), **wishes) as recorder:
        told.opened = True
        while len(recorder) < len(match):
            try:
                event = match[len(recorder)]
                recorder.append(event)
                if event.frame % 3 == 0 and len(recorder) == len(match):
                    recorder.end_frame(event.frame)
            except (Boom, KeyboardInterrupt, OSError) as raised:
                told.caught = raised.with_traceback(None)
        told.closing = True
        told.ended, told.ended_events = match[-1].frame, len(match)
    told.left = True


def ways(folder: Path, seed: int, bulk_events: int) -> dict[str, tuple[list[Event[Any]], Play]]:
    """Return each way to record, with a match for it."""
    short = history(60, seed)
    long = history(bulk_events, seed)

    def live(path: Path, match: list[Event[Any]], told: Told) -> None:
        play(path, match, told)

    def bulk(path: Path, match: list[Event[Any]], told: Told) -> None:
        play(path, match, told, live=False)

    def continued(path: Path, match: list[Event[Any]], told: Told) -> None:
        begin(path, match)
        play(path, match, told, existing="continue")

    def continued_bulk(path: Path, match: list[Event[Any]], told: Told) -> None:
        begin(path, match)
        play(path, match, told, existing="continue", live=False)

    def gone_on(path: Path, match: list[Event[Any]], told: Told) -> None:
        persist(path, match, told)

    def bulk_gone_on(path: Path, match: list[Event[Any]], told: Told) -> None:
        persist(path, match, told, live=False)

    def grown(path: Path, match: list[Event[Any]], told: Told) -> None:
        with growing(12):
            play(path, match, told)

    def grown_hidden(path: Path, match: list[Event[Any]], told: Told) -> None:
        with growing(12), mock.patch.object(hidden_files, "_UNNAMED", 0):
            play(path, match, told)

    def grown_on(path: Path, match: list[Event[Any]], told: Told) -> None:
        with growing(12):
            persist(path, match, told)

    return {
        "live, columns growing": (short, grown),
        "live, columns growing in a hidden file": (short, grown_hidden),
        "live, columns growing, gone on with": (short, grown_on),
        "live": (short, live),
        "bulk": (long, bulk),
        "live, gone on with": (short, gone_on),
        "bulk, gone on with": (long, bulk_gone_on),
        "live, continued": (short, continued),
        "bulk, continued": (short, continued_bulk),
    }


def growing(events: int) -> AbstractContextManager[object]:
    """Let the columns of a live match grow by blocks of so many events."""
    return mock.patch.object(growing_columns, "BLOCK_EVENTS", events)


def begin(path: Path, match: list[Event[Any]]) -> None:
    """Let a writer be killed that has recorded the first half of a match."""
    middle = match[len(match) // 2].frame
    first = path.with_name("first.replay")
    first.unlink(missing_ok=True)  # a begin that was interrupted
    left(first, [event for event in match if event.frame < middle]).replace(path)


def interrupts(folder: Path, times: int | None, seed: int) -> Report:
    """Raise at every line of the writer, or at so many lines of each way to record."""
    tally = Tally("interrupts")
    for name, (match, way) in ways(folder, seed, bulk_events=1300).items():
        lines = Lines()
        path = folder / "clean.replay"
        with traced(lines):
            way(path, match, Told())
        path.unlink()
        total = lines.seen
        tally.count(f"{name}: lines", total)
        places = range(total)
        if times is not None and times < total:
            places = sorted(random.Random(seed).sample(places, times))
        for place in places:
            lines = Lines(place, error=RAISED[place % len(RAISED)]())
            _judge(folder / "match.replay", match, way, lines, name, tally)
    return tally.report()


def _judge(
    path: Path, match: list[Event[Any]], way: Play, lines: Lines, name: str, tally: Tally
) -> None:
    told = Told()
    caught: BaseException | None = None
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")  # of files, too, that were opened and then interrupted
        try:
            with traced(lines):
                way(path, match, told)
        except BaseException as error:  # noqa: BLE001 - Ctrl-C is one of them
            caught = error.with_traceback(None)
        gc.collect()
    if not lines.raised_in:
        tally.count("not reached")
        path.unlink(missing_ok=True)
        return
    tally.count("raised")
    case = f"{name}, raised at {lines.raised_in}"
    # What is raised while a projection folds might be its own: then a warning says so.
    blamed = f"raised {type(lines.error).__name__}: {lines.error}"
    said = any(blamed in str(warning.message) for warning in warned)
    if (caught or told.caught) is not lines.error and not said:
        tally.wrong(f"{case}: the caller saw {caught!r}")
    del caught, warned
    judge_file(path, match, told, case, tally)


def judge_file(path: Path, match: list[Event[Any]], told: Told, case: str, tally: Tally) -> None:
    """Hold the file against what was told of the match."""
    if not path.exists():
        if told.opened:
            tally.wrong(f"{case}: there is no file")
        return
    try:
        with Recording(path, SCHEMA) as recording:
            read = recording.get_all_events()
            if read != match[: len(read)]:
                twice = sum(count > 1 for count in Counter(map(id, read)).values())
                tally.wrong(f"{case}: other events ({len(read)}, {twice} twice)")
            if recording.frames <= told.ended or len(read) < told.ended_events:
                tally.wrong(f"{case}: frame {told.ended} had ended, {recording.frames} are there")
            if told.opened and not recording.closed:
                tally.wrong(f"{case}: not closed")
            if told.opened and recording.complete and not told.closing:
                tally.wrong(f"{case}: said to be complete")
        for finding in findings(path, tally, case):
            tally.wrong(f"{case}: verify says {finding.where}: {finding.problem}")
    except Exception as error:  # noqa: BLE001 - this is what the torture looks for
        tally.wrong(f"{case}: reading raised {type(error).__name__}: {error!s:.80}")
    path.unlink()
    hidden = [entry for entry in path.parent.iterdir() if entry.name.startswith(".")]
    if hidden and told.opened:
        tally.wrong(f"{case}: {hidden[0].name} was left")
    for entry in hidden:
        entry.unlink()
