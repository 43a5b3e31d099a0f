"""The state at a random frame, at ten thousand events and at ten million, all asked in turn."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from unittest import mock

from benchmarks.measure import Spread, asked, best, in_turn
from benchmarks.peers.peer import Peer
from benchmarks.recorded import Recorded
from benchmarks.result import Bar, Line, at_most, at_most_times, times_faster
from benchmarks.workbench import Workbench
from benchmarks.world import SCHEMA, World, empty_world, fold_rows

from replay import Recording, Timeline, fold
from replay.storage import block_cache

TOPIC = "any frame"


def lines(bench: Workbench) -> Iterator[Line]:
    sizes = sorted({*bench.growth, bench.snapshots})
    spreads = dict(zip(sizes, _ours(bench, sizes), strict=True))
    peers = _peers(bench)
    with mock.patch.object(block_cache, "CACHED_EVENTS", 0):  # only the last block stays decoded
        cold = dict(zip(sizes, _ours(bench, sizes), strict=True))
    large = spreads[bench.largest]
    whole = _from_the_start(bench.recorded(bench.largest, True))
    for size in sizes:
        bars: list[Bar] = []
        shown = peers if size == bench.snapshots else {}
        if size == bench.snapshots:
            name, other = "eventsourcing", peers.get("eventsourcing")
            bars.append(at_most_times(spreads[size].p50 * 1e3, other, 1, name))
        if size == bench.largest:
            bars += [
                at_most(large.p50 * 1e3, 0.3, "ms"),
                times_faster(large.p50, whole, 5000, "from the start"),
            ]
        ours = spreads[size].p50 * 1e3
        yield Line(TOPIC, "Timeline.at, p50", size, "ms", ours, shown, tuple(bars))
    for size in sizes:
        first = cold[sizes[0]].p50
        limits = [at_most_times(cold[size].p50, first, 1.5, f"that of {sizes[0]:,}")]
        bars = limits if size == bench.largest else []
        ours = cold[size].p50 * 1e3
        yield Line(TOPIC, "the same with no block decoded, p50", size, "ms", ours, {}, tuple(bars))
    for size in sizes:
        ours = spreads[size].p99 * 1e3
        limit = (at_most(ours, 1.0, "ms"),) if size == bench.largest else ()
        yield Line(TOPIC, "Timeline.at, p99", size, "ms", ours, bars=limit)
    yield Line(TOPIC, "folding half the match from the start", bench.largest, "ms", whole * 1e3)


def _ours(bench: Workbench, sizes: list[int]) -> list[Spread]:
    """How long ``at`` takes in matches of these sizes."""
    with ExitStack() as stack:
        asks = []
        for size in sizes:
            recorded = bench.recorded(size, True)
            recording = stack.enter_context(Recording(recorded.path, SCHEMA))
            timeline = Timeline(recording, World())
            for frame, state in recorded.states.items():
                assert timeline.at(frame) == state
            dice = random.Random(size)
            frames = [dice.randrange(recorded.frames) for _ in range(bench.effort.seeks)]
            asks.append((timeline.at, frames))
        return in_turn(asks, bench.effort.rounds)


def _from_the_start(recorded: Recorded) -> float:
    """Seconds to fold the first half of a match, which is what a random frame takes without aid."""
    projection = World()
    with Recording(recorded.path, SCHEMA) as recording:
        half = recording.frames // 2
        return best(1, lambda: fold(recording.events(stop=half), projection))


def _peers(bench: Workbench) -> dict[str, float]:
    """Milliseconds: eventsourcing by its snapshots, the others by folding from the start."""
    found = {peer.name: _fold(bench, peer) for peer in bench.files}
    if bench.event_sourcing is not None:
        found["eventsourcing"] = _event_sourcing(bench, bench.event_sourcing)
    return found


def _fold(bench: Workbench, peer: Peer) -> float:
    recorded = bench.recorded(bench.snapshots, True)
    reader = peer.read(bench.kept(peer, bench.snapshots))

    def at(frame: int) -> object:
        return fold_rows(empty_world(), reader.window(0, frame + 1))

    assert all(at(frame) == state for frame, state in [*recorded.states.items()][::4])
    times = 4 * bench.effort.slow + 1
    frames = [recorded.frames * (2 * n + 1) // (2 * times) for n in range(times)]
    spread = asked(at, frames, 1)
    reader.end()
    return spread.p50 * 1e3


def _event_sourcing(bench: Workbench, peer: Any) -> float:
    count, folder = bench.snapshots, bench.folder / "snapshots"
    bench.say(f"writing {count:,} events and snapshots as eventsourcing")
    folder.mkdir()
    writer = peer.write(folder / "events")
    for piece in bench.pieces(count):
        writer.add(piece)
    writer.keep_states(bench.rows(count))
    dice = random.Random(3)
    versions = [dice.randrange(1, count) for _ in range(bench.effort.seeks)]
    for version in versions[:5]:
        truth = fold_rows(empty_world(), bench.rows(count)[:version])
        assert writer.state_after(version) == truth
    spread = asked(writer.state_after, versions, bench.effort.rounds)
    writer.end()
    shutil.rmtree(folder)
    return spread.p50 * 1e3
