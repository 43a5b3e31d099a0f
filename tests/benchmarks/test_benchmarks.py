"""The benchmarks run and every answer they time is right; how long it takes is not looked at."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from benchmarks.command import TOPICS, measured
from benchmarks.markdown import page
from benchmarks.measure import TINY
from benchmarks.mix import rows
from benchmarks.profiles import profiles
from benchmarks.table import COLUMNS, document, table
from benchmarks.workbench import Workbench
from rich.console import Console

EVENTS = 3_000


def test_every_bar_is_measured_and_every_answer_that_is_timed_is_right(tmp_path: Path) -> None:
    bench = Workbench(tmp_path, EVENTS, TINY, str)

    lines = list(measured(bench, TOPICS))

    assert {line.topic for line in lines} == set(TOPICS)
    assert all(set(line.peers) <= set(COLUMNS) for line in lines)
    written = json.loads(json.dumps(document(lines, bench.settings, bench.missing, "")))
    assert len(written["lines"]) == len(lines)
    assert page(written)
    assert all(Console().render_lines(table(lines, bench.missing)))


def test_a_peer_that_is_not_installed_is_shown_as_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mcap", None)

    bench = Workbench(tmp_path, EVENTS, TINY, str)
    lines = list(measured(bench, ["size"]))

    assert {"mcap default", "mcap tuned"} <= set(bench.missing)
    assert [bar.met for line in lines for bar in line.bars if "mcap" in bar.text] == [None]
    assert "(missing)" in "".join(
        str(column.header) for column in table(lines, bench.missing).columns
    )


def test_it_can_be_seen_where_the_time_goes(tmp_path: Path) -> None:
    shown = dict(profiles(Workbench(tmp_path, 500, TINY, str)))

    assert all("tottime" in profile for profile in shown.values())


def test_the_mix_is_the_same_for_ever() -> None:
    assert list(rows(4)) == [
        (1, 0, 0, -3, 3, 0),
        (1, 0, 0, 1, -2, 0),
        (2, 0, 1, -2, -3, 0),
        (2, 0, 1, -2, 2, 0),
    ]
