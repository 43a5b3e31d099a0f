"""Events with some values are found, and what has none is not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from house import (
    HISTORY,
    KEYS,
    ROOMS,
    SCHEMA,
    Counting,
    Facts,
    Moved,
    Side,
    bare,
    contents_of,
    fields_of,
    recorded,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from replay import Event, EventStore, Recorder, Recording, Schema
from replay.errors import Corrupt

wheres = st.fixed_dictionaries(
    {},
    optional={
        "player": st.sampled_from([None, 0, 1, 5, 9, True, 2.0, "x"]),
        "room": st.sampled_from([*ROOMS, "sky"]),
        "loud": st.booleans(),
        "side": st.sampled_from(list(Side)),
        "by": st.integers(-3, 3),
    },
)
types = st.none() | st.sets(st.sampled_from(list(Facts)))


@given(where=wheres, types=types, start=st.integers(-5, 17_000), length=st.integers(0, 17_000))
@settings(max_examples=60)
def test_events_with_some_values_are_those_that_a_filter_finds(
    paged_path: Path, where: dict[str, Any], types: Any, start: int, length: int
) -> None:
    store = EventStore[Any]()
    for event in HISTORY:
        store.append(event)
    stop = start + length

    with Recording(paged_path, SCHEMA) as recording:
        found = list(recording.events(start, stop, types, where))
        numbered = list(recording.numbered(0, len(HISTORY), types, where))

    filtered = [
        (number, event)
        for number, event in enumerate(HISTORY)
        if (types is None or event.type in types)
        and all(
            name in fields_of(event) and getattr(event.data, name) == value
            for name, value in where.items()
        )
    ]
    assert list(map(bare, found)) == [
        bare(event) for _, event in filtered if start <= event.frame < stop
    ]
    assert [(number, bare(event)) for number, event in numbered] == [
        (number, bare(event)) for number, event in filtered
    ]
    assert list(map(bare, store.events(start, stop, types, where))) == list(map(bare, found))


def test_a_type_or_a_value_that_is_late_is_found_without_reading_what_is_before(
    paged_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = next(
        event
        for event in HISTORY
        if event.type is not Facts.LEFT and getattr(event.data, "player", 0) == 5
    )
    counting = Counting(monkeypatch)

    with Recording(paged_path, SCHEMA) as recording:
        found = next(recording.events(where={"player": 5}))

    assert bare(found) == bare(first)
    assert len(counting.reads) <= 10


def test_frames_that_ended_before_damage_are_given_though_blocks_are_passed_over(
    tmp_path: Path,
) -> None:
    history = [
        *(Event(Facts.PAUSED, 0, frame) for frame in (0, 0, 1, 2)),
        *(Event(Facts.MOVED, Moved(0, 1), 3 + n) for n in range(8)),
        *(Event(Facts.PAUSED, 1, 20 + n) for n in range(4)),
        *(Event(Facts.MOVED, Moved(0, 1), 30 + n) for n in range(4)),
    ]
    path = recorded(tmp_path / "a.replay", history)
    with Recording(path) as recording:
        offset = contents_of(recording).offsets[3]
    damaged = bytearray(path.read_bytes())
    damaged[offset + 60] ^= 1
    path.write_bytes(damaged)

    found = []
    with Recording(path, SCHEMA) as recording, pytest.raises(Corrupt):
        for event in recording.events(types={Facts.PAUSED}):
            found.append(event.frame)

    assert found == [0, 0, 1, 2]


def test_a_live_match_has_no_counts_and_its_events_are_found(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        for event in HISTORY[:500]:
            recorder.append(event)
        recorder.end_frame(HISTORY[499].frame)
        with Recording(recorder.path, SCHEMA) as recording:
            assert recording.key_counts("player") is None
            found = [bare(event) for event in recording.events(where={"player": 2})]
    assert found == [
        bare(e) for e in HISTORY[:500] if "player" in fields_of(e) and e.data.player == 2
    ]


def test_upcast_events_are_filtered_as_they_are_now(tmp_path: Path) -> None:
    def with_names(name: str, fields: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        moved = {**fields, "player": fields["player"] + 10} if "by" in fields else fields
        return [(name, moved)]

    path = recorded(tmp_path / "a.replay", HISTORY[:900])
    newer = Schema("house", Facts, version=2, upcasters={1: with_names}, keys=KEYS)

    with Recording(path, newer) as recording:
        assert recording.key_counts("player") is None
        found = [(e.frame, e.data.player) for e in recording.events(where={"player": 12})]

    assert found == [
        (e.frame, 12) for e in HISTORY[:900] if "by" in fields_of(e) and e.data.player == 2
    ]


@pytest.mark.parametrize("name", ["plyer", "real", "value", "frame"])
def test_a_field_that_no_event_has_is_refused(paged_path: Path, name: str) -> None:
    store = EventStore[Any]()
    assert list(store.events(where={name: 1})) == []
    store.append(HISTORY[0])
    with Recording(paged_path, SCHEMA) as recording:
        for readable in (store, recording):
            with pytest.raises(ValueError, match=f"no event has a field '{name}'"):
                list(readable.events(where={name: 1}))


@pytest.mark.parametrize("where", ["player", 5, ["player"], {1: 2}])
def test_where_that_is_no_mapping_of_names_is_refused(paged_path: Path, where: Any) -> None:
    store = EventStore[Any]()
    store.append(HISTORY[0])
    with Recording(paged_path, SCHEMA) as recording:
        for readable in (store, recording):
            with pytest.raises(TypeError, match="where is a mapping"):
                list(readable.events(where=where))
