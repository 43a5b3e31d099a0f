"""Whatever is recorded is read back equal, or is refused before it is written."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schemas import Made, difference, schemas
from strategies import histories
from torture.reports import Tally
from torture.schemas import problems

from replay import Event, EventStore, EventType, Recorder, Recording, Schema


@settings(max_examples=150)
@given(made=schemas)
def test_what_is_recorded_is_read_back_equal_or_is_refused_before(
    made: Made, tmp_path: Path
) -> None:
    assert problems(made, tmp_path / "made.replay", Tally("schemas")) == []


@given(history=histories())
def test_what_a_store_takes_a_recorder_takes(history: list[Event[Any]], tmp_path: Path) -> None:
    store = EventStore[Any]()
    for event in history:
        store.append(event)

    assert store.get_all_events() == history


numbers = st.sampled_from(
    [st.integers(-(2**63), 2**63 - 1) | st.integers(-3, 3), st.floats(), st.booleans()]
)


@pytest.mark.parametrize(
    "of",
    [
        int | float,
        float | int,
        float | int | bool,
        tuple[float, ...] | tuple[int, ...],
        tuple[bool, ...] | tuple[float, ...] | tuple[int, ...],
        tuple[int | float, ...],
        tuple[tuple[float, float] | tuple[int, int] | int, ...],
    ],
    ids=str,
)
@given(data=st.data())
def test_an_integer_becomes_a_float_only_where_no_integer_may_be(
    of: Any, data: st.DataObject, tmp_path: Path
) -> None:
    kind = dataclasses.make_dataclass("Held", [("value", of)], frozen=True)
    events: Any = EventType("Holding", [("HELD", kind)])
    plain = isinstance(of, type(int | float)) and int in of.__args__
    some = data.draw(st.lists(data.draw(numbers), min_size=1, max_size=3))
    value = some[0] if plain else tuple(some)
    schema, path = Schema("holding", events), tmp_path / "held.replay"

    with Recorder(path, schema, existing="replace") as recorder:
        try:
            recorder.append(Event(events.HELD, kind(value)))
        except (TypeError, ValueError):
            return
    (read,) = Recording(path, schema).get_all_events()

    assert _classes(read.data.value) == _classes(value)
    assert difference(kind(value), read.data) == ""


def _classes(value: Any) -> list[type]:
    return [type(one) for one in value] if isinstance(value, tuple) else [type(value)]


@given(value=st.integers() | st.integers(-(2**60), 2**60))
def test_an_integer_is_a_float_if_one_equals_it(value: int) -> None:
    kind = dataclasses.make_dataclass("Held", [("value", float | None)], frozen=True)
    events: Any = EventType("Holding", [("HELD", kind)])
    store = EventStore[Any]()
    event = Event(events.HELD, kind(value))

    if abs(value) < 2**1023 and float(value) == value:
        store.append(event)
    else:
        with pytest.raises(ValueError, match="^Held.value should be float, and no float equals"):
            store.append(event)
