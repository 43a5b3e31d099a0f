"""Reading a whole match: typed events in order, one type out of all, one column of one type."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.measure import best
from benchmarks.peers.catalogue import PLAIN_PYTHON
from benchmarks.recorded import Recorded
from benchmarks.result import Line, at_least, at_most_times
from benchmarks.workbench import Workbench
from benchmarks.world import SCHEMA, TYPES, Facts, fields, moment

from replay import Event, Recording, Schema, get_most_collected
from replay.cli.main import main
from replay.cli.telling import record

TOPIC = "read"


def lines(bench: Workbench) -> Iterator[Line]:
    count = bench.compared
    made = _from_tuples(bench)
    path = bench.recorded(count, True).path
    ours = best(bench.effort.rounds, lambda: _in_order(path)) / count * 1e6
    bars = (at_most_times(ours, made, 1.5, "objects from tuples"),)
    peers = {PLAIN_PYTHON: made}
    yield Line(TOPIC, "all events in order, typed", count, "µs/event", ours, peers, bars)
    nameless = best(bench.effort.rounds, lambda: _in_order(path, None)) / count * 1e6
    bars = (at_most_times(nameless, ours, 1.3, "with it"),)
    yield Line(TOPIC, "the same without the game's schema", count, "µs/event", nameless, bars=bars)
    dumped = _dumped(bench, path) / count * 1e6
    listed = best(bench.effort.rounds, lambda: _listed(path)) / count * 1e6
    bars = (at_most_times(listed, dumped, 1.5, "json.dumps of the same rows"),)
    yield Line(TOPIC, "replay events --json", count, "µs/event", listed, bars=bars)
    largest = bench.recorded(bench.largest, True)
    unit = "M events/s"
    rate = _one_type(bench, largest)
    bars = (at_least(rate, 5, "M/s"),)
    yield Line(TOPIC, "one type, a tenth of all", bench.largest, unit, rate, bars=bars)
    rate = _columns(bench, largest)
    bars = (at_least(rate, 10, "M/s"),)
    yield Line(TOPIC, "columns only: most collected", bench.largest, unit, rate, bars=bars)


def _in_order(path: Any, schema: Schema | None = SCHEMA) -> None:
    with Recording(path, schema) as recording:
        for _ in recording.events():
            pass


def _listed(path: Any) -> None:
    """Print every event as JSON, to where nobody reads."""
    with Path(os.devnull).open("w") as nowhere, mock.patch.object(sys, "stdout", nowhere):
        assert main(["events", "--json", str(path)]) == 0


def _dumped(bench: Workbench, path: Any) -> float:
    """Seconds to write the same rows, which are in memory, by the json module."""
    with Recording(path) as recording:
        rows = [record(*numbered) for numbered in recording.numbered(0, len(recording))]

    def dump() -> None:
        with Path(os.devnull).open("w") as nowhere:
            for row in rows:
                nowhere.write(f"{json.dumps(row)}\n")

    return best(bench.effort.rounds, dump)


def _from_tuples(bench: Workbench) -> float:
    """Microseconds to build an event from a tuple that is in memory."""
    tuples = [
        (TYPES[row[1]], TYPES[row[1]].payload, fields(row), row[0])
        for row in bench.rows(bench.compared)
    ]
    now = moment(0)

    def build() -> None:
        for type_, payload, values, frame in tuples:
            Event(type_, payload(*values), frame, now)

    return best(bench.effort.rounds, build) / bench.compared * 1e6


def _one_type(bench: Workbench, recorded: Recorded) -> float:
    """Millions of events passed in a second while those of one type are read."""

    def read() -> None:
        with Recording(recorded.path, SCHEMA) as recording:
            found = sum(1 for _ in recording.events(types={Facts.PICKED}))
        assert found == recorded.picked.total()

    return recorded.events / best(bench.effort.slow, read) / 1e6


def _columns(bench: Workbench, recorded: Recorded) -> float:
    """Millions of events passed in a second while one field of one type is counted."""

    def ask() -> None:
        with Recording(recorded.path, SCHEMA) as recording:
            found = get_most_collected(recording, n=10, added=Facts.PICKED, kind="item")
        truth: Counter[Any] = recorded.picked
        assert [times for _, times in found] == [times for _, times in truth.most_common(10)]
        assert all(truth[item] == times for item, times in found)

    return recorded.events / best(bench.effort.slow, ask) / 1e6
