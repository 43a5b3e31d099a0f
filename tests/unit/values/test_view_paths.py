"""Paths into views, and values that are the same."""

from __future__ import annotations

from collections import UserDict
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.values.jsonable import jsonable
from replay.values.view_paths import OPERATORS, Query, look_up, nothing_at, parse_query, same

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


class Word(StrEnum):
    TRUE = "yes"
    RUBY = "gem"


class Level(IntEnum):
    HIGH = 3


class Gem(Enum):
    RED = 1


@pytest.mark.parametrize(
    ("there", "query", "holds"),
    [
        (Word.TRUE, "= TRUE", True),
        (Word.TRUE, "!= TRUE", False),
        (Word.TRUE, "= yes", True),
        (Word.TRUE, "= RUBY", False),
        (Word.TRUE, "has TRU", True),
        ([Word.TRUE], "has TRUE", True),
        ((Word.RUBY, Word.TRUE), '= ["RUBY", "TRUE"]', True),
        (Level.HIGH, "= HIGH", True),
        (Level.HIGH, "= 3", True),
        (Level.HIGH, "has HIGH", True),
        (Gem.RED, "has RED", True),
    ],
)
def test_members_are_asked_for_by_the_name_that_is_shown(
    there: object, query: str, holds: bool
) -> None:
    assert parse_query(f"a {query}").holds(there) is holds


ODD_KEYS = {"true": 1, "null": 2, "1e3": 3, "1.50": 4, (0, 1): 5, "(0, 1)": 6, "a b": 7, "12": 8}


@pytest.mark.parametrize(
    "word", ["true", "null", "1e3", "1.50", "((0, 1))", "(0, 1)", '"a b"', "12", '"12"']
)
@pytest.mark.parametrize("kind", [dict, MappingProxyType, UserDict])
def test_a_mapping_has_the_names_that_are_shown(word: str, kind: Any) -> None:
    assert parse_query(f"m has {word}").holds(kind(ODD_KEYS))
    assert not parse_query(f"m has {word}").holds(kind({"True": 1, "None": 2, 1.25: 3}))


@pytest.mark.parametrize(
    ("text", "query", "holds"),
    [
        ("it is true", "has true", True),
        ("it is True", "has true", False),
        ("1e3 steps", "has 1e3", True),
        ("none is null", "has null", True),
        ("costs 1.50", "has 1.50", True),
        ("costs 1.5", "has 1.50", False),
        ("the -", "has -", True),
    ],
)
def test_a_text_has_what_is_written(text: str, query: str, holds: bool) -> None:
    assert parse_query(f"t {query}").holds(text) is holds


def test_how_a_value_was_written_makes_no_other_query() -> None:
    assert parse_query("a.b has 1.50 ") == Query(("a", "b"), "has", 1.5)
    assert parse_query("a has 1.50 ").holds("costs 1.50")


def test_keys_and_entries_are_values_too() -> None:
    assert parse_query("m has true").holds({True: 1})
    assert parse_query("m has null").holds({None: 1})
    assert parse_query("m has 1e3").holds({1000: 1})
    assert not parse_query("m has 1").holds({True: 1})
    assert parse_query("m has 1.50").holds([1.5])


@pytest.mark.parametrize(
    ("there", "query"),
    [
        (True, "> 0"), (True, ">= 1"), (False, "< 1"), (True, "= 1"), (1, "= true"),
        ([True], "= [1]"), ({"a": 0}, '= {"a": false}'), ([True], "has 1"), ({1}, "= [true]"),
    ],
)  # fmt: skip
def test_truth_values_are_no_numbers(there: object, query: str) -> None:
    assert not parse_query(f"a {query}").holds(there)


@pytest.mark.parametrize("kind", [dict, MappingProxyType, UserDict])
def test_mappings_of_every_kind_are_the_same(kind: Any) -> None:
    view = kind({(0, 1): kind({"nan": float("nan"), "x": 1}), "a": 2})

    assert look_up(view, ("(0, 1)", "x")) == 1
    assert parse_query('a = {"nan": "NaN", "x": 1}').holds(look_up(view, ("(0, 1)",)))
    assert same(view, {(0, 1): {"nan": float("nan"), "x": 1}, "a": 2})
    assert nothing_at(lambda steps: look_up(view, steps), ("b",)) == "b; there are (0, 1), a"


def test_a_state_that_is_a_set_has_no_path_and_no_advice_that_needs_one() -> None:
    assert nothing_at(lambda steps: look_up({1, 2}, steps), ("b",)) == (
        "b; all there is has no order, and no path leads into it"
    )
