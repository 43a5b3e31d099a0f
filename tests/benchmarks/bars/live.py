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
from replay.storage.creation import Existing

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
    rows_of_20 = [(n // A_FRAME, *row[1:]) for n, row in enumerate(rows)]
    full = _best(bench, rows_of_20)
    yield Line(TOPIC, "a frame of 20 events, p50", count, "ms", full.frames.p50 * 1e3)
    p99 = full.frames.p99 * 1e3
    yield Line(
        TOPIC, "a frame of 20 events, p99", count, "ms", p99, bars=(at_most(p99, 0.2, "ms"),)
    )
    alone = min(_play(bench, rows_of_20, existing="continue").frames.p99 for _ in range(3)) * 1e3
    yield Line(
        TOPIC, "the same without growing columns, p99", count, "ms", alone,
        bars=(at_most(alone, 0.03, "ms"),),
    )  # fmt: skip
    one, singly = full.all_frames / count * 1e6, _event_sourcing(bench)
    bars = (times_faster(one, singly.get("eventsourcing"), 20, "eventsourcing"),)
    yield Line(TOPIC, "an event, one by one", count, "µs", one, singly, bars)
    closing = full.closing * 1e3
    yield Line(TOPIC, "close", count, "ms", closing, bars=(at_most(closing, 100, "ms"),))
    sparse = _best(bench, rows)
    yield Line(TOPIC, "close, two events a frame", count, "ms", sparse.closing * 1e3)
    if bench.compared > count:
        many = [(n // A_FRAME, *row[1:]) for n, row in enumerate(bench.rows(bench.compared))]
        closing = min(_play(bench, many).closing for _ in range(3)) * 1e3
        bars = (at_most(closing, 100, "ms"),)
        yield Line(TOPIC, "close", bench.compared, "ms", closing, bars=bars)


def _best(bench: Workbench, rows: Sequence[Row]) -> Played:
    runs = [_play(bench, rows) for _ in range(bench.effort.rounds)]
    with Recording(bench.folder / "live.replay", SCHEMA) as recording:
        assert all(a == b for a, b in zip(recording.events(), events(rows), strict=True))
    return Played(
        best_of(run.frames for run in runs),
        min(run.all_frames for run in runs),
        min(run.closing for run in runs),
    )


def _play(bench: Workbench, rows: Sequence[Row], existing: Existing = "replace") -> Played:
    """Record a live match. One that is continued (an empty one) has no growing columns."""
    taken = []
    path = bench.folder / "live.replay"
    if existing == "continue":
        Recorder(path, SCHEMA, existing="replace").close()
    recorder = Recorder(path, SCHEMA, projection=World(), existing=existing)
    for frame, group in groupby(rows, key=itemgetter(0)):
        happened = list(events(group))
        start = perf_counter()
        for event in happened:
            recorder.append(event)
        recorder.end_frame(frame)
        taken.append(perf_counter() - start)
    start = perf_counter()
    recorder.close()
    return Played(spread(taken), sum(taken), perf_counter() - start)


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
