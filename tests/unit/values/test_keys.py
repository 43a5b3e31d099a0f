"""Keys of mappings: each has its own name, in JSON and in paths, which leads to it and no other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay import MISSING
from replay.values.entries import entries_of
from replay.values.jsonable import jsonable
from replay.values.keys_meant import remembering
from replay.values.path_text import parse_path
from replay.values.view_paths import look_up


class Ruby:
    """All print alike, and no two are equal."""

    def __init__(self, shown: str = "ruby") -> None:
        self.shown = shown

    def __repr__(self) -> str:
        return self.shown


class Level(IntEnum):
    HIGH = 3


plain = (
    st.integers(-2, 2) | st.booleans() | st.none() | st.floats() | st.integers(10**19, 10**21)
    | st.just(Level.HIGH) | st.just(Decimal(12))
)  # fmt: skip
others = plain | st.tuples(plain, plain) | st.tuples(plain)
odd = st.builds(Ruby, st.sampled_from(["ruby", "2", "(2)", '"2"', "True", "", "ruby (2)"]))
keys = others | odd
texts = st.text(max_size=3) | others.map(str) | odd.map(str) | keys.map(lambda key: f"({key})")


@given(st.lists(keys | texts, max_size=8))
def test_every_key_has_its_own_name_which_leads_to_it(keys: list[Any]) -> None:
    mapping = {key: number for number, key in enumerate(keys)}

    named, entries = jsonable(mapping), entries_of(mapping)

    assert list(named.values()) == list(mapping.values())
    assert [entry.value for entry in entries] == list(mapping.values())
    for path in ((entry.step,) for entry in entries):
        assert look_up(mapping, path) == look_up(mapping, remembering(path))
    for _, name, value in entries:
        assert look_up(mapping, parse_path(name)) == value
    numbers = {str(entry.step) for entry in entries if isinstance(entry.step, int)}
    for name, entry in zip(named, entries, strict=True):
        if entry.step not in numbers and not entry.name.startswith('"'):
            assert name == str(entry.step) == entry.name


def test_json_and_paths_tell_a_text_from_a_tuple_alike() -> None:
    mapping = {"(0, 1)": 1, (0, 1): 2, 12: 3, "12": 4}

    assert jsonable(mapping) == {"(0, 1)": 1, "((0, 1))": 2, "12": 3, '"12"': 4}
    assert [look_up(mapping, parse_path(name)) for name in jsonable(mapping)] == [1, 2, 3, 4]


def test_thousands_of_keys_that_look_alike_are_counted() -> None:
    names = list(jsonable({Ruby(): number for number in range(4000)}))

    assert names[:3] == ["ruby", "ruby (2)", "ruby (3)"]
    assert names[-1] == "ruby (4000)"


@pytest.mark.parametrize("mapping", [Counter(a=1), defaultdict(list, a=1)])
def test_what_is_not_there_is_not_made_by_looking(mapping: Any) -> None:
    for path in (("nope",), (3,), ("a", "nope")):
        assert look_up({"m": mapping}, ("m", *path)) is MISSING
    assert mapping == {"a": 1}


@pytest.mark.parametrize("text", ["abc", b"abc", bytearray(b"abc")])
def test_nothing_is_in_a_text(text: Any) -> None:
    assert look_up({"t": text}, ("t", 0)) is MISSING
    assert look_up({"t": text}, ("t", -1, 0)) is MISSING


class Watched(Mapping[Any, Any]):
    """A mapping that counts how often somebody reads all of its keys."""

    def __init__(self, inner: dict[Any, Any]) -> None:
        self.inner, self.reads = inner, 0

    def __getitem__(self, key: Any) -> Any:
        return self.inner[key]

    def __contains__(self, key: object) -> bool:
        return key in self.inner

    def __len__(self) -> int:
        return len(self.inner)

    def __iter__(self) -> Iterator[Any]:
        self.reads += 1
        return iter(self.inner)


def test_a_number_is_looked_up_without_reading_all_keys() -> None:
    cells = Watched({1: "a", "2": "b", (0, 1): "c"})

    assert [look_up(cells, (step,)) for step in (1, 2, 3, -1)] == ["a", "b", MISSING, MISSING]
    assert cells.reads == 0


def test_a_path_for_many_look_ups_reads_all_keys_once() -> None:
    cells = Watched({(x, y): x * y for x in range(10) for y in range(10)})
    path = remembering(("(7, 8)",))

    assert look_up(cells, path) == 56
    cells.reads = 0
    assert [look_up(cells, path) for _ in range(5)] == [56] * 5
    assert cells.reads == 0


def test_a_path_for_many_look_ups_notices_keys_that_come_and_go() -> None:
    cells: dict[Any, int] = {(0, 0): 1, (0, 1): 2}
    path = remembering(("(1, 1)",))

    assert look_up(cells, path) is MISSING
    del cells[(0, 0)]
    cells[(1, 1)] = 3
    assert look_up(cells, path) == 3
    cells["(1, 1)"] = 4
    assert look_up(cells, path) == 4
    del cells["(1, 1)"], cells[(1, 1)]
    assert look_up(cells, path) is MISSING
