"""Asked where to go: what is typed is seen, told, and leads there or nowhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pygame.event import Event

from replay.viewer.hands import PAUSE_AFTER_MS
from replay.viewer.outcome import PlayOn
from replay.viewer.overlays.go_to import NEITHER, GoToOverlay
from replay.viewer.viewer import Viewer

Watch = Callable[..., Viewer]
Press = Callable[..., None]


def test_going_to_a_typed_time(watch: Watch, press: Press) -> None:
    viewer = watch()

    press(viewer, "G", "0", ":", "0", "5", "9", "Backspace", "Enter")

    assert viewer.scene.frame == 300


def test_a_place_that_does_not_exist_is_not_gone_to(watch: Watch, press: Press) -> None:
    viewer = watch()

    press(viewer, "G", "9", "9", "9", "9", "Enter")
    assert viewer.scene.frame == 0
    press(viewer, "Escape")
    assert viewer.outcome is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abc", NEITHER),
        ("0:x", NEITHER),
        ("-", NEITHER),
        ("-5", "Enter  goes to frame 595, 0:09.916"),
        ("-700", "the recording begins at frame 0, 0:00.000"),
        ("-1s", "Enter  goes to frame 540, 0:09.000"),
        ("50%", "Enter  goes to frame 299, 0:04.983"),
        ("start", "the recording begins at frame 0, 0:00.000"),
        ("9999", "the recording ends at frame 599, 0:09.983"),
        ("60", "Enter  goes to frame 60, 0:01.000"),
    ],
)
def test_what_is_typed_is_seen_and_what_it_means_is_said(
    stroke_event: Callable[[str], Event], typed: str, said: str
) -> None:
    question = GoToOverlay(60, 0, 599)

    for sign in typed:
        question.press(stroke_event(sign))

    assert (question.key(), question.meaning) == (typed, said)


@pytest.mark.parametrize("typed", ["abc", "-700", "9999"])
def test_enter_goes_nowhere_while_the_question_has_no_answer(
    watch: Watch, press: Press, typed: str
) -> None:
    viewer = watch()

    press(viewer, "G", *typed, "Enter", "Enter")

    assert (viewer.scene.frame, viewer.outcome) == (0, None)
    press(viewer, "Escape")
    assert viewer.outcome is None


def test_a_g_that_is_held_types_nothing(watch: Watch, press: Press) -> None:
    viewer = watch()

    press(viewer, "G", "G", "G", release=False)
    press(viewer, "6", "0", "Enter")

    assert viewer.scene.frame == 60


def test_the_match_stands_still_while_it_is_asked_where_to_go(watch: Watch, press: Press) -> None:
    viewer = watch()
    press(viewer, "G")

    viewer.advance(200)

    assert viewer.scene.frame == 0
    assert viewer.due_ms() > 500
    press(viewer, "Escape")
    viewer.advance(200)
    assert viewer.scene.frame == 12


@pytest.mark.parametrize("release", [True, False])
def test_a_second_enter_after_an_answer_takes_nothing_over(
    watch: Watch, press: Press, release: bool
) -> None:
    viewer = watch(play_on=lambda path, frame, player: None)
    press(viewer, "Space", "G", "6", "0")

    press(viewer, "Enter", "Enter", release=release)
    viewer.advance(PAUSE_AFTER_MS - 1)
    press(viewer, "Enter", release=release)
    assert viewer.outcome is None
    viewer.advance(1)
    assert viewer.due_ms() > 500


def test_a_while_after_an_answer_enter_takes_over(watch: Watch, press: Press) -> None:
    viewer = watch(play_on=lambda path, frame, player: None)
    press(viewer, "Space", "G", "6", "0", "Enter")

    viewer.advance(PAUSE_AFTER_MS)
    press(viewer, "Enter")

    assert viewer.outcome == PlayOn(60, 0)
