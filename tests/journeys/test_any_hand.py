"""Somebody uses the viewer in a real window: borders, scale, themes, tabs, the keyboard alone."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pygame
import pytest
from pygame.event import Event

from replay.playback.commands import Border, SeekTo
from replay.ui import scale, theme
from replay.ui.box import Box
from replay.viewer.model.session import open_session
from replay.viewer.viewer import Viewer

RIVALS = Path(__file__).parents[2] / "recordings" / "two-rivals.replay"


class Hand:
    """A viewer in a real window, and one without a window that is told the same."""

    def __init__(self, display: Any, *arguments: str) -> None:
        self.display = display
        display.env["XDG_DATA_HOME"] = str(display.folder / "data")
        self.program = display.start(sys.executable, "-m", "replay", "view", *arguments)
        self.left, self.top, *size = display.window("replay")
        self.size = size[0], size[1]

    def key(self, *names: str) -> None:
        self.display.hand("key", *names)

    def move(self, at: tuple[int, int], *more: str | int) -> None:
        self.display.hand("mousemove", self.left + at[0], self.top + at[1], *more)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        self.move(start, "mousedown", 1)
        for part in range(1, 5):
            x = start[0] + (end[0] - start[0]) * part // 4
            self.move((x, start[1] + (end[1] - start[1]) * part // 4), "sleep", "0.05")
        self.display.hand("mouseup", 1)

    def shows(self, viewer: Viewer, box: Box, what: str) -> None:
        """Wait until a part of the window looks as it does without a window."""
        surface = pygame.Surface(self.size)
        viewer.repaint()
        viewer.paint(surface)
        where = pygame.Rect(*(scale.px(side) for side in box)).clip(surface.get_rect())
        expected = pygame.image.tobytes(surface.subsurface(where), "RGB")
        area = self.left + where.left, self.top + where.top, where.width, where.height
        self.display.wait_until(lambda: self.display.pixels(area) == expected, what)

    def leave(self) -> None:
        self.key("Escape")
        assert self.program.wait(30) == 0

    @property
    def remembered(self) -> dict[str, Any]:
        path = self.display.folder / "data" / "replay" / "viewer.json"
        found: dict[str, Any] = json.loads(path.read_text())
        return found


@pytest.fixture(autouse=True)
def _painting() -> Iterator[None]:
    pygame.display.init()
    pygame.display.set_mode((1, 1))
    yield
    pygame.display.quit()


def opened(path: Path, size: tuple[int, int], frame: int, shares: dict[str, float]) -> Viewer:
    viewer = Viewer(open_session(path), size, lambda: None, shares)
    while not viewer.session.index.done:
        viewer.session.learn(viewer.session.first, 100_000)
    viewer.do(SeekTo(frame))
    return viewer


def edge(viewer: Viewer, border: Border) -> Box:
    return next(one.box for one in viewer.scene.layout.edges if one.border is border)


def test_borders_scale_and_theme_are_changed_and_remembered(
    display: Any, tmp_path: Path, played: Callable[[Path, int], None]
) -> None:
    path, frame = tmp_path / "match.replay", 400
    played(path, 15)
    hand = Hand(display, f"{path}#f={frame}")
    plain = opened(path, hand.size, frame, {})
    with closing(plain.session):
        hand.shows(plain, plain.scene.layout.events, "the link's frame is shown, paused")
        middle = edge(plain, Border.STAGE).middle
        hand.drag(middle, (middle[0] - 120, middle[1]))
        hand.move((5, 5))
        hand.key("F7", "F4")
        hand.leave()
    assert hand.remembered["theme"] == "light"
    (share,) = hand.remembered["borders"].values()
    assert 0.2 < share < 0.6

    again = Hand(display, f"{path}#f={frame}")
    theme.use("light")
    shares = dict(again.remembered["borders"])
    moved = opened(path, again.size, frame, shares)
    with closing(moved.session):
        assert moved.scene.layout.events.width > plain.scene.layout.events.width + 100
        again.shows(moved, moved.scene.layout.events, "the border is where it was left")
        again.key("ctrl+equal")
        scale.use(1.25)
        moved.resize((scale.units_for(again.size[0]), scale.units_for(again.size[1])))
        again.shows(moved, moved.scene.layout.events, "everything is larger")
        again.leave()
    assert again.remembered["scale"] == 1.25


def test_the_wheel_zooms_at_the_pointer_and_shift_snaps(
    display: Any, tmp_path: Path, played: Callable[[Path, int], None]
) -> None:
    path, frame = tmp_path / "match.replay", 300
    played(path, 15)
    hand = Hand(display, f"{path}#f={frame}")
    viewer = opened(path, hand.size, frame, {})
    with closing(viewer.session):
        row = viewer.scene.layout.lane_rows[0]
        at = row.left + row.width // 4, row.middle[1]
        hand.move(at, "click", "--repeat", 3, "--delay", 60, 4)
        hand.move((5, 5))
        viewer.handle(Event(pygame.MOUSEMOTION, pos=at, rel=(1, 1), buttons=(0, 0, 0)))
        for _ in range(3):
            viewer.handle(Event(pygame.MOUSEWHEEL, x=0, y=1))
        viewer.handle(Event(pygame.MOUSEMOTION, pos=(5, 5), rel=(1, 1), buttons=(0, 0, 0)))
        hand.shows(viewer, viewer.scene.layout.strip, "the timeline is zoomed at the pointer")

        axis = viewer.scene.axis
        near = viewer.session.listed(quiet=False).after(axis.start + 5)
        assert near is not None
        x = axis.x_from_frame(near)
        display.hand("keydown", "shift")
        hand.move((x - 3, row.middle[1]), "mousedown", 1, "sleep", "0.1")
        hand.move((x - 2, row.middle[1]), "mouseup", 1)
        display.hand("keyup", "shift")
        hand.move((5, 5))
        viewer.do(SeekTo(near))
        hand.shows(viewer, viewer.scene.layout.stage, "it went to the event")
        hand.key("shift+BackSpace")
        viewer.do(SeekTo(frame))
        hand.shows(viewer, viewer.scene.layout.stage, "the jump was taken back")
        hand.leave()


def test_tabs_are_turned_in_a_real_window(
    display: Any, tmp_path: Path, played: Callable[[Path, int], None]
) -> None:
    for name in ("one", "two"):
        played(tmp_path / f"{name}.replay", 5)
    hand = Hand(display, str(tmp_path / "one.replay"), str(tmp_path / "two.replay"))

    def title() -> str:
        return str(display.hand("getactivewindow", "getwindowname")).strip()

    for keys, name in (("", "one"), ("ctrl+Next", "two"), ("ctrl+Next", "one"), ("ctrl+w", "two")):
        if keys:
            hand.key(keys)
        display.wait_until(lambda name=name: title().startswith(name), f"{name} is shown")
    hand.leave()


def test_by_keyboard_alone_from_the_list_to_playing_on(display: Any, tmp_path: Path) -> None:
    shutil.copy(RIVALS, tmp_path / "match.replay")
    hand = Hand(display, str(tmp_path))
    hand.key("Return")
    display.wait_until(
        lambda: "match.replay" in display.hand("getactivewindow", "getwindowname"), "it is opened"
    )
    hand.key("space", "5")
    hand.key("F6", "F6", "F6")  # the picture, the players, the events
    hand.key("Down", "Return")
    hand.key("Menu", "Up", "Up", "Up", "Return")  # taking over is the last but two
    data = display.folder / "data"
    display.wait_until(lambda: [*data.glob("**/*-branch1.replay")], "a branch is being played")
