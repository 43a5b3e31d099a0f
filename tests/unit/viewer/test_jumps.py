"""Jumps are undone, one after the other."""

from __future__ import annotations

from pointer import Press, Watch, button_down, button_up, motion

from replay.playback.commands import GoToShare, NextEvent, SeekTo
from replay.viewer.jumps import MOST, Jumps


def test_each_jump_is_undone_and_then_there_is_nothing_to_undo(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "Space", "3", "End", "Home", "7")
    assert viewer.scene.frame == 419

    back = []
    for _ in range(6):
        press(viewer, "Shift+Backspace")
        back.append(viewer.scene.frame)

    assert back == [0, 599, 179, 0, 0, 0]


def test_a_drag_is_one_jump(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "Space", "5")
    strip = viewer.scene.layout.density
    viewer.handle(motion(strip.left + 9, strip.middle[1]))
    viewer.handle(button_down(strip.left + 9, strip.middle[1]))
    for x in range(20, 400, 20):
        viewer.handle(motion(strip.left + x, strip.middle[1]))
    viewer.handle(button_up(strip.left + 380, strip.middle[1]))
    assert viewer.scene.frame > 100

    press(viewer, "Shift+Backspace")

    assert viewer.scene.frame == 299


def test_only_jumps_are_kept_and_at_most_a_hundred() -> None:
    jumps = Jumps()
    for frame in range(300):
        jumps.note(GoToShare(1), frame, dragging=False)
        jumps.note(NextEvent(), 5000, dragging=False)
    found = []
    while (before := jumps.back(-1)) is not None:
        found.append(before)

    assert found == list(range(299, 299 - MOST, -1))


def test_a_jump_that_leads_nowhere_is_passed_over() -> None:
    jumps = Jumps()
    jumps.note(SeekTo(9), 4, dragging=False)
    jumps.note(SeekTo(9), 9, dragging=False)
    jumps.note(SeekTo(9), 9, dragging=False)

    assert jumps.back(9) == 4
    assert jumps.back(4) is None
