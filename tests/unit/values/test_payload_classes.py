"""Classes of payloads: their fields are all there is, and reading runs no code of theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import InitVar, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from payloads import (
    holding,
    recorded,
    refusal,
)


@dataclass(frozen=True)
class Hit:
    base: int
    bonus: InitVar[int]
    total: int = field(init=False)

    def __post_init__(self, bonus: int) -> None:
        object.__setattr__(self, "total", self.base * 2 + bonus)


@dataclass(frozen=True, init=False)
class Paid:
    cents: int

    def __init__(self, euros: float) -> None:
        object.__setattr__(self, "cents", round(euros * 100))


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    cents: int
    kind: str = field(init=False, default="price")

    def __post_init__(self) -> None:
        object.__setattr__(self, "cents", self.cents * 100)


@dataclass(frozen=True)
class Checked:
    points: int

    def __post_init__(self) -> None:
        if self.points < 0:
            raise ValueError("points are never negative")


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("payload", [Hit(5, 1), Paid(5.5), Priced(cents=3), Checked(4)])
def test_what_makes_a_payload_is_not_run_again_by_reading_it(
    payload: Any, live: bool, tmp_path: Path
) -> None:
    nested = holding(tuple[type(payload), ...])((payload, payload))  # type: ignore[misc]

    assert recorded(tmp_path / "a.replay", payload, live=live) == payload
    assert recorded(tmp_path / "b.replay", nested, live=live) == nested


@dataclass(frozen=True)
class Totalled:
    points: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "_total", self.points + 1)


@dataclass(frozen=True)
class Cached:
    points: int

    @cached_property
    def twice(self) -> int:
        return self.points * 2


@dataclass(frozen=True, slots=True)
class Unset:
    points: int = field(init=False)


class Slotted:
    __slots__ = ("hidden",)


def odd(**options: Any) -> Callable[[type], Any]:
    return lambda cls: dataclass(**{"frozen": True, **options})(cls)


@odd()
class WithSlot(Slotted):
    points: int


@odd(eq=False)
class Unequal:
    points: int


@odd(frozen=False)
class Soft:
    points: int


@odd()
class Problem(Exception):
    points: int


class Stored:
    def __get__(self, instance: Any, owner: Any = None) -> int:
        return 5

    def __set__(self, instance: Any, value: int) -> None:
        pass


@odd()
class Described:
    points: int = Stored()  # type: ignore[assignment]


@odd()
class Veiled:
    points: int

    def __getattribute__(self, name: str) -> Any:
        return object.__getattribute__(self, name)


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (WithSlot, "WithSlot has the slot 'hidden', which is no field"),
        (Unequal, "Unequal has eq=False"),
        (Soft, "Soft must be frozen"),
        (Problem, "Problem is more than its fields"),
        (Described, "Described.points is computed by a Stored"),
        (Veiled, "Veiled has a __getattribute__"),
    ],
)
def test_a_class_is_refused_where_its_fields_are_not_all_there_is(of: Any, said: str) -> None:
    assert said in refusal(of)
    assert said in refusal(holding(of | None))


def test_attributes_besides_the_fields_are_refused_and_caches_are_not(tmp_path: Path) -> None:
    cached = Cached(3)
    assert cached.twice == 6

    assert recorded(tmp_path / "a.replay", cached).twice == 6
    assert refusal(Totalled, Totalled(3)).startswith("Totalled has an attribute '_total' besides")
    took = holding(Totalled)
    assert refusal(took, took(Totalled(3))).startswith("Took.what has an attribute '_total'")
    assert refusal(Unset, Unset()) == "Unset.points is not set, so it cannot be written"


@dataclass(frozen=True, slots=True)
class Based:
    points: int


@dataclass(frozen=True)
class Opened(Based):
    """Has a slot for its field, and a dictionary for whatever there is besides."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_total", 1)


@dataclass(frozen=True)
class Defaulted:
    points: int = field(init=False, default=5)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_total", 1)


@pytest.mark.parametrize("payload", [Opened(1), Defaulted()])
def test_attributes_besides_fields_that_lie_elsewhere_are_refused_too(payload: Any) -> None:
    said = refusal(type(payload), payload)

    assert said.startswith(f"{type(payload).__name__} has an attribute '_total' besides")
