"""The list of recordings of a large folder: how soon it can be used, and when it is filled in.

From reading the folder to the first picture, on a surface of 1280 × 720; then until every file
is described. The files are one small recording under many names; what ``events`` counts is files.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import best, seconds
from benchmarks.result import Line, at_most
from benchmarks.workbench import Workbench
from pygame import Surface

from replay.viewer.chooser import Chooser
from replay.viewer.model.recording_list import RecordingList

TOPIC = "list"
FILES = 5_000
SIZE = 1280, 720
LIMIT_MS = 300


def lines(bench: Workbench) -> Iterator[Line]:
    folder = _folder(bench)
    _first_picture(folder)  # fonts are loaded once
    ours = best(bench.effort.slow, lambda: _first_picture(folder)) * 1e3
    bars = (at_most(ours, LIMIT_MS, "ms"),)
    yield Line(TOPIC, "recordings of a folder, the first picture", FILES, "ms", ours, bars=bars)
    filled = seconds(lambda: _fill_in(folder))
    yield Line(TOPIC, "until all of them are described", FILES, "s", filled)


def _folder(bench: Workbench) -> Path:
    """Make a folder of many recordings."""
    folder = bench.folder / "list"
    folder.mkdir()
    one = bench.recorded(bench.growth[0], True).path
    for number in range(FILES):
        os.link(one, folder / f"{number}.replay")
    return folder


def _first_picture(folder: Path) -> None:
    chooser = Chooser([folder], SIZE, lambda: None)
    assert chooser.paint(Surface(SIZE))


def _fill_in(folder: Path) -> None:
    recordings = RecordingList([folder])
    while (due := recordings.due_ms()) is not None:
        time.sleep(due / 1000)
        recordings.advance(due)
    assert recordings.described == len(recordings) == FILES
