"""What it costs a running match: a frame with 20 events, handed to the system before the next."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
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


def lines(bench: Workbench) -> Iterator[Line]:
    count = min(100_000, bench.compared) // A_FRAME * A_FRAME
    frames, whole, closing = _best(bench, count)
    yield Line(TOPIC, "a frame of 20 events, p50", count, "ms", frames.p50 * 1e3)
    bars = (at_most(frames.p99 * 1e3, 0.1, "ms"),)
    yield Line(TOPIC, "a frame of 20 events, p99", count, "ms", frames.p99 * 1e3, bars=bars)
    singly = _event_sourcing(bench)
    faster = times_faster(whole / count * 1e6, singly.get("eventsourcing"), 20, "eventsourcing")
    yield Line(TOPIC, "an event, one by one", count, "µs", whole / count * 1e6, singly, (faster,))
    bars = (at_most(closing * 1e3, 500, "ms"),)
    yield Line(TOPIC, "close", count, "ms", closing * 1e3, bars=bars)


def _best(bench: Workbench, count: int) -> tuple[Spread, float, float]:
    """The spread of frames, and the seconds of all frames and of closing, each at its best."""
    runs = [play(bench, count) for _ in range(bench.effort.rounds)]
    with Recording(bench.folder / "live.replay", SCHEMA) as recording:
        assert all(
            a == b for a, b in zip(recording.events(), events(_framed(bench, count)), strict=True)
        )
    return (
        best_of(spread(run[0]) for run in runs),
        min(sum(run[0]) for run in runs),
        min(run[1] for run in runs),
    )


def play(bench: Workbench, count: int) -> tuple[list[float], float]:
    """Record a live match; return the seconds of each frame, and of closing."""
    rows, taken = _framed(bench, count), []
    path = bench.folder / "live.replay"
    recorder = Recorder(path, SCHEMA, projection=World(), existing="replace")
    for frame in range(count // A_FRAME):
        happened = list(events(rows[frame * A_FRAME : (frame + 1) * A_FRAME]))
        start = perf_counter()
        for event in happened:
            recorder.append(event)
        recorder.end_frame(frame)
        taken.append(perf_counter() - start)
    start = perf_counter()
    recorder.close()
    return taken, perf_counter() - start


def _framed(bench: Workbench, count: int) -> list[Row]:
    """The mix, 20 events a frame."""
    return [(n // A_FRAME, *row[1:]) for n, row in enumerate(bench.rows(count)[:count])]


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
