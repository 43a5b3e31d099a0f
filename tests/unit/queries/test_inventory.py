"""The classic pieces, as their readers know them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import SCHEMA, Marked, Metal, Point, Put, Vault, puts, record

from replay import (
    Event,
    EventStore,
    EventType,
    Inventory,
    Recorder,
    Recording,
    Schema,
    get_most_collected,
)


class Pack(EventType):
    ITEM_ADDED = str
    ITEM_REMOVED = str


ADDED, REMOVED = Pack.ITEM_ADDED, Pack.ITEM_REMOVED


def a_store(*items: str) -> EventStore[str]:
    """A "-" before an item removes it."""
    store = EventStore[str]()
    for item in items:
        removed = item.startswith("-")
        store.append(Event(REMOVED if removed else ADDED, item.lstrip("-")))
    return store


def test_two_members_with_one_payload_are_two_members() -> None:
    assert ADDED is not REMOVED
    assert [member.name for member in Pack] == ["ITEM_ADDED", "ITEM_REMOVED"]


def test_the_inventory_is_what_was_added_and_not_removed() -> None:
    assert Inventory(a_store("sword", "coin", "coin", "-sword")).get_items() == {"coin": 2}


def test_the_most_collected_count_what_was_dropped_again() -> None:
    store = a_store("coin", "-coin", "coin", "ruby", "key", "coin", "ruby")

    assert get_most_collected(store, 2) == [("coin", 3), ("ruby", 2)]


def test_what_a_caller_gets_cannot_spoil_the_cache() -> None:
    inventory = Inventory(a_store("coin"))
    inventory.get_items().clear()

    assert inventory.get_items() == {"coin": 1}


def test_the_cache_extends_instead_of_starting_over(monkeypatch: pytest.MonkeyPatch) -> None:
    store = a_store("coin", "key")
    inventory = Inventory(store)
    inventory.get_items()
    asked = []
    between = store.events_between
    monkeypatch.setattr(store, "events_between", lambda a, b: asked.append((a, b)) or between(a, b))

    store.append(Event(ADDED, "ruby"))

    assert inventory.get_items() == {"coin": 1, "key": 1, "ruby": 1}
    assert inventory.get_items() == {"coin": 1, "key": 1, "ruby": 1}
    assert asked == [(2, 3)]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abc")), max_size=60))
def test_asked_after_every_event_it_says_what_a_count_says(steps: list[tuple[bool, str]]) -> None:
    store = EventStore[str]()
    inventory = Inventory(store)
    model: Counter[str] = Counter()
    for adds, item in steps:
        if adds or model[item]:
            store.append(Event(ADDED if adds else REMOVED, item))
            model[item] += 1 if adds else -1

        assert inventory.get_items() == +model


def test_a_fold_that_breaks_off_spoils_nothing() -> None:
    store = a_store("coin", "coin")
    broken: list[str] = []
    inventory = Inventory(store, kind=lambda data: {}[data] if data in broken else data)
    inventory.get_items()
    store.append(Event(ADDED, "ruby"))
    store.append(Event(ADDED, "sword"))
    broken.append("sword")

    with pytest.raises(KeyError):
        inventory.get_items()
    broken.clear()

    assert inventory.get_items() == {"coin": 2, "ruby": 1, "sword": 1}


def test_another_match_in_the_files_place_is_counted_anew(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(50))
    reading = Recording(path, SCHEMA)
    inventory = Inventory(reading, added=Vault.PUT, removed=Vault.TAKEN, kind=lambda put: put.item)
    inventory.get_items()
    record(path, [Event(Vault.PUT, Put(0, 3), frame) for frame in range(7)], existing="replace")

    assert reading.refresh()
    assert inventory.get_items() == {3: 7}


def test_it_reads_a_recording_as_it_reads_a_store(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, Schema("pack", Pack)) as recorder:
        for event in a_store("coin", "key", "-coin").events():
            recorder.append(event)

    with Recording(path) as recording:
        assert Inventory(recording).get_items() == {"key": 1}
        assert get_most_collected(recording) == [("coin", 1), ("key", 1)]


@pytest.mark.parametrize("live", [True, False])
def test_a_field_named_is_counted_by_its_column(tmp_path: Path, live: bool) -> None:
    history = puts(3000)
    path = record(tmp_path / "a.replay", history, live=live)
    model = Counter(event.data.item for event in history if event.type is Vault.PUT)

    with Recording(path, SCHEMA) as recording:
        store = EventStore[Put]()
        for event in history:
            store.append(event)

        assert get_most_collected(recording, 5, Vault.PUT, "item") == model.most_common(5)
        assert get_most_collected(store, 5, Vault.PUT, "item") == model.most_common(5)
        for readable in (recording, store):
            with pytest.raises(ValueError, match="no field 'thing'"):
                get_most_collected(readable, 5, Vault.PUT, "thing")


@pytest.mark.parametrize("field", ["metal", "where", "path", "name"])
def test_whatever_the_field_a_recording_counts_what_a_store_counts(
    tmp_path: Path, field: str
) -> None:
    history = [
        Event(
            Vault.MARKED, Marked("n", metal, Point(1, 2), (1, 2), ("a", True), 0.5, b"", None, "x")
        )
        for metal in (Metal.TIN, Metal.GOLD, Metal.TIN)
    ]
    store = EventStore[Marked]()
    for event in history:
        store.append(event)

    with Recording(record(tmp_path / "a.replay", history), SCHEMA) as recording:
        counted = get_most_collected(recording, 3, Vault.MARKED, field)

    assert counted == get_most_collected(store, 3, Vault.MARKED, field)
    assert counted == Counter(getattr(event.data, field) for event in history).most_common(3)
