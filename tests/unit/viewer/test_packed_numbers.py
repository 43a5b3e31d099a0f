"""Numbers that are packed answer as a plain list does."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.viewer import packed_numbers
from replay.viewer.packed_numbers import PackedNumbers


@pytest.fixture(autouse=True)
def few_together(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setattr(packed_numbers, "PLAIN", 12)
        patched.setattr(packed_numbers, "TOGETHER", 4)
        yield


STEPS = st.lists(st.sampled_from([0, 0, 1, 1, 2, 50, 2**40]), max_size=70)


@given(steps=STEPS, start=st.integers(-5, 2**61))
def test_they_are_those_of_a_list(steps: list[int], start: int) -> None:
    plain = list(accumulate(steps, initial=start))
    numbers = PackedNumbers()

    for number in plain:
        numbers.append(number)

    assert list(numbers) == plain
    assert len(numbers) == len(plain)
    assert numbers[-1] == plain[-1]
    assert numbers[1:9] == plain[1:9]
    for asked in {n + away for n in plain for away in (-1, 0, 1)}:
        assert numbers.before(asked) == bisect_left(plain, asked)
        assert numbers.up_to(asked) == bisect_right(plain, asked)


def test_there_is_none_behind_the_last_or_before_the_first() -> None:
    numbers = PackedNumbers()
    for number in range(30):
        numbers.append(number)

    for place in (30, -31, 10**9):
        with pytest.raises(IndexError):
            numbers[place]
