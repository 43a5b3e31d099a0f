"""Where the time goes: the functions that take most of it, for what the engine does most.

A profiler slows small functions down more than large ones: read shares, not seconds.
"""

from __future__ import annotations

import cProfile
import io
import pstats
import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.bars.live import A_FRAME
from benchmarks.workbench import Workbench
from benchmarks.world import SCHEMA, Facts, World, events

from replay import Event, Recorder, Recording, Timeline, get_most_collected
from replay.integrity.verify import verify

SHOWN = 16


def profiles(bench: Workbench) -> Iterator[tuple[str, str]]:
    """Yield (what, the functions with most time of their own)."""
    rows = bench.rows(bench.appended)
    made = list(events((n // A_FRAME, *row[1:]) for n, row in enumerate(rows)))
    ways = (("append in bulk, fold, keyframes, close", False), ("append live, close", True))
    for what, live in ways:
        path = bench.folder / "profiled.replay"
        yield what, profiled(partial(append, path, made, live=live))
    for what, work in WORKS.items():
        with Recording(bench.recorded(bench.compared, True).path, SCHEMA) as recording:
            yield what, profiled(partial(work, recording))


def profiled(work: Callable[[], object]) -> str:
    """Run something and return its profile as text."""
    profiler = cProfile.Profile()
    profiler.runcall(work)
    text = io.StringIO()
    pstats.Stats(profiler, stream=text).strip_dirs().sort_stats("tottime").print_stats(SHOWN)
    return "\n".join(line for line in text.getvalue().splitlines() if line.strip())


def append(path: Path, made: Sequence[Event[Any]], live: bool) -> None:
    """Record events that are there already."""
    with Recorder(path, SCHEMA, projection=World(), live=live, existing="replace") as recorder:
        for event in made:
            recorder.append(event)


def seek(recording: Recording) -> None:
    """Go to a thousand random frames."""
    timeline, dice = Timeline(recording, World()), random.Random(5)
    for _ in range(1000):
        timeline.at(dice.randrange(recording.frames))


def walk(recording: Recording, step: int) -> None:
    """Walk two thousand frames from the middle."""
    timeline = Timeline(recording, World())
    for _ in islice(timeline.walk(recording.frames // 2, step), 2000):
        pass


def read(recording: Recording) -> None:
    """Read everything in order."""
    for _ in recording.events():
        pass


def read_one_type(recording: Recording) -> None:
    """Read one type out of all."""
    for _ in recording.events(types={Facts.PICKED}):
        pass


WORKS: dict[str, Callable[[Recording], Any]] = {
    "Timeline.at, 1,000 random frames": seek,
    "a walk forwards": partial(walk, step=1),
    "a walk backwards": partial(walk, step=-1),
    "a typed read in order": read,
    "one type out of all": read_one_type,
    "most collected": partial(get_most_collected, added=Facts.PICKED, kind="item"),
    "verify": lambda recording: list(verify(recording)),
}
