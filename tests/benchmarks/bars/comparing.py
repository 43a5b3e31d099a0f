"""The first difference of two long matches that differ in one event, cut alike and not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from unittest import mock

from benchmarks.measure import asked
from benchmarks.mix import Row
from benchmarks.recorded import record
from benchmarks.result import Line, at_most
from benchmarks.workbench import Workbench
from benchmarks.world import SCHEMA

from replay import Recording
from replay.file import builder
from replay.queries.diff import diff

TOPIC = "difference"
OTHER_BLOCKS = 700


def lines(bench: Workbench) -> Iterator[Line]:
    count = bench.compared
    one = bench.recorded(count, False).path
    for what, events in (("same blocks", builder.BLOCK_EVENTS), ("other blocks", OTHER_BLOCKS)):
        other = _changed(bench, events)
        with Recording(one, SCHEMA) as a, Recording(other, SCHEMA) as b:
            alike = a.reader.contents.first_events == b.reader.contents.first_events
            assert alike == (what == "same blocks")
        _compare((one, other), bench)
        pairs = [(one, other)] * (bench.effort.windows // 4 + 1)
        spread = asked(lambda pair: _compare(pair, bench), pairs, bench.effort.rounds)
        taken = spread.p50 * 1e3
        bars = (at_most(taken, 10, "ms"),)
        yield Line(TOPIC, f"opened and compared, {what}", count, "ms", taken, bars=bars)


def _place(bench: Workbench) -> int:
    """The number of the event that differs: the first thing picked up after 7 of 10 events."""
    rows = bench.rows(bench.compared)
    return next(n for n in range(len(rows) * 7 // 10, len(rows)) if rows[n][1] == 1)


def _changed(bench: Workbench, block_events: int) -> Path:
    """Record the same match, but for one event."""
    bench.say(f"recording {bench.compared:,} events in blocks of {block_events}, one changed")
    place = _place(bench)
    path = bench.folder / f"changed-{block_events}.replay"
    rows = bench.rows(bench.compared)
    with mock.patch.object(builder, "BLOCK_EVENTS", block_events):
        record(path, _with_change(rows, place), bench.compared, None)
    return path


def _with_change(rows: Sequence[Row], place: int) -> Iterator[Row]:
    for number, row in enumerate(rows):
        yield (*row[:4], row[4] ^ 1, row[5]) if number == place else row


def _compare(pair: tuple[Path, Path], bench: Workbench) -> None:
    with Recording(pair[0], SCHEMA) as a, Recording(pair[1], SCHEMA) as b:
        found = diff(a, b)
    assert found is not None
    assert (found.event, found.field) == (_place(bench), "x")
