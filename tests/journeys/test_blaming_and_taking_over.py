"""Somebody asks with a real mouse what led to a thing, and plays on from there with real keys."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from game.match import LiveMatch
from game.model.events import SCHEMA, InputChanged, Mind
from game.model.fold import MatchState
from game.model.inputs import Held
from game.model.room import SUBPIXELS
from game.model.state import NOBODY
from replay import Recorder, Recording, Timeline
from replay.errors import NotARecording
from replay.ui.theme import WHITE
from replay.viewer.layout import lay_out
from replay.viewer.model.axis import Axis

SECONDS = 30
FORK = SECONDS * 60 * 2 // 3
BOTS = [Mind.HOARDER, Mind.THIEF]


@pytest.fixture
def match(tmp_path: Path) -> Path:
    path = tmp_path / "match.replay"
    metadata = {"seed": 7}
    with Recorder(path, SCHEMA, projection=MatchState(), metadata=metadata, live=False) as recorder:
        live = LiveMatch(recorder, seed=7, minds=BOTS, length=SECONDS * 60)
        while not live.ended:
            live.advance({})
    return path


def a_thing_that_was_carried(match: Path, frame: int) -> tuple[int, int]:
    """Where a thing lies that somebody had before: the middle of its picture."""
    with Recording(match, SCHEMA) as recording:
        state = Timeline(recording, MatchState()).at(frame)
    lying = [thing for thing in state.items if thing.holder == NOBODY and thing.owner != NOBODY]
    return lying[-1].x // SUBPIXELS, lying[-1].y // SUBPIXELS


def branch_in(folder: Path) -> Iterator[Recording | None]:
    while True:
        try:
            found = [*folder.glob("packrat/recordings/*-branch1.replay")]
            yield Recording(found[0], SCHEMA) if found else None
        except NotARecording:
            yield None


def test_a_thing_is_blamed_and_the_match_taken_over(display: Any, match: Path) -> None:
    before = match.read_bytes()
    display.env["XDG_DATA_HOME"] = str(display.folder)
    viewer = display.start(sys.executable, "-m", "replay", "view", str(match))
    left, top, width, height = display.window("replay")
    size = width, height
    layout = lay_out(size, (1280, 720), 7, len(BOTS))
    panel = lay_out(size, (1280, 720), 7, len(BOTS), blaming=True).blame
    here = left + layout.strip.left + layout.strip.width * 2 // 3
    row = top + layout.lane_rows[1].middle[1]

    def playhead_is_at(x: int) -> bool:
        ground = display.picture()
        return all(ground.get_at((x, row + dy))[:3] == WHITE[:3] for dy in (-3, 0, 3))

    display.hand("key", "space", "mousemove", here, row, "click", 1)
    display.wait_until(lambda: playhead_is_at(here), "the playhead is where the mouse clicked")
    frame = frame_at(layout, here - left)
    x, y = a_thing_that_was_carried(match, frame)
    picture = layout.picture
    pointed = picture.left + x * picture.width // 1280, picture.top + y * picture.height // 720
    without = display.pixels((left + panel.left, top + panel.top, *panel.size))
    display.hand("mousemove", left + pointed[0], top + pointed[1], "click", 3)
    display.wait_until(
        lambda: display.pixels((left + panel.left, top + panel.top, *panel.size)) != without,
        "what led to it is shown",
    )
    display.hand("mousemove", left + panel.middle[0], top + panel.top + 60, "click", 1)
    display.wait_until(lambda: not playhead_is_at(here), "a click on a step leads elsewhere")

    display.hand("key", "Escape", "mousemove", here, row, "click", 1)
    display.wait_until(lambda: playhead_is_at(here), "the playhead is back")
    display.hand("key", "Return")
    take_over(display, match, frame)
    display.wait_until(lambda: match.read_bytes() == before, "the parent is as it was")
    display.wait_until(lambda: not playhead_is_at(here), "the branch is shown")
    display.hand("key", "Escape")
    display.wait_until(lambda: playhead_is_at(here), "the parent is shown again, where it was left")
    display.hand("key", "Escape")
    assert viewer.wait(30) == 0


def frame_at(layout: Any, x: int) -> int:
    return Axis(layout.strip.left, layout.strip.width, 0, SECONDS * 60 + 1).frame_from_x(x)


def take_over(display: Any, match: Path, frame: int) -> None:
    """Walk to the left as soon as the countdown lets, then give up and see the branch."""
    branches = branch_in(display.folder)
    display.hand("keydown", "a")
    display.wait_until(lambda: next(branches), "the countdown is over and a branch begun")
    display.wait_until(lambda: own_inputs(next(branches), frame), "the person's wish is recorded")
    display.hand("keyup", "a", "key", "Escape", "key", "Down", "key", "Return")
    display.wait_until(lambda: next(branches).closed, "the branch is closed")

    branch = next(branches)
    assert branch.lineage[-1]["frame"] == frame
    assert branch.lineage[-1]["name"] == match.name
    assert branch.path.name == "match-branch1.replay"


def own_inputs(branch: Any, frame: int) -> list[Any]:
    events = branch.events(start=frame + 1)
    inputs = [e.data for e in events if isinstance(e.data, InputChanged) and e.data.player == 0]
    return [wish for wish in inputs if wish.held == Held.LEFT]
