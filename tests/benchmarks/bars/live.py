"""What it costs a running match: a frame with 20 events, handed to the system before the next."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from time import perf_counter

from benchmarks.measure import Spread, best_of, spread
from benchmarks.mix import Row
from benchmarks.result import Line, at_most, times_faster
from benchmarks.workbench import Workbench
from benchmarks.world import SCHEMA, World, events

from replay import Recorder, Recording

TOPIC = "live"
A_FRAME = 20
SINGLY = 2_000
"""Events that eventsourcing saves one by one: enough to know, as it takes its time."""


@dataclass(frozen=True, slots=True)
class Played:
    """Seconds: of frames one by one, of all frames together, and of closing; each at its best."""

    frames: Spread
    all_frames: float
    closing: float


def lines(bench: Workbench) -> Iterator[Line]:
    rows = bench.rows(min(100_000, bench.compared))
    count = len(rows)
    full = _best(bench, [(n // A_FRAME, *row[1:]) for n, row in enumerate(rows)])
    yield Line(TOPIC, "a frame of 20 events, p50", count, "ms", full.frames.p50 * 1e3)
    p99 = full.frames.p99 * 1e3
    yield Line(
        TOPIC, "a frame of 20 events, p99", count, "ms", p99, bars=(at_most(p99, 0.1, "ms"),)
    )
    one, singly = full.all_frames / count * 1e6, _event_sourcing(bench)
    bars = (times_faster(one, singly.get("eventsourcing"), 20, "eventsourcing"),)
    yield Line(TOPIC, "an event, one by one", count, "µs", one, singly, bars)
    closing = full.closing * 1e3
    yield Line(TOPIC, "close", count, "ms", closing, bars=(at_most(closing, 500, "ms"),))
    sparse = _best(bench, rows)
    yield Line(TOPIC, "close, two events a frame", count, "ms", sparse.closing * 1e3)


def _best(bench: Workbench, rows: Sequence[Row]) -> Played:
    runs = [_play(bench, rows) for _ in range(bench.effort.rounds)]
    with Recording(bench.folder / "live.replay", SCHEMA) as recording:
        assert all(a == b for a, b in zip(recording.events(), events(rows), strict=True))
    return Played(
        best_of(spread(frames) for frames, _ in runs),
        min(sum(frames) for frames, _ in runs),
        min(closing for _, closing in runs),
    )


def _play(bench: Workbench, rows: Sequence[Row]) -> tuple[list[float], float]:
    """Record a live match; return the seconds of each frame, and of closing."""
    taken = []
    path = bench.folder / "live.replay"
    recorder = Recorder(path, SCHEMA, projection=World(), existing="replace")
    for frame, group in groupby(rows, key=itemgetter(0)):
        happened = list(events(group))
        start = perf_counter()
        for event in happened:
            recorder.append(event)
        recorder.end_frame(frame)
        taken.append(perf_counter() - start)
    start = perf_counter()
    recorder.close()
    return taken, perf_counter() - start


def _event_sourcing(bench: Workbench) -> dict[str, float]:
    """Microseconds an event that is saved by itself."""
    if bench.event_sourcing is None:
        return {}
    rows = bench.rows(min(SINGLY, bench.compared))
    runs = []
    for _ in range(bench.effort.slow):
        folder = bench.folder / "singly"
        folder.mkdir()
        writer = bench.event_sourcing.write(folder / "events", batch=1)
        start = perf_counter()
        writer.add(rows)
        runs.append(perf_counter() - start)
        writer.end()
        shutil.rmtree(folder)
    return {"eventsourcing": min(runs) / len(rows) * 1e6}
