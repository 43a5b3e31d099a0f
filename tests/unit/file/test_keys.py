"""Which values are counted, and what a schema's and a file's keys are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from house import (
    HISTORY,
    KEYS,
    SCHEMA,
    Counting,
    Facts,
    Said,
    Side,
    bare,
    changed,
    contents_of,
    fields_of,
    recorded,
)
from torture.anatomy import put_together, taken_apart

from replay import Event, Recorder, Recording, Schema
from replay.errors import Corrupt
from replay.file import tallies
from replay.file.header import encode_header
from replay.integrity.verify import verify


def test_a_key_of_many_values_is_not_counted_and_its_events_are_found(tmp_path: Path) -> None:
    history = [
        Event(Facts.SAID, Said(n % 3, f"room {n % 700}", True, Side.LEFT), n) for n in range(3000)
    ]
    path = recorded(tmp_path / "a.replay", history, block_events=512)

    with Recording(path, SCHEMA) as recording:
        pages = contents_of(recording).pages
        assert pages is not None
        assert {tally[1] for tally in pages.tallies if len(tally) == 3} == {0, 2}
        found = [e.frame for e in recording.events(where={"room": "room 699", "player": 0})]
        assert found == [n for n in range(3000) if n % 700 == 699 and n % 3 == 0]
        assert list(verify(recording)) == []


def test_long_texts_are_not_counted(tmp_path: Path) -> None:
    rooms = ["x" * (tallies.MAX_TEXT + 1), "y"]
    history = [Event(Facts.SAID, Said(0, rooms[n % 2], True, Side.LEFT), n) for n in range(9)]
    path = recorded(tmp_path / "a.replay", history, block_events=512)

    with Recording(path, SCHEMA) as recording:
        assert len(list(recording.events(where={"room": rooms[0]}))) == 5
        assert list(verify(recording)) == []


def test_the_files_keys_are_used_where_the_schemas_are_others(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", HISTORY[:600], Schema("house", Facts, keys=("room",)))
    for schema in (None, SCHEMA, Schema("house", Facts), Schema("house", Facts, keys=("loud",))):
        with Recording(path, schema) as recording:
            assert recording.schema.keys == ("room",)
            found = [e.frame for e in recording.events(where={"room": "attic", "loud": True})]
            assert found == [
                e.frame
                for e in HISTORY[:600]
                if e.type is Facts.SAID and e.data.room == "attic" and e.data.loud
            ]
            assert list(verify(recording)) == []


@pytest.mark.parametrize("live", [True, False])
def test_a_match_that_is_continued_keeps_the_files_keys(live: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, Schema("house", Facts, keys=("room", "player")), live=live) as recorder:
        for event in HISTORY[:2000]:
            recorder.append(event)
    with Recorder(path, Schema("house", Facts, keys=("loud",)), existing="continue") as recorder:
        for event in HISTORY[2000:4000]:
            if event.frame >= recorder.frames:
                recorder.append(event)

    with Recording(path, SCHEMA) as recording:
        pages = contents_of(recording).pages
        assert pages is not None
        assert recording.schema.keys == ("room", "player")
        assert {tally[1] for tally in pages.tallies if len(tally) == 3} == {0, 1}
        assert list(verify(recording)) == []


def test_a_schema_refuses_what_cannot_be_keys() -> None:
    for keys in (["room", "room"], ["nothing"], [1], "room", None, ["side"], ["player"] * 9):
        with pytest.raises((TypeError, ValueError)):
            Schema("house", Facts, keys=keys)  # type: ignore[arg-type]


@pytest.mark.parametrize("keys", [["a"] * 2, "room", [1], [str(n) for n in range(9)], {}])
def test_a_header_with_what_cannot_be_keys_is_damaged(
    paged: bytes, keys: Any, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(
        changed(paged, "header", lambda part: replace(part, head={**part.head, "keys": keys}))
    )

    with pytest.raises(Corrupt, match="keys|key twice"):
        Recording(path)


def test_before_format_3_keys_mean_nothing(paged: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    old = {"format": 2, "keys": 5}
    parts = taken_apart(paged)
    parts = [part for part in parts if part.kind not in ("page", "index", "end", "copy")]
    parts[0] = replace(parts[0], head={**parts[0].head, **old})
    path.write_bytes(put_together(parts))

    with Recording(path, SCHEMA) as recording:
        assert recording.schema.keys == ()
        assert list(map(bare, recording.events())) == list(map(bare, HISTORY))


def test_a_header_is_written_with_its_keys(paged_path: Path) -> None:
    with Recording(paged_path) as recording:
        header = recording.reader.header
        assert encode_header(header) == recording.reader.read(0, recording.reader.events_begin)


def test_a_key_is_counted_without_reading_an_event(
    paged_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    truly = Counter(e.data.player for e in HISTORY if "player" in fields_of(e))
    counting = Counting(monkeypatch)

    with Recording(paged_path, SCHEMA) as recording:
        assert recording.key_counts("player") == truly
        assert recording.key_counts("loud") == Counter(
            e.data.loud for e in HISTORY if "loud" in fields_of(e)
        )
        for uncounted in ("side", "by", "nothing"):
            assert recording.key_counts(uncounted) is None
    assert len(counting.reads) == 2


def test_a_page_of_more_values_than_are_counted_counts_none(tmp_path: Path) -> None:
    values = tallies.MAX_VALUES + 16
    history = [
        Event(Facts.SAID, Said(n % 2, f"{n * values // 3000}", True, Side.LEFT), n)
        for n in range(3000)
    ]
    path = recorded(tmp_path / "a.replay", history, block_events=16)

    with Recording(path, SCHEMA) as recording:
        assert recording.key_counts("room") is None
        assert recording.key_counts("player") == {0: 1500, 1: 1500}
        found = [event.frame for event in recording.events(where={"room": "7"})]
        assert found == [event.frame for event in history if event.data.room == "7"]
        assert list(verify(recording)) == []


def truth(events: list[Event[Any]]) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for event in events:
        counts[(event.type.value,)] += 1
        for key, name in enumerate(KEYS):
            if name in fields_of(event):
                counts[(event.type.value, key, getattr(event.data, name))] += 1
    return counts


def test_every_block_is_counted_by_type_and_by_key(paged: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(paged)

    with Recording(path, SCHEMA) as recording:
        pages = contents_of(recording).pages
        assert pages is not None
        whole: Counter[Any] = Counter()
        for position, first in enumerate(contents_of(recording).first_events):
            counted = pages.counted(position)
            assert counted == truth(HISTORY[first : first + 4])
            whole.update(counted)
        assert {tally: sum(column) for tally, column in pages.tallies.items()} == whole
