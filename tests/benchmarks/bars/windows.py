"""All events of one second, from anywhere in the match."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from benchmarks.measure import Spread, asked
from benchmarks.peers.peer import Peer, same
from benchmarks.result import Line, times_faster
from benchmarks.workbench import Workbench
from benchmarks.world import SCHEMA, events

from replay import Event, Recording

TOPIC = "window"
FRAMES = 60


def lines(bench: Workbench) -> Iterator[Line]:
    count = bench.compared
    recorded = bench.recorded(count, True)
    dice = random.Random(4)
    starts = [dice.randrange(recorded.frames - FRAMES) for _ in range(bench.effort.windows)]
    ours = _ours(bench, starts)
    peers = {peer.name: _peer(bench, peer, starts) for peer in bench.files}
    p50 = {name: one.p50 * 1e3 for name, one in peers.items()}
    p99 = {name: one.p99 * 1e3 for name, one in peers.items()}
    bars = (times_faster(ours.p50 * 1e3, p50.get("mcap tuned"), 12, "mcap tuned"),)
    yield Line(TOPIC, "typed events of 60 frames, p50", count, "ms", ours.p50 * 1e3, p50, bars)
    yield Line(TOPIC, "typed events of 60 frames, p99", count, "ms", ours.p99 * 1e3, p99)


def _ours(bench: Workbench, starts: list[int]) -> Spread:
    """Typed events, with their payloads."""
    with Recording(bench.recorded(bench.compared, True).path, SCHEMA) as recording:

        def window(first: int) -> list[Event[Any]]:
            return list(recording.events(first, first + FRAMES))

        for first in starts[:5]:
            bench.rows(bench.compared)
            truth = list(events(bench.rows_of(first, first + FRAMES)))
            assert window(first) == truth
            assert [a.timestamp for a in window(first)] == [b.timestamp for b in truth]
        return asked(window, starts, bench.effort.rounds)


def _peer(bench: Workbench, peer: Peer, starts: list[int]) -> Spread:
    """Numbers only: nobody makes typed events of them."""
    reader = peer.read(bench.kept(peer, bench.compared))
    for first in starts[:5]:
        truth = bench.rows_of(first, first + FRAMES)
        assert same(reader.window(first, first + FRAMES), truth)
    some = starts if peer.name != "mcap default" else starts[: bench.effort.slow * 3]
    spread = asked(lambda first: reader.window(first, first + FRAMES), some, bench.effort.rounds)
    reader.end()
    return spread
