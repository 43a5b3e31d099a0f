"""Whatever a list of items or players names by a text is found by that text, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, Flag
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay import Event, EventType, Recorder, Recording, Schema
from replay.cli.candidates import candidate, plainly
from replay.cli.ladder import MOST_LISTED, Ladder
from replay.cli.opening import Opened
from replay.cli.players import Players
from replay.values.identity import identity
from replay.values.named_fields import MemberName, NamedFields

Gem = Enum("Gem", ["RED", "red", "UP"], module="one")
OtherGem = Enum("Gem", ["RED", "UP"], module="another")
Way = Flag("Way", ["UP", "DOWN"], module="one")


@dataclass(frozen=True)
class Pos:
    x: int
    y: float


WORDS = (
    "", " ", "a", "A", "key", "key ring", "Key", "café", "CAFÉ", "7", "#7", "-1", "1.5", "RED",
    "Gem.RED", "one.Gem.RED", "Way.UP", "(0, 1)", "()", "[]", "[0, 1]", "Pos(x=1, y=2.0)", "true",
    "True", "null", "None", "NaN", "-Infinity", "b'\\x00'", "00", "'a'", '"a"', '"', "'", "\\",
    "a, b", "a\nb", "a\\nb", "\x1b[2J", "Ann (#1)", "player 7", "#1", "key #12",
    '["UP"]', "builtins.()", '{"x": 1, "y": 2.0}', "fi", "ﬁ", "ß", "SS", "7 (#7)", "-",
    "frozenset({0, 1})",
)  # fmt: skip
texts = (st.sampled_from(WORDS) | st.text(max_size=3)).flatmap(
    lambda text: st.sampled_from([text, normalize("NFC", text), normalize("NFD", text)])
)
values = st.recursive(
    texts
    | st.integers(-2, 12)
    | st.floats(width=16)
    | st.booleans()
    | st.none()
    | st.binary(max_size=2)
    | st.sampled_from([*Gem, *OtherGem, *Way, Way(0), Way(3), Pos(1, 2.0)])
    | st.builds(MemberName, st.sampled_from(["RED", "UP", "Ä"]), st.sampled_from(["Gem", "Way"]))
    | st.builds(NamedFields, st.just("Pos"), st.fixed_dictionaries({"x": texts})),
    lambda inner: st.tuples(inner) | st.tuples(inner, inner) | st.frozensets(inner, max_size=2),
    max_leaves=3,
)
called = st.lists(texts | st.sampled_from(["key #12", "key #1", "a ruby, yours"]), max_size=2)


@given(items=st.lists(st.tuples(values, called), unique_by=lambda one: identity(one[0])))
def test_every_item_in_a_list_is_found_by_what_stands_there(
    items: list[tuple[Any, list[str]]],
) -> None:
    ladder = Ladder(candidate(item, names) for item, names in items)

    for one, text in zip(ladder.candidates, ladder.names(ladder.candidates), strict=True):
        assert ladder.find(text) is one, text
        if not text.isascii() and text != one.full():
            for form in ("NFC", "NFD"):
                assert ladder.find(normalize(form, text)) is one, text  # type: ignore[arg-type]


@given(items=st.lists(values, max_size=8, unique_by=identity), asked=texts)
def test_what_is_shown_so_is_found_or_told_to_be_one_of_several(
    items: list[Any], asked: str
) -> None:
    ladder = Ladder(map(candidate, items))
    shown = [one for one in ladder.candidates if asked in one.shown]
    exact = [one for one in ladder.candidates if identity(one.value) == identity(plainly(asked))]
    try:
        found = ladder.find(asked)
    except ValueError:
        assert len(ladder.meant([asked])[asked]) > 1
    else:
        in_full = found is not None and asked == found.full()
        assert in_full or all(one is found for one in shown)
        assert in_full or plainly(asked) is asked or not exact or exact == [found]


@given(values=st.lists(texts, min_size=30, max_size=40, unique=True))
def test_a_list_names_some_and_counts_the_others(values: list[str]) -> None:
    ladder = Ladder(map(candidate, values))

    assert ladder.listed(ladder.candidates).endswith(f", and {len(values) - MOST_LISTED} more")


@dataclass(frozen=True)
class Did:
    player: int | str | bool | float | None


@dataclass(frozen=True)
class Named:
    player: int
    name: str


class Facts(EventType):
    DID = Did
    NAMED = Named


SCHEMA = Schema("players", Facts)
owners = texts | st.integers(0, 12) | st.booleans() | st.none() | st.floats(width=16)


@given(
    names=st.lists(texts, max_size=4),
    acting=st.lists(owners, max_size=6),
    later=st.lists(st.tuples(st.integers(0, 9), texts), max_size=4),
)
def test_every_player_in_a_list_is_found_by_what_stands_there(
    names: Sequence[str],
    acting: Sequence[Any],
    later: Sequence[tuple[int, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("players") / "a.replay"
    with Recorder(path, SCHEMA, metadata={"players": list(names)}) as recorder:
        for one in acting:
            recorder.append(Event(Facts.DID, Did(one)))
        for number, name in later:
            recorder.append(Event(Facts.NAMED, Named(number, name)))

    with Recording(path, SCHEMA) as recording:
        players = Players(Opened(recording, None))
        ladder = players.ladder()
        for one, text in zip(ladder.candidates, ladder.names(ladder.candidates), strict=True):
            assert identity(players.find(text)) == identity(one.value), text
            if type(one.value) is int:
                assert f"#{one.value}" in text
                assert players.find(f"#{one.value}") == one.value
