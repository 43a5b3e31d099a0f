"""Somebody plays Packrat with real keys, then watches the match and drags through it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from game.model.events import SCHEMA, Dropped, Facts, InputChanged, Taken
from game.model.fold import MatchState
from game.model.inputs import Held
from game.model.nests import nest_at
from game.model.room import SUBPIXELS
from game.model.state import NOBODY, Match
from game.viewing.plugin import GAME
from replay import Event, Recording, Timeline
from replay.errors import NotARecording
from replay.ui.theme import WHITE
from replay.viewer.layout import lay_out

SECONDS = 20
ME = 0
NEAR = 24 * SUBPIXELS
KEYS = {"x": ("a", "d"), "y": ("w", "s")}


class Eyes:
    """Sees the match as it is being recorded."""

    def __init__(self, path: Path) -> None:
        self.recording = Recording(path, SCHEMA)

    def events(self, wanted: type) -> list[Event[Any]]:
        self.recording.refresh()
        events = self.recording.events()
        return [e for e in events if isinstance(e.data, wanted) and e.data.player == ME]

    def now(self) -> tuple[Match, int]:
        self.recording.refresh()
        frame = self.recording.frames - 1
        return Timeline(self.recording, MatchState()).at(frame), frame


def nearest_thing(state: Match, frame: int) -> tuple[int, int]:
    x, y = state.players[ME].position(frame)
    lying = [
        (abs(thing.x - x) + abs(thing.y - y), thing.x, thing.y)
        for thing in state.items
        if thing.holder == NOBODY and nest_at(state, thing.x, thing.y) != ME
    ]
    return min(lying)[1:]


class Hands:
    """Holds down the keys that lead to a place, and lets go of the others."""

    def __init__(self, display: Any) -> None:
        self.display = display
        self.held: set[str] = set()

    def hold(self, wanted: set[str]) -> None:
        for key in self.held - wanted:
            self.display.hand("keyup", key)
        for key in wanted - self.held:
            self.display.hand("keydown", key)
        self.held = wanted

    def walk_to(self, eyes: Eyes) -> None:
        """Walk until the nearest thing is within reach."""

        def arrived() -> bool:
            state, frame = eyes.now()
            target = nearest_thing(state, frame)
            place = state.players[ME].position(frame)
            wanted = set()
            for (less, more), here, there in zip(KEYS.values(), place, target, strict=True):
                if abs(there - here) > NEAR:
                    wanted.add(more if there > here else less)
            self.hold(wanted)
            return not wanted

        self.display.wait_until(arrived, "a thing is within reach")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mine.replay"


def begun(path: Path) -> Iterator[bool]:
    while True:
        try:
            yield Recording(path, SCHEMA).frames > 5
        except (FileNotFoundError, NotARecording):
            yield False


def test_a_match_is_played_with_keys_and_watched_with_the_mouse(display: Any, path: Path) -> None:
    options = ["--bots", "1", "--seed", "7", "--seconds", str(SECONDS), "--record", str(path)]
    display.start(sys.executable, "-m", "game", *options)
    left, top, width, height = display.window("packrat")
    display.hand("key", "Return")
    display.wait_until(begun(path).__next__, "the match is being recorded")
    eyes, hands = Eyes(path), Hands(display)

    hands.walk_to(eyes)
    display.hand("key", "e")
    display.wait_until(lambda: eyes.events(Taken), "something is picked up")
    display.hand("key", "q")
    display.wait_until(lambda: eyes.events(Dropped), "it is dropped")

    taken, dropped = eyes.events(Taken)[0], eyes.events(Dropped)[0]
    assert taken.data.item == dropped.data.item
    presses = [(e.frame, e.data.held) for e in eyes.events(InputChanged)]
    assert any(frame == taken.frame and held & Held.TAKE for frame, held in presses)
    assert any(frame == dropped.frame and held & Held.DROP for frame, held in presses)

    def over() -> bool:
        eyes.recording.refresh()
        return eyes.recording.closed

    display.wait_until(over, "the match is over")
    assert eyes.recording.complete
    assert eyes.recording.frames == SECONDS * 60 + 1
    assert [e.type for e in eyes.recording.events()][-1] is Facts.MATCH_ENDED

    watch(display, (left, top, width, height))


def watch(display: Any, window: tuple[int, int, int, int]) -> None:
    """In the viewer that "watch it" opened: a drag along the timeline changes the picture."""
    left, top, width, height = window
    layout = lay_out((width, height), (1280, 720), len(GAME.lanes), 2)
    stage = layout.stage.left + left, layout.stage.top + top, *layout.stage.size
    row = top + layout.lane_rows[1].middle[1]
    places = [left + layout.strip.left + layout.strip.width * part // 8 for part in (2, 6)]

    def playhead_is_at(x: int) -> bool:
        ground = display.picture()
        return all(ground.get_at((x, row + dy))[:3] == WHITE[:3] for dy in (-3, 0, 3))

    def opened() -> bool:
        display.hand("key", "Return")  # "watch it", as soon as the result is there
        deadline = time.monotonic() + 2
        while time.monotonic() < deadline:
            if "replay" in display.hand("getactivewindow", "getwindowname"):
                return True
        return False

    def grabbed() -> bool:
        display.hand("mouseup", 1, "mousemove", places[0], row, "mousedown", 1)
        return playhead_is_at(places[0])

    display.wait_until(opened, "the viewer is open")
    display.wait_until(grabbed, "its playhead follows the mouse")
    before = display.pixels(stage)
    display.hand("mousemove", places[1], row)
    display.wait_until(lambda: playhead_is_at(places[1]), "it has followed the mouse")
    display.wait_until(lambda: display.pixels(stage) != before, "the picture shows that moment")
    display.hand("mouseup", 1)


def test_full_screen_and_back_leaves_the_match_running(display: Any, path: Path) -> None:
    options = ["--bots", "1", "--seed", "7", "--record", str(path)]
    display.start(sys.executable, "-m", "game", *options)
    *_, width, height = display.window("packrat")

    def size() -> tuple[int, int]:
        return display.window("packrat")[2:]

    display.hand("key", "Return")
    display.wait_until(begun(path).__next__, "the match is being recorded")
    display.hand("key", "F11")
    display.wait_until(lambda: size() > (width, height), "it fills the screen")
    frames = Recording(path, SCHEMA).frames
    display.wait_until(lambda: Recording(path, SCHEMA).frames > frames + 30, "it goes on")
    display.hand("key", "alt+Return")
    display.wait_until(lambda: size() == (width, height), "it is as large as before")
