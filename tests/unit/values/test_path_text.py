"""Paths as text: every path can be written, and is read back; messages write it the same way."""

from __future__ import annotations

from typing import Any

import odd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from replay import MISSING
from replay.values.escaping import escaped
from replay.values.path_text import MOST_STEPS, parse_path, path_and_rest, path_text, step_text
from replay.values.view_paths import look_up, nothing_at, parse_query

numbers = st.integers(-(10**19), 10**19)
names = st.text(max_size=6) | st.sampled_from(odd.NAMES) | numbers.map(str)
paths = st.lists(names | numbers, min_size=1, max_size=4).map(tuple)


@given(path=paths)
@example(path=("\U000e0001", "\ud800", "(", "(1, 'a)')", "a'b", "\\", '\\\\"', "."))
def test_every_path_can_be_written_and_nothing_in_it_is_hidden(path: tuple[str | int, ...]) -> None:
    text = path_text(path)

    assert parse_path(text) == path
    assert path_and_rest(f" {text} = 1") == (path, " = 1")
    assert parse_query(f"{text} has x y").path == path
    assert escaped(text) == text


@given(name=names)
def test_a_name_as_it_is_shown_is_a_step_to_it(name: str) -> None:
    assert look_up({name: 1}, parse_path(step_text(name))) == 1


keys = st.recursive(
    st.integers(-3, 3) | st.text(max_size=3) | st.floats(allow_nan=False) | st.none(),
    lambda inner: st.tuples(inner, inner) | st.tuples(inner) | st.tuples(),
    max_leaves=5,
)


@given(key=keys)
def test_every_key_of_a_mapping_is_found_by_what_is_shown(key: Any) -> None:
    shown = nothing_at(lambda steps: look_up({key: 1}, steps), ("no such name",))

    step = shown.removeprefix('"no such name"; there are ')
    assert look_up({key: 1}, parse_path(step)) == 1


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("players.2.bag", ("players", 2, "bag")),
        ('players."Mr. X".bag', ("players", "Mr. X", "bag")),
        ("players.'Mr. X'.bag", ("players", "Mr. X", "bag")),
        (r'"\x1b\u001b\"\\\n".""', ('\x1b\x1b"\\\n', "")),
        (r"'it\'s'", ("it's",)),
        (r'"\ud83d\ude00"', ("😀",)),
        ('a."2".2', ("a", "2", 2)),
        ("cells.(1, (2, 3)).x", ("cells", "(1, (2, 3))", "x")),
        ("cells.('a. (', 1.5)", ("cells", "('a. (', 1.5)")),
        ("O'Neil.x", ("O'Neil", "x")),
        ("two words.x", ("two words", "x")),
        ("(open.x", ("(open", "x")),
    ],
)
def test_what_people_write_is_a_path(text: str, path: tuple[str | int, ...]) -> None:
    assert parse_path(text) == path


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "in quotes what has dots or spaces or is empty"),
        ("a..b", "names and numbers between dots"),
        ("a.", "names and numbers between dots"),
        ('a."b', 'the quote " is not closed'),
        ('"a"b', "behind a quote there is a dot, or the end"),
        (r'"\q"', r"\\q is no escape in quotes"),
        (r'"\Uffffffff"', "there is no character"),
        (".".join("a" * (MOST_STEPS + 1)), "at most 64 steps, and this one 65"),
    ],
)
def test_what_is_no_path_is_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_path(text)


def test_a_path_into_what_is_shown_with_names_follows_them() -> None:
    view = {"kept": odd.Kept("ruby"), "names": {"a\u0308": 1}}

    assert look_up(view, parse_path("kept.name")) == "ruby"
    assert look_up(view, parse_path("kept.size")) is MISSING
    assert look_up(view, parse_path("names.\u00e4")) == 1
    told = nothing_at(lambda steps: look_up(view, steps), ("kept", "size"))
    assert told == "kept.size; kept has name, share, raw, colour, pair"
