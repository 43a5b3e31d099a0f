"""Reading every byte: all checksums, all events, and the digest of the history."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measure import best
from benchmarks.result import Line, at_most
from benchmarks.workbench import Workbench
from benchmarks.world import SCHEMA

from replay import Recording
from replay.integrity.verify import verify

TOPIC = "verify"


def lines(bench: Workbench) -> Iterator[Line]:
    path = bench.recorded(bench.compared, True).path

    def check() -> None:
        with Recording(path, SCHEMA) as recording:
            assert not list(verify(recording))

    taken = best(bench.effort.slow, check)
    bars = (at_most(taken, 1, "s"),)
    yield Line(TOPIC, "checksums and digest", bench.compared, "s", taken, bars=bars)
