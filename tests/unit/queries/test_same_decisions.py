"""Decided again, what a file holds as the same is the same, and what it tells apart is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import nan
from pathlib import Path
from typing import Any

import pytest

from replay import Event, EventType, Projection, Recorder, Recording, Rules, Schema, resimulate
from replay.queries.resimulate import Desync


class Size(Enum):
    BIG = 1


@dataclass(frozen=True, slots=True)
class Walked:
    steps: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Took:
    what: str | Size | bytes


@dataclass(frozen=True, slots=True)
class Weighed:
    at: int
    grams: bool | int | float


class Counter(Projection[Any, int]):
    name = "counter"

    def initial(self) -> int:
        return 0

    def apply(self, state: int, event: Event[Any]) -> int:
        return state + 1


def decided_again(payload: type, first: Any, second: Any, path: Path) -> Desync | None:
    """Record that ``first`` was decided, and decide ``second`` where the file is asked."""
    kinds = EventType("kinds", [("WANTED", int), ("DID", payload)])
    schema, turn = Schema("g", kinds), iter((first, second))
    rules = Rules(
        1,
        {kinds.WANTED},
        lambda *_: [(kinds.WANTED, 1), (kinds.DID, next(turn))],  # type: ignore[attr-defined]
    )
    with Recorder(path, schema, existing="replace") as recorder:
        for type_, data in rules.decide(None, [], 0, 0):
            recorder.append(Event(type_, data))
    with Recording(path, schema) as recording:
        return resimulate(recording, Counter(), rules, 0)


@pytest.mark.parametrize(
    ("payload", "first", "second"),
    [
        (Walked, Walked((1, 2)), Walked((1, 2))),
        (float, nan, float("nan")),
        (float, 2**53, 2.0**53),
        (Weighed, Weighed(1, nan), Weighed(1, float("nan"))),
    ],
)
def test_what_a_file_holds_as_the_same_is_the_same_decision(
    payload: type, first: Any, second: Any, tmp_path: Path
) -> None:
    assert decided_again(payload, first, second, tmp_path / "a.replay") is None


@pytest.mark.parametrize(
    ("payload", "first", "second", "field", "recorded", "decided"),
    [
        (Took, Took(Size.BIG), Took("BIG"), "what", "<Size.BIG: 1>", "'BIG'"),
        (Took, Took(b"\xab"), Took("ab"), "what", "b'\\xab'", "'ab'"),
        (Weighed, Weighed(1, True), Weighed(1, 1), "grams", True, 1),
        (Weighed, Weighed(1, 1), Weighed(1, 1.0), "grams", 1, 1.0),
        (Weighed, Weighed(1, 0.0), Weighed(1, -0.0), "grams", 0.0, -0.0),
        (float, 1.0, 2.0, "value", 1.0, 2.0),
        (int, 1, 2**70, "data", 1, 2**70),
        (int, 1, "one", "data", 1, "one"),
    ],
)
def test_what_a_file_tells_apart_is_another_decision(
    payload: type, first: Any, second: Any, field: str, recorded: Any, decided: Any, tmp_path: Path
) -> None:
    found = decided_again(payload, first, second, tmp_path / "a.replay")

    assert found is not None
    assert (found.event, found.type, found.field) == (1, "DID", field)
    assert repr((found.recorded, found.decided)) == repr((recorded, decided))
