from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from game.bots.steering import NEAR_ENOUGH, distance, keys_to
from game.model.room import SPEED
from game.rules.collision import (
    BLOCKS,
    BOTTOM_WALL,
    LEFT_WALL,
    RIGHT_WALL,
    TOP_WALL,
    is_free,
    slide,
    unblocked,
    velocity,
)

places = st.tuples(st.integers(LEFT_WALL, RIGHT_WALL), st.integers(TOP_WALL, BOTTOM_WALL)).filter(
    lambda spot: is_free(*spot)
)

LEFT_OF_CRATE = (BLOCKS[0][0], (BLOCKS[0][1] + BLOCKS[0][3]) // 2)
RIGHT_OF_CRATE = (BLOCKS[0][2], LEFT_OF_CRATE[1])
ABOVE_CRATES = ((BLOCKS[0][0] + BLOCKS[0][2]) // 2, TOP_WALL)
BELOW_CRATES = (ABOVE_CRATES[0], BOTTOM_WALL)


def steps_taken(start: tuple[int, int], goal: tuple[int, int], limit: int) -> int:
    """Walk as a bot does, which thinks every four frames; return how many frames that takes."""
    x, y = start
    keys = 0
    for frame in range(limit):
        if frame % 4 == 0:
            keys = keys_to(x, y, *goal)
            if not keys:
                return frame
        x, y = slide(x, y, *unblocked(x, y, *velocity(keys, SPEED)))
    return limit


@given(start=places, goal=places)
@example(start=LEFT_OF_CRATE, goal=RIGHT_OF_CRATE)
@example(start=RIGHT_OF_CRATE, goal=LEFT_OF_CRATE)
@example(start=ABOVE_CRATES, goal=BELOW_CRATES)
@example(start=BELOW_CRATES, goal=ABOVE_CRATES)
def test_every_place_is_reached_without_much_of_a_detour(
    start: tuple[int, int], goal: tuple[int, int]
) -> None:
    straight = distance(*start, *goal) // SPEED

    assert steps_taken(start, goal, 1000) <= straight + 60


@given(place=places)
def test_who_is_there_holds_no_key(place: tuple[int, int]) -> None:
    assert keys_to(*place, place[0] + NEAR_ENOUGH, place[1]) == 0
