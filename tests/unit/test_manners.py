"""Manners that one may expect of a Python library: truth, equality, copies, frozen values."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import BEGIN, SCHEMA, Ledger, Put, Vault, histories, puts, record

from replay import (
    Event,
    EventStore,
    EventType,
    Inventory,
    Recorder,
    Recording,
    RecordingError,
    Schema,
)
from replay.file.columns import decode_column
from replay.values.msgpack_codec import Malformed, pack
from replay.values.named_fields import NamedFields

HISTORY = list[Event[Any]]


def test_what_is_empty_is_there(tmp_path: Path) -> None:
    store = EventStore[Any]()

    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        assert recorder
    assert store
    assert (store or EventStore[Any]()) is store
    assert Recording(tmp_path / "a.replay")


def test_an_event_may_be_told_what_it_carries() -> None:
    assert Event[str](Vault.SAID, "hello") == Event(Vault.SAID, "hello")


@pytest.mark.parametrize("name", ["type", "data", "frame", "timestamp", "note", "_clock"])
def test_nothing_of_an_event_can_be_set_or_deleted(name: str) -> None:
    event = Event(Vault.SAID, "hello")

    with pytest.raises(FrozenInstanceError, match=name):
        setattr(event, name, 1)
    with pytest.raises(FrozenInstanceError, match=name):
        delattr(event, name)


@pytest.mark.parametrize("frame", [True, 1.0, "1", None])
def test_a_frame_is_a_whole_number(frame: Any, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="whole number"):
        Event(Vault.COUNTED, 1, frame)
    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        with pytest.raises(TypeError, match="whole number"):
            recorder.end_frame(frame)
        recorder.append(Event(Vault.COUNTED, 1, 7))

    assert Recording(tmp_path / "a.replay").frames == 8


def test_a_timestamp_is_a_datetime_with_a_time_zone() -> None:
    with pytest.raises(TypeError, match="datetime"):
        Event(Vault.COUNTED, 1, 0, "noon")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="time zone"):
        Event(Vault.COUNTED, 1, 0, datetime(2026, 3, 1))


@given(
    history=histories(max_events=8),
    start=st.integers(-12, 12),
    stop=st.integers(-12, 12),
    live=st.booleans(),
)
def test_any_range_means_the_same_to_a_store_and_to_a_recording(
    history: HISTORY, start: int, stop: int, live: bool, tmp_path: Path
) -> None:
    store = EventStore[Any]()
    for event in history:
        store.append(event)
    path = record(tmp_path / "a.replay", history, live=live, existing="replace")

    with Recording(path, SCHEMA) as recording:
        for ask in (
            lambda of: list(of.events(start, stop)),
            lambda of: list(of.events_between(start, stop)),
            lambda of: list(of.numbered(start, stop)),
            lambda of: list(of.events_since(start)),
            lambda of: of.count_before(start),
        ):
            assert ask(recording) == ask(store)
        between = [e for n, e in enumerate(history) if start <= n < stop]
        assert list(store.events_between(start, stop)) == between


class Pack(EventType):
    ITEM_ADDED = str
    ITEM_REMOVED = str


@dataclass(frozen=True, slots=True)
class Lost:
    item: int
    place: str


class Bag(EventType):
    ITEM_ADDED = int
    ITEM_REMOVED = Lost


def test_an_inventory_has_no_zero_counts() -> None:
    store = EventStore[str]()
    store.append(Event(Pack.ITEM_REMOVED, "coin"))
    store.append(Event(Pack.ITEM_ADDED, "coin"))

    assert list(Inventory(store).get_items()) == []


@pytest.mark.parametrize("by_name", [True, False])
def test_an_inventory_does_not_guess_what_the_item_is(by_name: bool, tmp_path: Path) -> None:
    store = EventStore[Any]()
    store.append(Event(Bag.ITEM_ADDED, 7))
    given = {} if by_name else {"added": Bag.ITEM_ADDED, "removed": Bag.ITEM_REMOVED}

    with pytest.raises(TypeError, match="ITEM_ADDED and ITEM_REMOVED .* kind=lambda"):
        Inventory(store, **given).get_items()
    item = lambda data: data if type(data) is int else data.item  # noqa: E731
    assert Inventory(store, kind=item).get_items() == {7: 1}


def test_the_events_of_a_file_alone_are_not_guessed_at_either(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.replay", Schema("bag", Bag)) as recorder:
        recorder.append(Event(Bag.ITEM_ADDED, 7))

    with Recording(tmp_path / "a.replay") as recording:
        with pytest.raises(TypeError, match="ITEM_ADDED and ITEM_REMOVED"):
            Inventory(recording).get_items()


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        ({"frame_rate": 59.94}, TypeError),
        ({"frame_rate": True}, TypeError),
        ({"frame_rate": 0}, ValueError),
        ({"frame_rate": 2**63}, ValueError),
        ({"version": 1.0}, TypeError),
        ({"version": 2**63}, ValueError),
        ({"game": ""}, ValueError),
        ({"game": "\ud800"}, ValueError),
    ],
)
def test_a_schema_takes_only_what_its_header_can_say(
    wish: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error, match=f"{next(iter(wish))}|name"):
        Schema(**{"game": "vault", "events": Vault, **wish})


@pytest.mark.parametrize(
    ("metadata", "error", "where"),
    [
        ({"seed": 2**63}, ValueError, "metadata['seed'] does not fit into 64 bits"),
        ({"seed": -(2**63) - 1}, ValueError, "metadata['seed'] does not fit into 64 bits"),
        ({"seed": 10**5000}, ValueError, "metadata['seed'] does not fit into 64 bits"),
        ({"a": [1, {"b": 2**64}]}, ValueError, "metadata['a'][1]['b'] does not fit"),
        ({"a": {2**64: 1}}, ValueError, "a key of metadata['a'] does not fit"),
        ({"a": object()}, TypeError, "metadata['a'] is no plain data"),
        ({"a": {None: 1}}, TypeError, "metadata['a'] has the key None"),
        ({"a": "\ud800"}, ValueError, "metadata['a'] is no text"),
    ],
)
def test_metadata_that_a_file_cannot_hold_are_refused_before_there_is_one(
    metadata: dict[str, Any], error: type[Exception], where: str, tmp_path: Path
) -> None:
    with pytest.raises(error) as refused:
        Recorder(tmp_path / "a.replay", SCHEMA, metadata=metadata)

    assert where in str(refused.value)
    assert list(tmp_path.iterdir()) == []


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=4)
    | st.binary(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3) | st.integers(-9, 9), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(seed=plain, players=plain, more=plain)
def test_metadata_are_read_as_they_were_given(
    seed: Any, players: Any, more: Any, tmp_path: Path
) -> None:
    metadata = {"more": more, "seed": seed, "players": players}
    with Recorder(tmp_path / "a.replay", SCHEMA, metadata=metadata, existing="replace"):
        pass

    read = Recording(tmp_path / "a.replay").metadata

    assert {"seed": None, "players": None, **read} == metadata


@pytest.mark.parametrize(("code", "raw"), [("c", 2**63), ("mp", [1, 2**63])])
def test_a_column_of_integers_holds_none_of_more_than_64_bits(code: str, raw: object) -> None:
    data = pack(raw)

    with pytest.raises(Malformed, match="64 bits"):
        decode_column((code, len(data), len(data)), data, 2, int)


def by_name(tmp_path: Path) -> HISTORY:
    """Events of a file that is read without its schema."""
    path = record(tmp_path / "a.replay", [Event(Vault.PUT, Put(1, 2), 3)])
    with Recording(path) as recording:
        return recording.get_all_events()


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))]
)
def test_events_that_only_a_file_names_can_be_copied(
    copied: Callable[[Any], Any], tmp_path: Path
) -> None:
    (event,) = by_name(tmp_path)

    assert copied(event.data) == event.data == NamedFields("Put", {"player": 1, "item": 2})
    assert copied(event) == event
    assert copied(event).timestamp == event.timestamp
    assert copied(event).type is event.type


def test_events_that_only_a_file_names_become_dicts(tmp_path: Path) -> None:
    (event,) = by_name(tmp_path)

    assert dataclasses.asdict(event) == {
        "type": event.type,
        "data": event.data,
        "frame": 3,
        "timestamp": event.timestamp,
    }


def test_events_that_only_a_file_names_can_be_sent_to_another_program(tmp_path: Path) -> None:
    (tmp_path / "event").write_bytes(pickle.dumps(by_name(tmp_path)))
    told = "import pickle, sys; e, = pickle.load(open(sys.argv[1], 'rb')); print(e.type, e.data)"

    said = subprocess.run(
        [sys.executable, "-c", told, str(tmp_path / "event")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert said.stdout == "RecordedEvents.PUT Put(player=1, item=2)\n"


def test_two_files_with_one_catalogue_have_the_same_event_types(tmp_path: Path) -> None:
    first, second = (
        Recording(record(tmp_path / name, puts(3))).get_all_events() for name in ("a", "b")
    )

    assert first == second


@pytest.mark.parametrize("name", ["_name", "_fields", "as_dict", "__deepcopy__", "__len__", "x"])
def test_a_field_may_have_any_name(name: str) -> None:
    named = NamedFields("Odd", {name: 5})

    assert copy.deepcopy(named) == named
    assert named.as_dict() == {name: 5}
    assert repr(named) == f"Odd({name}=5)"


@pytest.mark.parametrize("live", [True, False])
def test_a_kept_event_does_not_keep_its_recording(live: bool, tmp_path: Path) -> None:
    texts = [f"text number {n * 7919 % 100003} " * 3 for n in range(20_000)]
    history = [
        Event(Vault.SAID, text, n, BEGIN + timedelta(milliseconds=17 * n))
        for n, text in enumerate(texts)
    ]
    path = record(tmp_path / "a.replay", history, live=live, projection=None)
    tracemalloc.start()
    try:
        with Recording(path, SCHEMA) as recording:
            kept = list(recording.events())[::1000]
        del recording
        memory, _ = tracemalloc.get_traced_memory()
        times = [event.timestamp for event in kept]
    finally:
        tracemalloc.stop()

    assert memory < 250_000
    assert [event.data for event in kept] == texts[::1000]
    assert times == [event.timestamp for event in history[::1000]]


def test_an_old_event_still_says_that_its_time_is_damaged(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5), projection=Ledger())

    with Recording(path, SCHEMA) as recording:
        event = next(recording.events())
        event._clock._times._first_time = 2**61

    with pytest.raises(RecordingError, match="byte"):
        event.timestamp  # noqa: B018
