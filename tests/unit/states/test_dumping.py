"""A projection whose states are no plain data needs a dump() and a load(), and is told in time."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from counting import S, recorded
from strategies import Put, Vault

from replay import Event, EventStore, Projection, Recorder, Recording, Timeline


@dataclass
class State:
    n: int = 0


class NoDump(Projection[Any, State]):
    name = "nodump"

    def initial(self) -> State:
        return State()

    def apply(self, state: State, event: Event[Any]) -> State:
        state.n += 1
        return state


class NoLoad(NoDump):
    name = "noload"

    def dump(self, state: State) -> object:
        return [state.n]


class Forgets(NoLoad):
    name = "forgets"

    def dump(self, state: State) -> object:
        return [state.n, id(state)]

    def load(self, saved: Any) -> State:
        return State(saved[0])


class Sets(Projection[Any, set[str]]):
    def initial(self) -> set[str]:
        return set()


class Cells(Projection[Any, list[dict[Any, int]]]):
    name = "cells"

    def initial(self) -> list[dict[Any, int]]:
        return [{}, {"a": 1, (0, 1): 2}]


class Fails(NoLoad):
    name = "fails"

    def load(self, saved: Any) -> State:
        return State(saved["n"])


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize(
    ("projection", "told"),
    [
        (NoDump(), r"State of the projection 'nodump' is not dumped .*: give it a dump\(\)"),
        (NoLoad(), r"load\(\) of the projection 'noload' makes a list of what was a State"),
        (Forgets(), r"load\(\) of the projection 'forgets' makes another state"),
        (Sets(), r"set of the projection 'Sets' is not dumped as plain data"),
        (
            Cells(),
            r"projection 'cells' .*it\[1\] has the key \(0, 1\); keys .*: give it a dump\(\)",
        ),
        (Fails(), "list indices must be integers"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_missing_dump_is_noticed_before_the_match(
    projection: Projection[Any, Any], told: str, live: bool, tmp_path: Path
) -> None:
    with pytest.raises(TypeError, match=told):
        Recorder(tmp_path / "a.replay", S, projection=projection, live=live)

    assert not list(tmp_path.iterdir())


@dataclass
class Bag:
    items: list[str] = field(default_factory=list)


class Items(Projection[Any, Bag]):
    def initial(self) -> Bag:
        return Bag()

    def apply(self, state: Bag, event: Event[Any]) -> Bag:
        state.items.append(event.data)
        return state


def test_states_that_cannot_be_dumped_are_a_mistake_with_a_remedy_also_when_reading(
    tmp_path: Path,
) -> None:
    path = recorded(tmp_path / "a.replay", None)

    with Recording(path, S) as recording, pytest.raises(TypeError, match=r"'Items'.* a dump\(\)"):
        Timeline(recording, Items()).at(1999)


def test_a_key_that_only_a_later_state_has_is_named_when_walking_backwards() -> None:
    class Pairs(Projection[Any, dict[Any, int]]):
        name = "pairs"

        def initial(self) -> dict[Any, int]:
            return {}

        def apply(self, state: dict[Any, int], event: Event[Any]) -> dict[Any, int]:
            state[(event.frame, 0) if event.frame > 9 else str(event.frame)] = 1
            return state

    store = EventStore[Any]()
    for frame in range(20):
        store.append(Event(Vault.PUT, Put(1, 2), frame))

    with pytest.raises(TypeError, match=r"the key \(10, 0\)"):
        list(Timeline(store, Pairs()).walk(19, -1))
