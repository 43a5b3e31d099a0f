"""Gamepads and fingers, by the events that SDL makes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pygame
import pytest
from pygame.event import Event

from replay.playback.commands import SeekTo
from replay.viewer.overlays.menu import Menu
from replay.viewer.viewer import Viewer

Watch = Callable[..., Viewer]
Press = Callable[..., None]


def push(viewer: Viewer, axis: int, value: float) -> None:
    viewer.handle(Event(pygame.CONTROLLERAXISMOTION, axis=axis, value=round(value * 32767)))


def button(viewer: Viewer, number: int, *, release: bool = True) -> None:
    viewer.handle(Event(pygame.CONTROLLERBUTTONDOWN, button=number))
    if release:
        viewer.handle(Event(pygame.CONTROLLERBUTTONUP, button=number))


def finger(viewer: Viewer, kind: int, number: int, at: tuple[float, float]) -> None:
    window = viewer.scene.layout.window
    x, y = at[0] / window.width, at[1] / window.height
    viewer.handle(Event(kind, finger_id=number, x=x, y=y, dx=0, dy=0))


@pytest.fixture
def paused(watch: Watch, press: Press) -> Viewer:
    viewer = watch()
    press(viewer, "Space")
    viewer.do(SeekTo(300))
    return viewer


def test_a_stick_shuttles_the_faster_the_further_it_is_pushed(paused: Viewer) -> None:
    push(paused, pygame.CONTROLLER_AXIS_LEFTX, 0.1)
    paused.advance(200)
    assert paused.playhead.frame == 300

    push(paused, pygame.CONTROLLER_AXIS_LEFTX, 0.5)
    assert paused.due_ms() < 17
    for _ in range(10):
        paused.advance(16)
    slow = paused.playhead.frame - 300
    assert 10 < slow < 40
    push(paused, pygame.CONTROLLER_AXIS_LEFTX, -1.0)
    for _ in range(10):
        paused.advance(16)
    assert paused.playhead.frame < 300 + slow - 4 * slow
    push(paused, pygame.CONTROLLER_AXIS_LEFTX, 0.0)
    frame = paused.playhead.frame
    paused.advance(200)
    assert paused.playhead.frame == frame


def test_shoulder_buttons_step_and_go_on_while_they_are_held(paused: Viewer) -> None:
    button(paused, pygame.CONTROLLER_BUTTON_RIGHTSHOULDER)
    assert paused.playhead.frame == 301
    button(paused, pygame.CONTROLLER_BUTTON_LEFTSHOULDER, release=False)
    for _ in range(60):
        paused.advance(16.7)
    assert paused.playhead.frame < 290
    paused.handle(Event(pygame.CONTROLLERBUTTONUP, button=pygame.CONTROLLER_BUTTON_LEFTSHOULDER))
    frame = paused.playhead.frame
    paused.advance(200)
    assert paused.playhead.frame == frame


def test_triggers_change_the_speed_once_each_time_they_are_pulled(paused: Viewer) -> None:
    for value in (0.2, 0.6, 0.9, 1.0, 0.2, 0.8):
        push(paused, pygame.CONTROLLER_AXIS_TRIGGERRIGHT, value)
    assert paused.scene.speed == 4
    push(paused, pygame.CONTROLLER_AXIS_TRIGGERLEFT, 1.0)
    assert paused.scene.speed == 2


def test_buttons_play_focus_choose_and_close(paused: Viewer) -> None:
    button(paused, pygame.CONTROLLER_BUTTON_A)
    assert paused.scene.playing
    button(paused, pygame.CONTROLLER_BUTTON_A)
    while paused.focus.panel != "events":
        button(paused, pygame.CONTROLLER_BUTTON_Y)
    button(paused, pygame.CONTROLLER_BUTTON_DPAD_DOWN)
    button(paused, pygame.CONTROLLER_BUTTON_LEFTSTICK)
    assert isinstance(paused.overlay, Menu)
    button(paused, pygame.CONTROLLER_BUTTON_A)
    assert paused.overlay is None
    assert paused.playhead.frame != 300
    button(paused, pygame.CONTROLLER_BUTTON_B)
    assert paused.focus.panel is None
    button(paused, pygame.CONTROLLER_BUTTON_B)
    assert paused.outcome is not None


def test_a_gamepad_that_cannot_be_opened_is_left_alone(paused: Viewer) -> None:
    paused.handle(Event(pygame.CONTROLLERDEVICEADDED, device_index=77))
    button(paused, 99)
    assert paused.outcome is None


def test_two_fingers_hold_what_is_under_them(paused: Viewer) -> None:
    strip = paused.scene.layout.strip
    y = strip.middle[1]
    first, second = strip.left + strip.width * 0.4, strip.left + strip.width * 0.6
    frames = [paused.scene.axis.frame_from_x(round(x)) for x in (first, second)]
    finger(paused, pygame.FINGERDOWN, 1, (first, y))
    finger(paused, pygame.FINGERDOWN, 2, (second, y))
    apart = strip.width * 0.1
    finger(paused, pygame.FINGERMOTION, 1, (first - apart, y))
    finger(paused, pygame.FINGERMOTION, 2, (second + apart, y))

    axis = paused.scene.axis
    assert axis.stop - axis.start < 400
    there = [axis.frame_from_x(round(x)) for x in (first - apart, second + apart)]
    assert all(abs(one - other) <= 3 for one, other in zip(frames, there, strict=True))

    begin = axis.start
    for number, x in ((1, first - 2 * apart), (2, second)):
        finger(paused, pygame.FINGERMOTION, number, (x, y))
    assert paused.scene.axis.start > begin
    assert paused.playhead.frame == 300


def test_two_fingers_are_no_mouse_and_one_is(paused: Viewer) -> None:
    strip = paused.scene.layout.strip
    y = strip.middle[1]
    finger(paused, pygame.FINGERDOWN, 1, (strip.left + 50, y))
    finger(paused, pygame.FINGERDOWN, 2, (strip.left + 200, y))
    touched: dict[str, Any] = {"pos": (strip.left + 50, y), "button": 1, "touch": True}
    paused.handle(Event(pygame.MOUSEBUTTONDOWN, touched))
    assert paused.playhead.frame == 300
    finger(paused, pygame.FINGERUP, 2, (strip.left + 200, y))
    paused.handle(Event(pygame.MOUSEBUTTONDOWN, touched))
    assert paused.playhead.frame < 100


def test_two_fingers_scroll_a_list(watch: Watch, press: Press, record: Any, blinks: Any) -> None:
    viewer = watch(path=record("many.replay", 4000, blinks(4000)))
    press(viewer, "Space", "A")
    box = viewer.scene.layout.events
    before = viewer.panels.events.first_row(viewer.scene)
    for number in (1, 2):
        finger(viewer, pygame.FINGERDOWN, number, (box.left + 20 * number, box.bottom - 20))
    for step in range(1, 12):
        for number in (1, 2):
            at = box.left + 20 * number, box.bottom - 20 - 10 * step
            finger(viewer, pygame.FINGERMOTION, number, at)
    assert 3 <= viewer.panels.events.first_row(viewer.scene) - before <= 5
