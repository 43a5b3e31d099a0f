"""Values that Python takes for equal, and are not the same; and those that are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum, Flag, IntEnum
from typing import Any

import pytest

from replay import Event, EventStore, EventType
from replay.queries.blame import blame_item
from replay.values.identity import identity
from replay.values.named_fields import MemberName, NamedFields
from replay.values.told_apart import told_apart, told_in_full


class Size(IntEnum):
    ONE = 1


class Way(Flag):
    UP = 1
    DOWN = 2


class Gem(Enum):
    RUBY = 1


@dataclass(frozen=True)
class At:
    x: float


@dataclass(frozen=True)
class Got:
    item: int | float | bool


class Facts(EventType):
    GOT = Got


DIFFERENT = (
    1, True, 1.0, Size.ONE, "1", 0, 0.0, -0.0, False, math.nan, math.inf, None, (), Way(0), Way.UP,
    Gem.RUBY, "RUBY", MemberName("RUBY", "Gem"), b"", "", (1,), (True,), (1.0,), (math.nan,),
    frozenset({1}), frozenset({True}), At(0.0), At(-0.0), At(math.nan),
    NamedFields("At", {"x": 0.0}), NamedFields("To", {"x": 0.0}),
)  # fmt: skip


def test_what_is_of_another_class_or_sign_is_another() -> None:
    assert len({identity(one) for one in DIFFERENT}) == len(DIFFERENT)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (math.nan, float("nan")), ((0, math.nan), (0, float("nan"))),
        (At(math.nan), At(float("nan"))), (Way.UP | Way.DOWN, Way(3)), ("a", "A".lower()),
        (NamedFields("At", {"x": math.nan}), NamedFields("At", {"x": float("nan")})),
    ],
)  # fmt: skip
def test_the_same_is_itself(one: Any, other: Any) -> None:
    assert identity(one) == identity(other)


def test_blame_finds_an_item_by_its_identity() -> None:
    store = EventStore[Any]()
    for frame, item in enumerate([1, True, 1.0, math.nan, 0, -0.0]):
        store.append(Event(Facts.GOT, Got(item), frame))

    def frames(item: Any) -> list[int]:
        chain = blame_item(store, item, 5).chain
        return [link.event.frame for link in chain]

    assert [frames(item) for item in (1, True, 1.0)] == [[0], [1], [2]]
    assert [frames(item) for item in (float("nan"), 0, 0.0, -0.0)] == [[3], [4], [], [5]]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("RED", '"RED"'), (Gem.RUBY, "Gem.RUBY"), (MemberName("RUBY", "Gem"), "Gem.RUBY"),
        (Way(0), "Way(0)"), (Way.UP | Way.DOWN, "Way.UP|DOWN"), ((), "()"), (b"\0", "b'\\x00'"),
        (12, "12"), (True, "true"), (math.nan, "NaN"), (Size.ONE, "Size.ONE"),
        ((Way.UP, ("a", MemberName("UP", "Gem"))), '(Way.UP, ("a", Gem.UP))'),
        ((Way.UP,), "(Way.UP,)"), ((MemberName("UP", "Way"),), "(Way.UP,)"),
        ([Gem.RUBY], "[Gem.RUBY]"),
        (frozenset({"a", Gem.RUBY}), 'frozenset({"a", Gem.RUBY})'), (frozenset(), "frozenset()"),
        (At(1.0), "At(x=1.0)"), (NamedFields("At", {"x": "a"}), 'At(x="a")'),
    ],
)  # fmt: skip
def test_what_looks_alike_is_told_apart_by_its_class(value: Any, told: str) -> None:
    assert told_apart(value) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("it's", "'it\\'s'"), ("\u00e9", r"'\u00e9'"), (Gem.RUBY, f"{__name__}.Gem.RUBY"),
        ((Gem.RUBY,), f"builtins.({__name__}.Gem.RUBY,)"), (At(1.0), f"{__name__}.At(x=1.0)"),
    ],
)  # fmt: skip
def test_what_looks_alike_by_its_class_is_told_in_full(value: Any, told: str) -> None:
    assert told_in_full(value) == told
