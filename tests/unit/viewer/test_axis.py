"""The timeline's axis: frames to pixels and back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.viewer.model.axis import Axis

AXES = st.builds(
    lambda left, width, start, frames: Axis(left, width, start, start + frames),
    st.integers(-50, 500),
    st.integers(2, 4000),
    st.integers(0, 10**6),
    st.integers(1, 10**7),
)


@given(axis=AXES, data=st.data())
def test_no_frame_is_lost_where_there_are_pixels_enough(axis: Axis, data: st.DataObject) -> None:
    frames = min(axis.stop - axis.start, axis.width)
    axis = Axis(axis.left, axis.width, axis.start, axis.start + frames)
    frame = data.draw(st.integers(axis.start, axis.stop - 1))

    assert axis.frame_from_x(axis.x_from_frame(frame)) == frame


@given(axis=AXES, data=st.data())
def test_no_pixel_is_lost_where_there_are_frames_enough(axis: Axis, data: st.DataObject) -> None:
    frames = max(axis.stop - axis.start, axis.width)
    axis = Axis(axis.left, axis.width, axis.start, axis.start + frames)
    x = data.draw(st.integers(axis.left, axis.right - 1))

    assert axis.x_from_frame(axis.frame_from_x(x)) == x


@given(axis=AXES, x=st.integers(-(10**5), 10**5))
def test_every_pixel_means_a_frame_that_is_shown(axis: Axis, x: int) -> None:
    assert axis.start <= axis.frame_from_x(x) < axis.stop


@given(axis=AXES, data=st.data())
def test_a_columns_first_frame_is_the_first_that_lies_there_or_beyond(
    axis: Axis, data: st.DataObject
) -> None:
    x = data.draw(st.integers(axis.left, axis.right))

    first = axis.first_frame_at(x)

    assert axis.x_from_frame(first) >= x or axis.stop - axis.start == 1
    assert axis.x_from_frame(first - 1) < x


def test_the_ends_lie_on_the_ends() -> None:
    axis = Axis(100, 50, 0, 5400)

    assert (axis.x_from_frame(0), axis.x_from_frame(5399)) == (100, 149)


@given(
    width=st.integers(2, 3000),
    frames=st.integers(1, 10**6),
    first=st.integers(0, 1000),
    turns=st.lists(st.tuples(st.integers(-8, 8), st.integers(0, 100)), max_size=8),
)
def test_zooming_and_moving_stay_inside_the_recording(
    width: int, frames: int, first: int, turns: list[tuple[int, int]]
) -> None:
    last = first + frames - 1
    axis = Axis(0, width, first, last + 1)

    for steps, percent in turns:
        frame = axis.start + (axis.stop - 1 - axis.start) * percent // 100
        axis = axis.zoomed(frame, steps, first, last).moved(steps * 100, first, last)

        assert first <= axis.start < axis.stop <= last + 1


def test_zooming_holds_the_frame_under_the_pointer_where_it_is() -> None:
    axis = Axis(0, 1001, 0, 100_000)

    nearer = axis.zoomed(30_000, +3, 0, 99_999)

    assert nearer.stop - nearer.start < 31_000
    assert abs(nearer.x_from_frame(30_000) - axis.x_from_frame(30_000)) <= 1


def test_zooming_out_far_enough_shows_everything() -> None:
    near = Axis(0, 800, 40_000, 40_100)

    assert near.zoomed(40_050, -30, 0, 99_999) == Axis(0, 800, 0, 100_000)


@given(frame=st.integers(0, 99_999))
def test_following_shows_the_frame(frame: int) -> None:
    axis = Axis(0, 800, 40_000, 41_000).following(frame, 0, 99_999)

    assert axis.start <= frame < axis.stop
    assert axis.stop - axis.start == 1000


@given(axis=AXES, apart=st.integers(20, 200), rate=st.sampled_from([1, 24, 25, 30, 50, 60, 144]))
def test_marks_are_apart_and_inside(axis: Axis, apart: int, rate: int) -> None:
    marks, step = axis.marks(rate, apart)

    assert all(axis.start <= mark < axis.stop and mark % step == 0 for mark in marks)
    xs = [axis.x_from_frame(mark) for mark in marks]
    assert all(b - a >= apart - 1 for a, b in pairwise(xs))


@pytest.mark.parametrize(("width", "start", "stop"), [(1, 0, 5), (10, 5, 5)])
def test_an_axis_needs_a_frame_and_two_pixels(width: int, start: int, stop: int) -> None:
    with pytest.raises(ValueError, match="no axis"):
        Axis(0, width, start, stop)
