"""Somebody opens a recording in a real window, and drags a real mouse along its timeline."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from replay.ui.theme import WHITE
from replay.viewer.layout import lay_out

SECONDS = 20


@pytest.fixture
def match(tmp_path: Path, played: Callable[[Path, int], None]) -> Path:
    path = tmp_path / "match.replay"
    played(path, SECONDS)
    return path


def test_dragging_along_the_timeline_shows_another_moment(display: Any, match: Path) -> None:
    viewer = display.start(sys.executable, "-m", "replay", "view", str(match))
    left, top, width, height = display.window("replay")
    layout = lay_out((width, height), (1280, 720), 7, 2)
    stage = layout.stage.left + left, layout.stage.top + top, *layout.stage.size
    row = top + layout.lane_rows[1].middle[1]
    quarter = left + layout.strip.left + layout.strip.width // 4
    three_quarters = left + layout.strip.left + layout.strip.width * 3 // 4

    above = top + layout.density.middle[1]

    def playhead_is_at(x: int) -> bool:
        seen = display.picture()
        return all(seen.get_at((x, above + dy))[:3] == WHITE[:3] for dy in (-8, 0, 8))

    display.hand("mousemove", quarter, row, "mousedown", 1)
    display.wait_until(lambda: playhead_is_at(quarter), "the playhead is where the mouse is")
    before = display.pixels(stage)
    for part in range(1, 11):
        display.hand("mousemove", quarter + (three_quarters - quarter) * part // 10, row)
    display.wait_until(lambda: playhead_is_at(three_quarters), "it has followed the mouse")
    display.wait_until(lambda: display.pixels(stage) != before, "the picture shows that moment")
    display.hand("mouseup", 1, "key", "space", "key", "Home")
    display.wait_until(lambda: not playhead_is_at(three_quarters), "Home leads away from there")
    display.hand("key", "Escape")

    assert viewer.wait(30) == 0


def test_full_screen_and_back_leaves_the_window_as_it_was(display: Any, match: Path) -> None:
    viewer = display.start(sys.executable, "-m", "replay", "view", str(match))
    *_, width, height = display.window("replay")

    def size() -> tuple[int, int]:
        return display.window("replay")[2:]

    display.hand("key", "space", "key", "f")
    display.wait_until(lambda: size() > (width, height), "it fills the screen")
    display.hand("key", "f")
    display.wait_until(lambda: size() == (width, height), "it is as large as before")
    display.hand("key", "Escape")

    assert viewer.wait(30) == 0


def test_escape_leaves_the_full_screen_and_only_then_the_recording(
    display: Any, match: Path
) -> None:
    viewer = display.start(sys.executable, "-m", "replay", "view", str(match))
    *_, width, height = display.window("replay")

    def size() -> tuple[int, int]:
        return display.window("replay")[2:]

    display.hand("key", "f")
    display.wait_until(lambda: size() > (width, height), "it fills the screen")
    display.hand("key", "Escape")
    display.wait_until(lambda: size() == (width, height), "it is as large as before")
    assert viewer.poll() is None
    display.hand("key", "Escape")

    assert viewer.wait(30) == 0
