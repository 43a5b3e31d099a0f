"""A right click, or the menu key, offers what can be done with what is there."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest
from pygame.event import Event

from replay.playback.commands import SeekTo
from replay.viewer.menu_items import items_at
from replay.viewer.outcome import PlayOn
from replay.viewer.overlays.menu import ROW, Menu
from replay.viewer.viewer import Viewer

Watch = Callable[..., Viewer]
Press = Callable[..., None]
Point = tuple[int, int]


def asked(viewer: Viewer, at: Point) -> Menu:
    motion = Event(pygame.MOUSEMOTION, pos=at, rel=(1, 1), buttons=(0, 0, 0))
    viewer.handle(motion)
    viewer.handle(Event(pygame.MOUSEBUTTONDOWN, pos=at, button=3))
    assert isinstance(viewer.overlay, Menu)
    return viewer.overlay


def words(menu: Menu) -> list[str]:
    return [item.words for item in menu._items]


def take(viewer: Viewer, menu: Menu, line: str) -> None:
    number = words(menu).index(line)
    box = menu.box(viewer.scene.layout.window)
    at = box.left + 20, box.top + 8 + number * ROW + ROW // 2 - 2
    viewer.handle(Event(pygame.MOUSEMOTION, pos=at, rel=(1, 1), buttons=(0, 0, 0)))
    assert menu.chosen == number
    viewer.handle(Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))


def second_row(viewer: Viewer) -> Point:
    return viewer.panels.events.spots(viewer.scene)[1].middle


@pytest.fixture
def paused(watch: Watch, press: Press) -> Viewer:
    viewer = watch(play_on=lambda path, frame, player: None)
    press(viewer, "Space")
    return viewer


def test_an_event_is_gone_to_or_asked_about(paused: Viewer) -> None:
    row = paused.session.rows(paused.session.listed(quiet=False), 1, 2)[0]
    menu = asked(paused, second_row(paused))
    assert words(menu)[1] == f"What led to this: {row.object}"
    assert words(menu)[2].startswith("Take over at ")

    take(paused, menu, words(menu)[1])

    assert paused.overlay is None
    assert paused.playhead.frame == row.frame
    assert paused.scene.blamed is not None


def test_from_a_row_one_takes_over(paused: Viewer) -> None:
    menu = asked(paused, second_row(paused))
    frame = paused.session.listed(quiet=False).frame(1)
    take(paused, menu, words(menu)[2])
    assert paused.outcome == PlayOn(frame, 0)


def test_lanes_lead_to_their_events(paused: Viewer) -> None:
    row = paused.scene.layout.lane_rows[0]
    menu = asked(paused, (row.left + row.width // 2, row.middle[1]))
    lane = paused.session.lanes[0].name
    after = paused.session.index.group(2).after(paused.scene.axis.frame_from_x(row.middle[0]))

    take(paused, menu, f"Next of “{lane}”")

    assert paused.playhead.frame == after


def test_a_card_is_chosen_and_its_slots_are_blamed_at_once(paused: Viewer) -> None:
    paused.do(SeekTo(300))
    inspector = paused.panels.inspector
    bo = inspector.spots(paused.scene)[1]
    menu = asked(paused, (bo.left + 12, bo.middle[1]))
    take(paused, menu, "Choose Bo")
    assert paused.scene.player == 1

    slot = inspector.spots(paused.scene)[-1].middle
    paused.handle(Event(pygame.MOUSEBUTTONDOWN, pos=slot, button=3))
    assert paused.overlay is None
    assert paused.scene.blamed is not None


def test_by_keyboard(paused: Viewer, press: Press) -> None:
    while paused.focus.panel != "events":
        press(paused, "F6")
    press(paused, "Shift+F10")
    menu = paused.overlay
    assert isinstance(menu, Menu)
    assert menu.chosen == 0

    press(paused, "Up", "Up", "Down", "Down", "Down")
    assert menu.chosen == 1
    frame = paused.playhead.frame
    press(paused, "End")
    assert paused.playhead.frame == frame  # it goes to the menu
    press(paused, "Escape")
    assert paused.overlay is None
    assert paused.outcome is None
    assert paused.focus.panel == "events"


def test_a_click_beside_the_menu_closes_it_and_does_nothing_else(paused: Viewer) -> None:
    menu = asked(paused, paused.scene.layout.header.middle)
    frame = paused.playhead.frame
    strip = paused.scene.layout.strip

    paused.handle(Event(pygame.MOUSEBUTTONDOWN, pos=strip.middle, button=1))

    assert paused.overlay is None
    assert paused.playhead.frame == frame
    assert "Full screen" in words(menu)


@pytest.mark.parametrize("size", [(640, 400), (1280, 720), (900, 1400)])
def test_a_menu_lies_in_the_window_wherever_it_is_opened(watch: Watch, size: Point) -> None:
    viewer = watch(size=size)
    for at in [(1, 1), (size[0] - 2, 1), (1, size[1] - 2), (size[0] - 2, size[1] - 2)]:
        menu = Menu(items_at(viewer.scene, viewer.panels, at), at, chosen=None)
        assert menu.box(viewer.scene.layout.window).within(viewer.scene.layout.window)
