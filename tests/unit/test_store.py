"""A store in memory takes the events of one catalogue, a file's as well as a program's."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from payloads import (
    Item,
    Weapon,
    catalogue,
    holding,
    recorded,
)

from replay import Event, EventStore, Recording
from replay.values.named_fields import NamedFields


def test_a_store_takes_events_of_one_catalogue_only() -> None:
    one, other = catalogue(int), catalogue(int)
    store = EventStore[Any]()
    with pytest.raises(TypeError, match="should be int"):
        store.append(Event(other.KIND_0, "no"))

    store.append(Event(one.KIND_0, 1))

    with pytest.raises(TypeError, match="KIND_0 is no event type of Kinds"):
        store.append(Event(other.KIND_0, 1))
    with pytest.raises(TypeError, match="5 is no event type"):
        EventStore[Any]().append(Event(5, 1))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="beyond the last"):
        store.append(Event(one.KIND_0, 1, 2**53))
    assert len(store) == 1


def test_events_that_only_a_file_names_can_be_stored(tmp_path: Path) -> None:
    recorded(tmp_path / "a.replay", holding(Weapon | Item)(Item("a")))
    with Recording(tmp_path / "a.replay") as recording:
        (event,) = recording.get_all_events()
    store = EventStore[Any]()

    store.append(event)

    assert store.get_all_events() == [event]
    for wrong in (NamedFields("Took", {}), NamedFields("Took", {"what": 5}), 5):
        with pytest.raises(TypeError, match="Took"):
            store.append(dataclasses.replace(event, data=wrong))
