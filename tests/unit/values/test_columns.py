"""A column of many values is looked at once, and finds what a look at each does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from replay.values.compiled import read_column
from replay.values.misfits import Misfit
from replay.values.scalars import are_scalars, check_scalar
from replay.values.shapes import Scalar


def test_a_column_of_one_value_is_read_once() -> None:
    read: list[object] = []

    def reading(plain: object) -> tuple[object]:
        read.append(plain)
        return (plain,)

    value = [1, 2, 3]

    assert read_column(reading, [value] * 500) == [(value,)] * 500
    assert len(read) == 1
    assert read_column(reading, [value, [1, 2, 3], value]) == [(value,)] * 3
    assert read_column(reading, []) == []


@given(st.lists(st.integers(-(2**65), 2**65)) | st.lists(st.booleans() | st.integers(-9, 9)))
def test_a_quick_look_at_many_numbers_finds_what_a_look_at_each_does(numbers: list[int]) -> None:
    def fits(number: object) -> bool:
        try:
            return check_scalar(Scalar("int"), number) is number
        except Misfit:
            return False

    assert are_scalars(Scalar("int"), numbers) == all(map(fits, numbers))
