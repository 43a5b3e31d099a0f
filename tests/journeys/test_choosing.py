"""Somebody looks for a recording in the list: sorts it, searches it, opens what is found."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from replay.viewer.chooser_head import head_boxes
from replay.viewer.chooser_layout import lay_out
from replay.viewer.model.entries import LENGTH

SECONDS = {"alpha": 3, "beta": 9, "gamma": 6}


@pytest.fixture
def folder(tmp_path: Path, played: Callable[[Path, int], None]) -> Path:
    folder = tmp_path / "matches"
    folder.mkdir()
    for name, seconds in SECONDS.items():
        played(folder / f"{name}.replay", seconds)
    return folder


def test_a_recording_is_found_by_sorting_and_by_searching(display: Any, folder: Path) -> None:
    viewer = display.start(sys.executable, "-m", "replay", "view", str(folder))
    left, top, *size = display.window("replay")
    layout = lay_out((size[0], size[1]))
    head = next(box for column, box in head_boxes(layout) if column is LENGTH)
    first = layout.row(0).middle

    def title() -> str:
        return str(display.hand("getactivewindow", "getwindowname")).strip()

    def at(place: tuple[int, int]) -> tuple[int, int]:
        return left + place[0], top + place[1]

    def order() -> bytes:
        rows = layout.rows
        return bytes(display.pixels((left + rows.left, top + rows.top, rows.width, rows.height)))

    display.wait_until(lambda: title() == "replay", "the list is there")
    before = order()
    display.hand("mousemove", *at(head.middle), "click", 1)
    display.wait_until(lambda: order() != before, "it is sorted by length")
    display.hand("mousemove", *at(first), "click", 1)
    display.wait_until(lambda: title().startswith("beta.replay"), "the longest is open")

    display.hand("key", "Escape")
    display.wait_until(lambda: title() == "replay", "the list is back")
    before = order()
    display.hand("type", "/gam")
    display.wait_until(lambda: order() != before, "only what matches is listed")
    display.hand("key", "Return")
    display.wait_until(lambda: title().startswith("gamma.replay"), "what was found is open")
    display.hand("key", "Escape")
    display.wait_until(lambda: title() == "replay", "the list is back")
    display.hand("key", "Escape", "key", "Escape")

    assert viewer.wait(30) == 0
