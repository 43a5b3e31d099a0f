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


def lines(bench: Workbench) -> Iterator[Line]:
    count, unit = bench.appended, "µs/event"
    peers = {peer.name: _best(bench, partial(_peer, bench, peer)) for peer in bench.writers}
    _check(bench)
    ours = _best(bench, partial(_ours, bench, World()))
    bars = (
        at_most_times(ours, peers.get("msgpack"), 3, "packb and write"),
        times_faster(ours, peers.get("eventsourcing"), 5, "eventsourcing"),
    )
    what = "Event objects in bulk, fold, keyframes, close"
    yield Line(TOPIC, what, count, unit, ours, peers, bars)
    apart = {"msgpack": _best(bench, partial(_taken_apart, bench))}
    yield Line(TOPIC, "… where msgpack, too, gets Event objects", count, unit, ours, apart)
    bare = _best(bench, partial(_ours, bench, None))
    yield Line(TOPIC, "the same without a projection", count, unit, bare)


def _best(bench: Workbench, once: Callable[[], float]) -> float:
    """Microseconds an event, at their best."""
    return min(once() for _ in range(bench.effort.rounds)) / bench.appended * 1e6


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
