from __future__ import annotations

from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.model.inputs import Held
from game.model.room import CAPACITY, DASH_SPEED, SLOWEST, SPEED
from game.rules.collision import (
    BLOCKS,
    BOTTOM_WALL,
    DIRECTION_KEYS,
    LEFT_WALL,
    RIGHT_WALL,
    TOP_WALL,
    is_free,
    slide,
    unblocked,
    velocity,
    walking_speed,
)

places = st.tuples(st.integers(LEFT_WALL, RIGHT_WALL), st.integers(TOP_WALL, BOTTOM_WALL)).filter(
    lambda spot: is_free(*spot)
)
steps = st.tuples(st.integers(-DASH_SPEED, DASH_SPEED), st.integers(-DASH_SPEED, DASH_SPEED))


@given(place=places, step=steps)
def test_a_step_from_a_free_place_ends_in_a_free_place(
    place: tuple[int, int], step: tuple[int, int]
) -> None:
    assert is_free(*slide(*place, *step))


@given(place=places, step=steps)
def test_a_step_never_goes_farther_than_it_wants(
    place: tuple[int, int], step: tuple[int, int]
) -> None:
    x, y = slide(*place, *step)

    assert 0 <= (x - place[0]) * (1 if step[0] > 0 else -1) <= abs(step[0])
    assert 0 <= (y - place[1]) * (1 if step[1] > 0 else -1) <= abs(step[1])


@given(place=places, step=steps)
def test_nothing_blocks_a_way_only_in_part(place: tuple[int, int], step: tuple[int, int]) -> None:
    vx, vy = unblocked(*place, *step)

    assert vx in (0, step[0])
    assert vy in (0, step[1])


def test_somebody_flush_with_a_crate_slides_along_it() -> None:
    left, top, _, bottom = BLOCKS[0]

    assert unblocked(left, (top + bottom) // 2, 100, 50) == (0, 50)
    assert unblocked(left, (top + bottom) // 2, -100, 50) == (-100, 50)
    assert unblocked(left, bottom, 100, 50) == (100, 50)


@pytest.mark.parametrize("keys", range(DIRECTION_KEYS + 1))
def test_every_direction_is_about_as_fast(keys: int) -> None:
    speed = hypot(*velocity(keys, SPEED))

    assert speed == 0 or SPEED - 2 < speed <= SPEED


def test_opposite_keys_cancel_out() -> None:
    assert velocity(Held.LEFT | Held.RIGHT | Held.DOWN, 100) == (0, 100)


def test_weight_slows_evenly_from_an_empty_bag_to_a_full_one() -> None:
    speeds = [walking_speed(weight) for weight in range(CAPACITY + 1)]

    assert (speeds[0], speeds[-1]) == (SPEED, SLOWEST)
    assert {before - after for before, after in pairwise(speeds)} <= {7, 8}
