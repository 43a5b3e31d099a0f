"""A clip of a quarter of a minute, from anywhere in a match, until the file is there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.measure import asked
from benchmarks.recorded import Recorded
from benchmarks.result import Line, at_most
from benchmarks.workbench import Workbench
from benchmarks.world import SCHEMA, World

from replay import Recording, Timeline, clip

TOPIC = "clip"
SECONDS = 15
LIMIT_MS = 200


def lines(bench: Workbench) -> Iterator[Line]:
    for size in sorted({bench.growth[0], bench.largest}):
        recorded = bench.recorded(size, True)
        target = bench.folder / "clip.replay"
        starts = _starts(recorded, bench.effort.slow * 3)
        clipped = partial(_clip, recorded, target)
        ours = asked(clipped, starts, bench.effort.rounds).p50 * 1e3
        bars = (at_most(ours, LIMIT_MS, "ms"),) if size == bench.largest else ()
        yield Line(TOPIC, f"{SECONDS} seconds into a file", size, "ms", ours, bars=bars)
        _check(recorded, target)


def _starts(recorded: Recorded, count: int) -> list[int]:
    last = max(1, recorded.frames - SECONDS * SCHEMA.frame_rate)
    return [random.Random(number).randrange(last) for number in range(count)]


def _clip(recorded: Recorded, target: Path, start: int) -> None:
    stop = min(start + SECONDS * SCHEMA.frame_rate, recorded.frames)
    clip(
        recorded.path,
        target,
        start=start,
        stop=stop,
        schema=SCHEMA,
        projection=World(),
        existing="replace",
    )


def _check(recorded: Recorded, target: Path) -> None:
    with Recording(target, SCHEMA) as made, Recording(recorded.path, SCHEMA) as whole:
        for frame in (made.first_frame - 1, made.frames - 1):
            assert Timeline(made, World()).at(frame) == Timeline(whole, World()).at(frame)
