"""Paths into views, and values that are the same."""

from __future__ import annotations

from enum import Flag, IntFlag
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.values.jsonable import jsonable
from replay.values.view_paths import OPERATORS, look_up, nothing_at, parse_query, same

views = st.recursive(
    st.integers(0, 3) | st.none() | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
)


@given(view=views, path=st.lists(st.sampled_from(["a", "b", 0, 1, -1]), min_size=1, max_size=3))
def test_of_a_path_that_leads_nowhere_every_step_that_leads_on_is_listed(
    view: Any, path: list[str | int]
) -> None:
    said = nothing_at(lambda steps: look_up(view, steps), path)

    steps = next(n for n in range(len(path), -1, -1) if _is_there(view, path[:n]))
    there = look_up(view, path[: min(steps, len(path) - 1)])
    if isinstance(there, dict) and there:
        assert said.endswith(", ".join(there))
    elif isinstance(there, list) and there:
        assert said.endswith(f"{len(there) - 1}")
    else:
        assert said.endswith("nothing in it")


def _is_there(view: Any, path: list[str | int]) -> bool:
    from replay import MISSING

    return look_up(view, path) is not MISSING


@given(view=views)
def test_every_value_is_the_same_as_its_copy(view: Any) -> None:
    from copy import deepcopy

    copy = deepcopy(view)

    assert same(view, copy)
    assert OPERATORS["="](view, copy)
    assert not OPERATORS["!="](view, copy)
    assert not same([view], [view, view])


@given(seen=st.sets(st.integers(0, 200), min_size=1), order=st.randoms(use_true_random=False))
def test_a_set_is_shown_by_size_and_asked_for_in_any_order(seen: set[int], order: Any) -> None:
    asked = list(seen)
    order.shuffle(asked)

    assert jsonable(seen) == sorted(seen)
    for there in (seen, frozenset(seen)):
        assert OPERATORS["="](there, asked)
        assert not OPERATORS["="](there, [*asked, 999])
    assert OPERATORS["="](tuple(asked), asked)


class Way(Flag):
    UP = 1
    DOWN = 2


class Key(IntFlag):
    LEFT = 1
    RIGHT = 2


@pytest.mark.parametrize(
    ("there", "query", "holds"),
    [
        (Way.UP | Way.DOWN, '= ["UP", "DOWN"]', True),
        (Way.UP | Way.DOWN, '= ["DOWN", "UP"]', True),
        (Way.UP | Way.DOWN, '!= ["DOWN", "UP"]', False),
        (Way.UP | Way.DOWN, '= ["DOWN"]', False),
        (Way.UP | Way.DOWN, "has DOWN", True),
        (Way.UP, "has DOWN", False),
        (Way.UP, '= ["UP"]', True),
        (Way(0), "= []", True),
        (Key.LEFT | Key.RIGHT, '= ["RIGHT", "LEFT"]', True),
        (Key.LEFT | Key.RIGHT, "has RIGHT", True),
        (Key.LEFT, "has RIGHT", False),
        ((Way.UP | Way.DOWN, 1), 'has ["DOWN", "UP"]', True),
    ],
)
def test_flags_are_asked_for_like_the_list_that_is_shown(
    there: object, query: str, holds: bool
) -> None:
    assert parse_query(f"a {query}").holds(there) is holds
