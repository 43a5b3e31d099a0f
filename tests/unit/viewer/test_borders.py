"""Borders between panels are dragged with the mouse, put back, and remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pygame
import pytest
from pygame.event import Event

from replay.playback.commands import Border
from replay.ui import scale
from replay.viewer.arranging import Edge
from replay.viewer.memory import Memory
from replay.viewer.viewer import Viewer
from replay.viewer.window import view_recording

Watch = Callable[..., Viewer]
ESCAPE = Event(pygame.KEYDOWN, key=pygame.K_ESCAPE, mod=0, unicode="")


def edge_of(viewer: Viewer, border: Border) -> Edge:
    return next(edge for edge in viewer.scene.layout.edges if edge.border is border)


def moved(position: tuple[int, int], *, held: bool) -> Event:
    return Event(pygame.MOUSEMOTION, pos=position, rel=(0, 0), buttons=(int(held), 0, 0))


def clicked(position: tuple[int, int], button: int = 1) -> Event:
    return Event(pygame.MOUSEBUTTONDOWN, pos=position, button=button)


def drag(viewer: Viewer, border: Border, across: int, down: int) -> None:
    x, y = edge_of(viewer, border).box.middle
    viewer.handle(moved((x, y), held=False))
    viewer.handle(clicked((x, y)))
    for part in (1, 2, 3):
        viewer.handle(moved((x + across * part // 3, y + down * part // 3), held=True))
    viewer.handle(Event(pygame.MOUSEBUTTONUP, pos=(x + across, y + down), button=1))


def test_the_picture_gives_room_to_the_panels_and_takes_it_back(watch: Watch) -> None:
    viewer = watch()
    before = viewer.scene.layout

    drag(viewer, Border.STAGE, -200, 0)
    after = viewer.scene.layout
    assert after.events.width == before.events.width + 200
    assert after.stage.width == before.stage.width - 200

    viewer.handle(moved(edge_of(viewer, Border.STAGE).box.middle, held=False))
    viewer.handle(clicked(edge_of(viewer, Border.STAGE).box.middle, button=3))
    assert viewer.scene.layout == before


def test_panels_and_timeline_are_made_higher(watch: Watch) -> None:
    viewer = watch()
    before = viewer.scene.layout

    drag(viewer, Border.PANELS, 0, 40)
    assert viewer.scene.layout.inspector.height == before.inspector.height + 40

    drag(viewer, Border.LANES, 0, 200)
    assert viewer.scene.layout.lane_rows == ()
    drag(viewer, Border.LANES, 0, -200)
    assert len(viewer.scene.layout.lane_rows) == len(viewer.session.lanes)


def test_a_drag_on_a_border_does_nothing_else(watch: Watch) -> None:
    viewer = watch()
    frame = viewer.playhead.frame

    drag(viewer, Border.LANES, 300, 60)

    assert viewer.playhead.frame == frame
    assert not viewer.mouse.scrubbing


def test_the_cursor_says_what_can_be_dragged(watch: Watch) -> None:
    viewer = watch()
    assert viewer.cursor == pygame.SYSTEM_CURSOR_ARROW
    for border, cursor in (
        (Border.STAGE, pygame.SYSTEM_CURSOR_SIZEWE),
        (Border.PANELS, pygame.SYSTEM_CURSOR_SIZENS),
        (Border.LANES, pygame.SYSTEM_CURSOR_SIZENS),
    ):
        viewer.handle(moved(edge_of(viewer, border).box.middle, held=False))
        assert viewer.cursor == cursor
    viewer.handle(moved(viewer.scene.layout.stage.middle, held=False))
    assert viewer.cursor == pygame.SYSTEM_CURSOR_ARROW


@pytest.mark.parametrize("size", [(900, 1400), (2560, 1080), (640, 400)])
def test_each_kind_of_window_has_borders_of_its_own(watch: Watch, size: tuple[int, int]) -> None:
    viewer = watch(size=size)
    before = viewer.scene.layout
    edge = edge_of(viewer, Border.STAGE)

    drag(viewer, Border.STAGE, *((-60, 0) if edge.across else (0, -60)))

    assert viewer.scene.layout.stage.size != before.stage.size
    viewer.resize((1280, 720))
    own = Viewer(viewer.session, (1280, 720), lambda: None).scene.layout
    assert (viewer.scene.layout == own) is (size != (2560, 1080))


def test_what_finds_no_room_is_shown_instead_of_the_events(
    watch: Watch, press: Callable[..., None]
) -> None:
    viewer = watch(size=(640, 400), cards=lambda state, frame: eight_cards())
    assert not viewer.scene.layout.inspector.height

    press(viewer, "F3")
    assert viewer.scene.layout.inspector.height
    assert not viewer.scene.layout.events.height
    press(viewer, "F2")
    assert viewer.scene.layout.events.height
    press(viewer, "F4")
    assert viewer.scene.layout.lane_rows


def eight_cards() -> list[Any]:
    from replay.games import PlayerCard

    return [PlayerCard(f"P{n}", "#e0605e", [], []) for n in range(8)]


def test_borders_and_scale_are_remembered(
    record: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, installed: Any
) -> None:
    path, memory = record(), Memory()
    larger = Event(pygame.KEYDOWN, key=pygame.K_EQUALS, mod=pygame.KMOD_LCTRL, unicode="=")
    edge: list[Edge] = []
    init = Viewer.__init__

    def noted(viewer: Viewer, *arguments: Any, **named: Any) -> None:
        init(viewer, *arguments, **named)
        edge.append(edge_of(viewer, Border.STAGE))

    monkeypatch.setattr(Viewer, "__init__", noted)
    sizes: list[float] = []

    def get() -> list[Event]:
        sizes.append(scale.used())
        x, y = edge[0].box.middle
        steps: list[list[Event]] = [
            [moved((x, y), held=False), clicked((x, y)), moved((x - 100, y), held=True)],
            [Event(pygame.MOUSEBUTTONUP, pos=(x - 100, y), button=1)],
            [larger],
            [],
            [ESCAPE],
        ]
        return steps[len(sizes) - 1]

    monkeypatch.setattr(pygame.event, "get", get)
    view_recording(path)

    assert sizes == [1.0, 1.0, 1.0, 1.25, 1.25]
    assert scale.used() == 1.0  # for whoever draws next
    assert memory.scale == 1.25
    assert list(memory.borders) == [edge[0].name]


@pytest.mark.parametrize(
    "content", ['{"scale": "big", "borders": 3}', '{"scale": NaN, "borders": {"a": "b", "c": 7}}']
)
def test_a_memory_that_makes_no_sense_is_not_used(content: str, tmp_path: Path) -> None:
    path = tmp_path / "viewer.json"
    path.write_text(content)
    memory = Memory(path)

    scale.wish(memory.scale or 1.0)
    assert scale.wished() in scale.STEPS
    assert memory.borders == {}


def test_showing_the_players_instead_of_the_events_is_taken_back_whole(
    watch: Watch, press: Callable[..., None]
) -> None:
    viewer = watch(size=(640, 400), cards=lambda state, frame: eight_cards())
    before = viewer.scene.layout

    press(viewer, "F3", "F3")

    assert viewer.scene.layout == before


@pytest.mark.parametrize("size", [(1280, 720), (2560, 1080), (640, 400)])
def test_no_panel_can_be_made_too_narrow_to_read(watch: Watch, size: tuple[int, int]) -> None:
    viewer = watch(size=size)
    for across in (-3000, 6000):
        drag(viewer, Border.STAGE, across, 0)
        layout = viewer.scene.layout
        assert min(layout.stage.width, layout.events.width, layout.inspector.width) >= 220
