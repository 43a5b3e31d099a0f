"""What it costs to write events that are there already: bulk, all in, until the file is closed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields as dataclass_fields
from functools import partial
from operator import attrgetter
from time import perf_counter
from typing import Any

from benchmarks.measure import seconds
from benchmarks.peers.peer import Peer
from benchmarks.result import Line, at_most_times, times_faster
from benchmarks.workbench import Workbench
from benchmarks.world import SCHEMA, TYPES, World, events
from msgpack import packb

from replay import Event, Recorder, Recording

TOPIC = "append"
WHOLE = "Event objects in bulk, fold, keyframes, close"
APART = "… where msgpack, too, gets Event objects"
BARE = "… without a projection"


def lines(bench: Workbench) -> Iterator[Line]:
    _check(bench)
    ways = {peer.name: partial(_peer, bench, peer) for peer in bench.writers}
    taken = _best(
        bench,
        {
            **ways,
            WHOLE: partial(_ours, bench, World()),
            BARE: partial(_ours, bench, None),
            APART: partial(_taken_apart, bench),
        },
    )
    count, unit, ours = bench.appended, "µs/event", taken[WHOLE]
    peers = {name: taken[name] for name in ways}
    bars = (
        at_most_times(ours, peers.get("msgpack"), 3, "packb and write"),
        times_faster(ours, peers.get("eventsourcing"), 5, "eventsourcing"),
    )
    yield Line(TOPIC, WHOLE, count, unit, ours, peers, bars)
    yield Line(TOPIC, APART, count, unit, ours, {"msgpack": taken[APART]})
    yield Line(TOPIC, BARE, count, unit, taken[BARE])


def _best(bench: Workbench, ways: dict[str, Callable[[], float]]) -> dict[str, float]:
    """Microseconds an event at their best, all ways in turn so that they see the same machine."""
    runs: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(bench.effort.rounds):
        for name, once in ways.items():
            runs[name].append(once())
    return {name: min(taken) / bench.appended * 1e6 for name, taken in runs.items()}


def _peer(bench: Workbench, peer: Peer) -> float:
    """Seconds in which a peer writes a file."""
    folder = bench.folder / "appended"
    folder.mkdir()
    start = perf_counter()
    writer = peer.write(folder / "events")
    taken = perf_counter() - start
    for piece in bench.pieces(bench.appended):
        taken += seconds(partial(writer.add, piece))
    taken += seconds(writer.end)
    shutil.rmtree(folder)
    return taken


def _ours(bench: Workbench, projection: World | None) -> float:
    """Seconds of writing a recording; the events are made between, untimed."""
    path = bench.folder / "appended.replay"
    start = perf_counter()
    recorder = Recorder(path, SCHEMA, projection=projection, live=False, existing="replace")
    taken = perf_counter() - start
    for piece in bench.pieces(bench.appended):
        made = list(events(piece))
        taken += seconds(partial(_append, recorder, made))
    return taken + seconds(recorder.close)


def _taken_apart(bench: Workbench) -> float:
    """Seconds of writing plain MessagePack out of Event objects."""
    with (bench.folder / "taken-apart").open("wb") as file:
        names = {type_: [one.name for one in dataclass_fields(type_.payload)] for type_ in TYPES}
        made_of: dict[Any, Any] = {type_: attrgetter(*names[type_]) for type_ in TYPES}

        def write(made: Sequence[Event[Any]]) -> None:
            for event in made:
                type_ = event.type
                fields = made_of[type_](event.data)
                file.write(packb((event.frame, type_.value, *fields)))

        return sum(
            seconds(partial(write, list(events(rows)))) for rows in bench.pieces(bench.appended)
        )


def _append(recorder: Recorder, made: Sequence[Event[Any]]) -> None:
    append = recorder.append
    for event in made:
        append(event)


def _check(bench: Workbench) -> None:
    """What was appended is what is read."""
    _ours(bench, World())
    rows = bench.rows(bench.appended)
    with Recording(bench.folder / "appended.replay", SCHEMA) as recording:
        assert all(a == b for a, b in zip(recording.events(), events(rows), strict=True))
