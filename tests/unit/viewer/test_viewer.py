"""A viewer: keys and time lead to the frames they should."""

from __future__ import annotations

from typing import Any

import pygame
import pytest
from pointer import (
    Press,
    Watch,
)
from pygame.event import Event

from replay.viewer.keymap import KEYS, Binding
from replay.viewer.outcome import Leave, Open
from replay.viewer.viewer import Viewer


def test_a_recording_opens_playing_at_its_first_frame(watch: Watch) -> None:
    scene = watch().scene

    assert (scene.frame, scene.playing, scene.speed) == (0, True, 1)


@pytest.mark.parametrize("binding", KEYS)
def test_each_key_of_the_table_gives_its_command(
    watch: Watch, press: Press, binding: Binding, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer, given = watch(), []
    monkeypatch.setattr(viewer, "do", given.append)

    press(viewer, *binding.strokes)

    assert given == [binding.command] * len(binding.strokes)


def test_a_held_event_repeats_and_a_held_space_does_not(watch: Watch, press: Press) -> None:
    viewer = watch()

    press(viewer, "Down", "Down", release=False)
    far = viewer.scene.frame
    press(viewer, "Down", release=False)
    assert viewer.scene.frame > far
    press(viewer, "Space", "Space", release=False)
    assert viewer.scene.playing


@pytest.mark.parametrize(("key", "way"), [(".", 1), (",", -1)])
def test_a_held_step_goes_on_with_each_picture_until_it_is_released(
    watch: Watch, press: Press, key: str, way: int
) -> None:
    viewer = watch()
    press(viewer, "5")
    begin = viewer.scene.frame
    press(viewer, key, key, key, release=False)  # the repeats of a keyboard are no steps
    assert viewer.scene.frame == begin + way

    passed, frames = 0.0, [viewer.scene.frame]
    while passed < 1320:
        due = viewer.due_ms()
        assert due is not None
        viewer.advance(max(due, 4.0))
        passed += max(due, 4.0)
        if viewer.scene.frame != frames[-1]:
            frames.append(viewer.scene.frame)

    assert frames == list(range(begin + way, begin + way * len(frames) + way, way))
    assert 59 <= len(frames) <= 62
    press(viewer, key)
    viewer.advance(1000)
    assert viewer.scene.frame in (frames[-1], frames[-1] + way)


def test_a_held_step_ends_when_the_window_loses_the_keyboard(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, ".", release=False)
    viewer.handle(pygame.event.Event(pygame.WINDOWFOCUSLOST))

    for _ in range(100):
        viewer.advance(16.0)

    assert viewer.scene.frame == 1


def test_playing_at_normal_speed_passes_through_each_frame_when_it_is_due(watch: Watch) -> None:
    viewer = watch()
    seen = []

    for _ in range(40):
        due = viewer.due_ms()
        assert due is not None
        viewer.advance(due)
        seen.append(viewer.scene.frame)

    assert seen == list(range(1, 41))


def test_a_paused_viewer_is_due_for_nothing_but_a_look_at_its_file(
    watch: Watch, press: Press
) -> None:
    viewer = watch()

    press(viewer, "Space")

    viewer.advance(16)
    assert viewer.due_ms() > 500


def test_next_and_previous_event_pass_over_quiet_ones_unless_asked(
    watch: Watch, press: Press
) -> None:
    viewer = watch()

    press(viewer, "Down")
    assert viewer.scene.frame == 10
    press(viewer, "A", "Down")
    assert viewer.scene.frame == 17
    press(viewer, "Up", "Up")
    assert viewer.scene.frame == 3


def test_escape_closes_the_help_and_then_leaves(watch: Watch, press: Press) -> None:
    viewer = watch()

    press(viewer, "?", "Escape")
    assert viewer.outcome is None
    press(viewer, "Escape")
    assert viewer.outcome == Leave()


def test_a_dropped_file_is_to_be_opened(watch: Watch) -> None:
    viewer = watch()

    viewer.handle(Event(pygame.DROPFILE, file="other.replay"))

    assert viewer.outcome == Open("other.replay")


def test_zoomed_in_the_timeline_follows_the_playhead(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "+", "+", "+", "+", "9")

    axis = viewer.scene.axis

    assert axis.start <= viewer.scene.frame < axis.stop
    assert axis.stop - axis.start < 200


def test_full_screen_is_the_windows_affair(open_tiny: Any, press: Press) -> None:
    toggled = []
    viewer = Viewer(open_tiny(), (1280, 720), lambda: toggled.append(1))

    press(viewer, "F", "F11")

    assert toggled == [1, 1]
