"""A value as it is shown means itself where it is asked for."""

from __future__ import annotations

import math
from enum import Flag
from typing import Any

import odd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from replay.values.escaping import escaped
from replay.values.value_text import value_text
from replay.values.view_paths import parse_query


class Way(Flag):
    UP = 1
    DOWN = 2


plain = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
    | st.binary(max_size=4) | st.sampled_from([odd.Colour.RED, Way.UP | Way.DOWN, *odd.NAMES])
)  # fmt: skip
values = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        | st.builds(odd.Kept, st.text(max_size=3), st.floats(), st.binary(max_size=2))
    ),
    max_leaves=6,
)


@given(value=values)
@example(value=frozenset([b"\x12", math.nan]))
def test_what_is_shown_can_be_asked_for(value: Any) -> None:
    shown = value_text(value)

    assert escaped(shown) == shown
    assert parse_query(f"a = {shown}").holds(value)
    assert not parse_query(f"a != {shown}").holds(value)
    assert parse_query(f"a has {shown}").holds([value])
    assert parse_query(f"a has {shown}").holds((None, value))


@given(one=plain, other=plain)
def test_what_is_shown_means_nothing_else(one: Any, other: Any) -> None:
    asked = parse_query(f"a = {value_text(one)}")

    if type(one) is type(other) and not isinstance(one, float):
        assert asked.holds(other) == (one == other) or _alike(one, other)


def _alike(one: Any, other: Any) -> bool:
    from replay.values.view_paths import composed

    return isinstance(one, str) and composed(one) == composed(other)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("ruby #12", "ruby #12"), ("12", '"12"'), ("", '""'), ("null", '"null"'), ("-", '"-"'),
        ("Infinity", '"Infinity"'), (math.inf, "Infinity"), (-math.inf, "-Infinity"),
        (math.nan, "NaN"), (b"\x1b\xff", "1bff"), (b"\x12\x34", '"1234"'), (b"\x12\xe4", '"12e4"'),
        (b"", '""'), (odd.Colour.RED, "RED"), ((1, math.inf), '[1, "Infinity"]'), (None, "null"),
        (" x", '" x"'), ("a\nb", r'"a\nb"'), ("\x1b", r'"\u001b"'), ("'a'", '"\'a\'"'),
        (1.0, "1.0"),
    ],
)  # fmt: skip
def test_a_value_is_shown_in_one_way(value: Any, shown: str) -> None:
    assert value_text(value) == shown


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("inf", math.inf), ("-inf", -math.inf), ("nan", math.nan), ("Infinity", math.inf),
        ("'12'", "12"), ("''", ""), ("None", None), ("-", None), ("1234", 1234),
        (r'"\x1b[31m"', "\x1b[31m"), (r"'\x1b[31m'", "\x1b[31m"), (r'"it\'s"', "it's"),
    ],
)  # fmt: skip
def test_what_python_shows_can_be_asked_for_too(written: str, value: Any) -> None:
    assert parse_query(f"a = {written}").holds(value)


@pytest.mark.parametrize("number", ["1" * 5000, "[1, -" + "2" * 5000 + "]"])
def test_a_number_that_is_too_long_to_be_read_is_no_text(number: str) -> None:
    with pytest.raises(ValueError, match="at most 4300 digits"):
        parse_query(f"a = {number}")
    assert value_text(number) == f'"{number}"'


@pytest.mark.parametrize("written", [r'"\q"', r"'\q'"])
def test_an_escape_that_there_is_not_is_refused_in_quotes_of_both_kinds(written: str) -> None:
    with pytest.raises(ValueError, match="no escape in quotes"):
        parse_query(f"a = {written}")
