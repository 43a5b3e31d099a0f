"""Everything can be done by keyboard alone: F6 goes to a panel, arrows go on in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pygame
import pytest

from replay.playback.commands import SeekTo
from replay.viewer.overlays.menu import Menu
from replay.viewer.viewer import Viewer

Watch = Callable[..., Viewer]
Press = Callable[..., None]


def focus(viewer: Viewer, press: Press, panel: str) -> None:
    for _ in range(7):
        press(viewer, "F6")
        if viewer.focus.panel == panel:
            return
    pytest.fail(f"F6 never came to {panel}")


def picture_of(viewer: Viewer) -> bytes:
    surface = pygame.Surface((1280, 720))
    viewer.repaint()
    viewer.paint(surface)
    return pygame.image.tobytes(surface, "RGB")


def test_f6_goes_round_all_panels_that_are_shown(watch: Watch, press: Press) -> None:
    viewer, seen = watch(), []
    for _ in range(6):
        press(viewer, "F6")
        seen.append(viewer.focus.panel)
    assert seen == ["stage", "inspector", "events", "transport", "strip", "stage"]
    press(viewer, "Shift+F6")
    assert viewer.focus.panel == "strip"
    press(viewer, "F2")
    press(viewer, "Shift+F6", "Shift+F6")
    assert viewer.focus.panel == "inspector"


def test_the_focus_is_seen_and_escape_ends_it(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "Space")
    plain = picture_of(viewer)

    press(viewer, "F6", "F6")
    shown = picture_of(viewer)
    assert shown != plain
    press(viewer, "Right")
    assert picture_of(viewer) != shown
    press(viewer, "Escape")

    assert viewer.outcome is None
    assert viewer.focus.panel is None
    assert not viewer.scene.focused


def test_an_event_is_chosen_with_arrows_and_enter(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "Space")
    focus(viewer, press, "events")

    press(viewer, "Down", "Down", "Enter")

    row = viewer.session.rows(viewer.session.listed(quiet=False), 2, 3)[0]
    assert viewer.playhead.frame == row.frame
    for _ in range(20):
        press(viewer, "Down")
    press(viewer, "PageDown", "PageUp", "PageDown", "Enter")
    assert viewer.playhead.frame > row.frame


def test_buttons_are_pressed(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "Space")
    viewer.do(SeekTo(100))
    focus(viewer, press, "transport")

    press(viewer, "Enter")
    assert viewer.playhead.frame == 0
    press(viewer, "Right", "Right", "Right", "Right", "Right", "Enter", "Enter")
    assert viewer.playhead.frame == 2


def test_on_the_timeline_arrows_move_the_pointer_and_enter_goes_there(
    watch: Watch, press: Press
) -> None:
    viewer = watch()
    press(viewer, "Space")
    focus(viewer, press, "strip")
    for _ in range(10):
        press(viewer, "Right")
    pointed = viewer.scene.pointed
    assert pointed is not None
    assert pointed > 50

    press(viewer, "Down", "Enter")

    assert viewer.playhead.frame == pointed


def test_a_slot_is_blamed(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "Space", "5")
    focus(viewer, press, "inspector")
    card = viewer.mouse.pointer
    for _ in range(5):
        press(viewer, "Down")
    assert viewer.mouse.pointer != card

    press(viewer, "B")

    assert viewer.scene.blamed is not None
    press(viewer, "F6")
    assert viewer.focus.panel == "blame"
    press(viewer, "Enter")
    assert viewer.playhead.frame < 300


def test_the_menu_key_asks_what_the_right_button_asks(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "Space", "5")
    focus(viewer, press, "inspector")
    for _ in range(5):
        press(viewer, "Down")
    press(viewer, "Menu")
    assert viewer.scene.blamed is not None


def test_the_mouse_takes_over(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "F6")
    moved: Any = pygame.event.Event(pygame.MOUSEMOTION, pos=(5, 5), rel=(1, 1), buttons=(0, 0, 0))
    viewer.handle(moved)
    assert viewer.focus.panel is None


def test_keys_that_mean_nothing_in_a_panel_mean_what_they_always_do(
    watch: Watch, press: Press
) -> None:
    viewer = watch()
    press(viewer, "Space")
    press(viewer, "F6", ".", ".", "End")
    assert viewer.playhead.frame == viewer.session.last
    focus(viewer, press, "stage")
    at = viewer.mouse.pointer
    press(viewer, "Left", "Up")
    assert viewer.mouse.pointer == (at[0] - 16, at[1] - 16) if at else False
    press(viewer, "Shift+Left")
    assert viewer.mouse.pointer == (at[0] - 17, at[1] - 16) if at else False
    assert viewer.playhead.frame == viewer.session.last


def test_a_card_that_has_the_focus_stands_for_its_player(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "Space", "5")
    focus(viewer, press, "inspector")
    press(viewer, "Right", "Menu")
    menu = viewer.overlay
    assert isinstance(menu, Menu)
    assert menu.item is not None
    assert menu.item.words == "Choose Bo"
