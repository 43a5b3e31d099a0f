"""Which types a payload may have, and that they are read as they were written."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, Final, Generic, Literal, NewType, TypeVar

import pytest
from payloads import (
    Armour,
    Box,
    Colour,
    Gem,
    Held,
    Item,
    Key,
    May,
    Sword,
    T,
    Weapon,
    by_name,
    catalogue,
    holding,
    recorded,
    refusal,
)

from replay import EventType, Schema
from replay.values.jsonable import jsonable
from replay.values.named_fields import NamedFields

U = TypeVar("U")
PlayerId = NewType("PlayerId", int)


@dataclass(frozen=True)
class Labelled(Box[U], Generic[U, T]):
    label: T | None = None


@dataclass(frozen=True, slots=True)
class Swords(Box[Sword]):
    sharp: bool = True


@pytest.mark.parametrize("slots", [True, False])
@pytest.mark.parametrize(
    ("of", "value"),
    [
        (PlayerId, 5),
        (Literal["a", "b"], "b"),
        (Literal[1, None, "a"], None),
        (Literal[Colour.RED] | Literal[Colour.BLUE] | None, Colour.BLUE),
        (Final[int], 3),
        (Annotated[int, "points"] | None, 3),
        ("tuple[int, ...]", (1, 2)),
        (Weapon | Armour, Armour.SHIELD),
        (tuple[Key | Gem, ...], (Gem.RUBY, Key.RED)),
        (Item | Sword, Sword("Durendal", 7)),
        (Held, Held.LEFT | Held.DASH),
        (tuple[Held, ...], (Held(0), Held.BOTH, Held.DASH)),
        (May | None, May.READ | May.WRITE),
        (Box[int] | Box[str], Box("a", ("b",))),
        (Box[int | float], Box(1, (2.0, 3))),
        (Box[float] | Box[int], Box(1)),
        (tuple[int, ...] | tuple[str, ...], ("a",)),
        (Swords, Swords(Sword("a", 1), (Sword("b", 2),), sharp=False)),
        (Labelled[int, Weapon], Labelled(1, (2,), Weapon.BOW)),
        (tuple[()] | int, ()),
    ],
    ids=str,
)
def test_ordinary_types_are_read_as_they_were_written(
    of: Any, value: Any, slots: bool, tmp_path: Path
) -> None:
    payload = holding(of, slots=slots)(value)

    read = recorded(tmp_path / "a.replay", payload)

    assert read == payload
    assert repr(read) == repr(payload)
    assert type(read.what) is type(value)


@pytest.mark.parametrize(
    ("of", "value"),
    [
        (PlayerId, 5),
        (Literal["a", "b"], "a"),
        (Box[int], Box(1, (2,))),
        (Swords, Swords(Sword("a", 1))),
    ],
    ids=str,
)
def test_they_may_be_payloads_themselves(of: Any, value: Any, tmp_path: Path) -> None:
    assert recorded(tmp_path / "a.replay", value, of) == value


WITH_PARAMETERS = """
from dataclasses import dataclass
type Both[A] = tuple[A, A]
type Either = int | str
@dataclass(frozen=True, slots=True)
class Pair[A, B]:
    first: A
    second: Both[B]
    third: Either | None = None
    fourth: "B | None" = None
"""


if sys.version_info >= (3, 12):  # which is new there

    def test_classes_and_aliases_with_type_parameters(tmp_path: Path) -> None:
        module = ModuleType("with_parameters")
        sys.modules[module.__name__] = module
        exec(WITH_PARAMETERS, vars(module))
        payload = module.Pair(1, ("a", "b"), "c", "d")

        assert recorded(tmp_path / "a.replay", payload, module.Pair[int, str]) == payload
        assert "Pair[int, str].second[1] should be str" in refusal(
            module.Pair[int, str], module.Pair(1, ("a", 2))
        )


def test_an_enum_member_is_recorded_under_its_own_name(tmp_path: Path) -> None:
    kind = holding(tuple[Colour, ...])

    read = recorded(tmp_path / "a.replay", kind((Colour.CRIMSON, Colour.BLUE)))

    assert read.what == (Colour.RED, Colour.BLUE)
    assert by_name(tmp_path / "a.replay").what == ("RED", "BLUE")


def test_an_alias_that_an_older_program_recorded_is_its_member() -> None:
    kind = holding(Colour)
    (codec,) = (one.codec for one in Schema("kinds", catalogue(kind)).kinds)

    assert codec.description == [
        "record",
        "Took",
        [["what", ["enum", "Colour", ["RED", "BLUE", "CRIMSON"]]]],
    ]
    assert codec.from_row([2]) == kind(Colour.RED)


def test_flags_are_a_tuple_of_names_without_their_class(tmp_path: Path) -> None:
    kind = holding(Held)

    recorded(tmp_path / "a.replay", kind(Held.BOTH | Held.DASH))

    assert by_name(tmp_path / "a.replay") == NamedFields(
        "Took", {"what": ("LEFT", "RIGHT", "DASH")}
    )
    assert jsonable(kind(Held.BOTH | Held.DASH)) == {"what": ["LEFT", "RIGHT", "DASH"]}
    assert jsonable(Held(0)) == []


def test_events_without_data_may_be_declared_by_none() -> None:
    class Facts(EventType):
        RAINED = None
        STOPPED = None

    assert [one.payload for one in Facts] == [type(None), type(None)]
    assert Facts.RAINED is not Facts.STOPPED
