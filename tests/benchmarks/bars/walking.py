"""Steps of a walk, forwards and backwards, and fast reverse play."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from time import perf_counter
from typing import Any

from benchmarks.measure import Spread, best_of, spread
from benchmarks.mix import FRAME_RATE
from benchmarks.result import Line, at_most, at_most_times
from benchmarks.workbench import Workbench
from benchmarks.world import SCHEMA, World

from replay import Recording, Timeline

TOPIC = "walk"
FAST = 8


def lines(bench: Workbench) -> Iterator[Line]:
    recorded = bench.recorded(bench.compared, True)
    with Recording(recorded.path, SCHEMA) as recording:
        timeline = Timeline(recording, World())
        _check(bench, timeline)
        ways = {step: _walk(bench, timeline, step) for step in (1, -1, -FAST)}
    count, unit = bench.compared, "µs"
    for step, name in ((1, "forwards"), (-1, "backwards")):
        p50, p99 = ways[step].p50 * 1e6, ways[step].p99 * 1e6
        yield Line(TOPIC, f"a step {name}, p50", count, unit, p50, bars=(at_most(p50, 20, unit),))
        bars = [at_most(p99, 100, unit)]
        if step < 0:
            bars.append(at_most_times(p99, ways[1].p99 * 1e6, 1.5, "forwards"))
        yield Line(TOPIC, f"a step {name}, p99", count, unit, p99, bars=tuple(bars))
        longest = ways[step].longest * 1e6
        yield Line(TOPIC, f"the longest step {name}", count, unit, longest)
    fast = ways[-FAST].p99 * 1e3
    bar = at_most(fast, 1e3 // FRAME_RATE, "ms")
    yield Line(TOPIC, f"a picture of reverse play at {FAST}×, p99", count, "ms", fast, bars=(bar,))


def _walk(bench: Workbench, timeline: Timeline[Any], step: int) -> Spread:
    """The seconds of a step; the first, which is a seek, is not one."""
    dice, spreads = random.Random(step), []
    steps = min(bench.effort.steps, timeline.frames // abs(step) - 2)
    span = steps * abs(step) + 1
    for _ in range(bench.effort.rounds):
        low = dice.randrange(timeline.frames - span)
        walk = timeline.walk(low if step > 0 else low + span, step)
        next(walk)
        taken = []
        for _ in range(steps):
            start = perf_counter()
            next(walk)
            taken.append(perf_counter() - start)
        spreads.append(spread(taken))
    return best_of(spreads)


def _check(bench: Workbench, timeline: Timeline[Any]) -> None:
    """A walk passes the same states that seeking finds."""
    middle = timeline.frames // 2
    for step in (1, -1, FAST, -FAST):
        for frame, state in islice(timeline.walk(middle, step), 0, 40, 7):
            assert state == timeline.at(frame)
