"""Keys that mean nothing say once what does what was probably wanted; tooltips tell the rest."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest
from pygame.event import Event

from replay.playback.commands import SeekTo
from replay.viewer.keymap import BY_STROKE, HINTS
from replay.viewer.tips import tip_for
from replay.viewer.viewer import Viewer

Watch = Callable[..., Viewer]
Press = Callable[..., None]


def told(viewer: Viewer) -> str:
    tip = tip_for(viewer.scene, viewer.panels)
    return "" if tip is None else " ".join(tip.lines)


def rest_on(viewer: Viewer, at: tuple[int, int]) -> None:
    viewer.handle(Event(pygame.MOUSEMOTION, pos=at, rel=(1, 1), buttons=(0, 0, 0)))
    viewer.advance(400)


def test_no_hint_is_for_a_key_that_means_something() -> None:
    assert HINTS.keys().isdisjoint(BY_STROKE)


def test_ctrl_z_names_what_takes_a_jump_back_once(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "Space", "Ctrl+Z")
    assert "Shift+" in told(viewer)
    assert viewer.due_ms() <= 4000

    for _ in range(3):
        viewer.advance(2000)
    assert told(viewer) == ""
    press(viewer, "Ctrl+Z")
    assert told(viewer) == ""
    press(viewer, "P")
    assert "play or pause" in told(viewer)


@pytest.mark.parametrize("stroke", ["Ctrl+X", "Z"])
def test_other_keys_say_nothing(watch: Watch, press: Press, stroke: str) -> None:
    viewer = watch()
    press(viewer, "Space", stroke)
    assert told(viewer) == ""


def test_each_button_tells_its_key_when_the_pointer_rests_on_it(watch: Watch) -> None:
    viewer = watch()
    buttons = viewer.panels.transport.spots(viewer.scene)
    rest_on(viewer, buttons[4].middle)
    assert told(viewer) == "play / pause (Space or K)"
    rest_on(viewer, buttons[-1].middle)
    assert told(viewer) == "play at 64×"
    viewer.handle(Event(pygame.MOUSEMOTION, pos=buttons[1].middle, rel=(1, 1), buttons=(0, 0, 0)))
    assert told(viewer) == ""


def test_the_word_in_the_list_says_what_is_listed(watch: Watch, press: Press) -> None:
    viewer = watch()
    (chip,) = [word for word, _ in viewer.panels.events._chips(viewer.scene)]
    assert chip == "important"
    box = viewer.panels.events.spots(viewer.scene)[-1]
    rest_on(viewer, box.middle)
    assert told(viewer).startswith("only important events are listed; click: all")
    press(viewer, "A")
    (chip,) = [word for word, _ in viewer.panels.events._chips(viewer.scene)]
    assert chip == "all"


def test_a_tooltip_leaves_nothing_behind(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "Space")
    surface = pygame.Surface((1280, 720))
    viewer.paint(surface)
    for n in range(8):
        rest_on(viewer, viewer.panels.transport.spots(viewer.scene)[n].middle)
        viewer.paint(surface)
        viewer.do(SeekTo(40 * n))
        viewer.paint(surface)
    rest_on(viewer, (2, 2))
    viewer.paint(surface)
    whole = pygame.Surface((1280, 720))
    viewer.repaint()
    viewer.paint(whole)
    assert pygame.image.tobytes(whole, "RGB") == pygame.image.tobytes(surface, "RGB")


@pytest.mark.parametrize("size", [(640, 400), (1280, 720)])
def test_a_tooltip_lies_in_the_window(watch: Watch, size: tuple[int, int]) -> None:
    viewer = watch(size=size)
    for spot in viewer.panels.transport.spots(viewer.scene):
        rest_on(viewer, spot.middle)
        tip = tip_for(viewer.scene, viewer.panels)
        assert tip is not None
        assert tip.box.within(viewer.scene.layout.window)


def test_the_size_of_the_text_is_said(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "Ctrl+=")
    assert told(viewer).startswith("text at 125 %")
    press(viewer, "Ctrl+0")
    assert told(viewer).startswith("text at 100 %")
