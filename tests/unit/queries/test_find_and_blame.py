"""Finding and blaming what is there in one frame only, in none, or is not a number."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import nan
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from strategies import SCHEMA, Put, Vault, record

from replay import Event, EventStore, EventType, Projection, Recording, Timeline
from replay.queries.blame import blame_item
from replay.queries.find import FrameRange
from replay.values.view_paths import Query


def test_a_path_that_is_there_in_one_frame_only_is_none_mistyped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Guests(Projection[Any, dict[str, int]]):
        name = "guests"

        def initial(self) -> dict[str, int]:
            return {}

        def apply(self, state: dict[str, int], event: Event[Any]) -> dict[str, int]:
            return {event.data: event.frame}

    path = record(
        tmp_path / "a.replay",
        [Event(Vault.SAID, name, frame) for frame, name in enumerate(["a", "b", "c"])],
    )
    with Recording(path, SCHEMA) as recording:
        assert list(Timeline(recording, Guests()).find("b = 7")) == []
        with pytest.raises(ValueError, match="at d; there are c$"):
            list(Timeline(recording, Guests()).find("d = 7"))


class Thermometer(Projection[Any, dict[str, Any]]):
    """What was measured last, alone and among others."""

    name = "thermometer"

    def initial(self) -> dict[str, Any]:
        return {"now": 0.0, "all": [0.0]}

    def apply(self, state: dict[str, Any], event: Event[Any]) -> dict[str, Any]:
        # A new object each time, as one that was read from a file is.
        return {"now": float(str(event.data)), "all": [float(str(event.data))]}


def test_not_a_number_changes_nothing_as_long_as_it_stays() -> None:
    degrees = EventType("degrees", [("MEASURED", float)])
    store = EventStore[Any]()
    for frame, measured in enumerate([1.0, nan, nan, nan]):
        store.append(Event(degrees.MEASURED, measured, frame))  # type: ignore[attr-defined]

    for path in ("now", "all"):
        chain = Timeline(store, Thermometer()).blame(path, 3).chain
        assert [link.number for link in chain] == [0, 1]
    assert list(Timeline(store, Thermometer()).find(Query(("now",), "=", nan))) == [
        FrameRange(1, 3)
    ]
    assert list(Timeline(store, Thermometer()).find(Query(("now",), "!=", nan))) == [
        FrameRange(0, 0)
    ]
    assert list(Timeline(store, Thermometer()).find(Query(("all",), "has", nan))) == [
        FrameRange(1, 3)
    ]


class Fruit(Projection[Any, dict[str, Any]]):
    """What was said how often, seen through mappings of several kinds."""

    def initial(self) -> dict[str, Any]:
        return {"count": Counter(), "lists": defaultdict(list)}

    def apply(self, state: dict[str, Any], event: Event[Any]) -> dict[str, Any]:
        state["count"][event.data] += 1
        state["lists"][event.data].append(event.frame)
        return state

    def view(self, state: dict[str, Any]) -> object:
        seen = {name: MappingProxyType(inner) for name, inner in state.items()}
        return MappingProxyType({**state, "seen": MappingProxyType(seen)})


@pytest.fixture
def fruit() -> Timeline[dict[str, Any]]:
    store = EventStore[Any]()
    for frame, name in enumerate(["fig", "kiwi", "fig", "kiwi"]):
        store.append(Event(Vault.SAID, name, frame))
    return Timeline(store, Fruit())


@pytest.mark.parametrize("query", ["count.nope = 0", "lists.nope = []", "seen.count.nope = 0"])
def test_what_a_mapping_makes_up_when_it_is_asked_is_not_there(
    query: str, fruit: Timeline[dict[str, Any]]
) -> None:
    with pytest.raises(ValueError, match=r"no frame has anything at .*\.nope; .* fig, kiwi$"):
        list(fruit.find(query))
    with pytest.raises(ValueError, match=r"there is nothing at .*\.nope; .* fig, kiwi$"):
        fruit.blame(query.split()[0], 3)


@pytest.mark.parametrize("path", ["seen.count.fig", "seen.count", "seen", "count", "lists.fig"])
def test_what_is_seen_through_another_mapping_is_blamed_on_what_changed_it(
    path: str, fruit: Timeline[dict[str, Any]]
) -> None:
    changes = [0, 2] if path.endswith("fig") else [0, 1, 2, 3]

    assert [link.number for link in fruit.blame(path, 3).chain] == changes


@pytest.mark.parametrize("frame", [-2, 4, 10**9])
def test_no_thing_is_told_of_at_a_frame_that_there_is_not(frame: int) -> None:
    store = EventStore[Any]()
    store.append(Event(Vault.PUT, Put(0, 1), 3))

    with pytest.raises(IndexError):
        blame_item(store, 1, frame)
