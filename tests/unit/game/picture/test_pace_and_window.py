"""Time cut into frames, and the picture in a window of any size."""

from hypothesis import given
from hypothesis import strategies as st

from game.screens.pace import FRAME_MS, MOST_FRAMES, Pace
from game.window import shown_area


@given(st.lists(st.floats(0, 50), min_size=1, max_size=200))
def test_as_many_frames_are_played_as_time_passed(gaps):
    pace = Pace()

    played = sum(pace.frames_due(gap) for gap in gaps)

    assert abs(played * FRAME_MS - sum(gaps)) <= FRAME_MS + 0.001


def test_a_long_stop_is_not_caught_up_with():
    pace = Pace()

    assert pace.frames_due(5000) == MOST_FRAMES
    assert pace.frames_due(FRAME_MS) == 1


def test_a_screen_of_about_the_same_rate_shows_each_frame_once():
    pace = Pace()

    assert [pace.frames_due(gap) for gap in [16, 17, 17] * 40] == [1] * 120


@given(st.integers(1, 4000), st.integers(1, 4000))
def test_the_picture_lies_whole_in_the_middle_of_the_window(wide, high):
    area = shown_area((wide, high))

    assert min(area.left, area.top) >= 0
    assert area.right <= wide
    assert area.bottom <= high
    assert abs(area.left - (wide - area.right)) <= 1
    assert abs(area.top - (high - area.bottom)) <= 1


def test_the_picture_keeps_its_shape():
    assert tuple(shown_area((1920, 1080))) == (0, 0, 1920, 1080)
    assert tuple(shown_area((1280, 1000))) == (0, 140, 1280, 720)
    assert tuple(shown_area((2000, 720))) == (360, 0, 1280, 720)
