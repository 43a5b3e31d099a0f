"""What is recorded is what is read, however it was cut."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import SCHEMA, Ledger, histories, long_histories, puts, record

from replay import Corrupt, Event, EventStore, Recorder, Recording, Timeline, fold

HISTORY = list[Event[Any]]


@given(history=histories(), live=st.booleans(), quiet=st.integers(0, 3))
def test_what_is_read_is_what_was_recorded(
    history: HISTORY, live: bool, quiet: int, tmp_path: Path
) -> None:
    path = record(tmp_path / "a.replay", history, quiet=quiet, live=live, existing="replace")

    with Recording(path, SCHEMA) as recording:
        read = recording.get_all_events()

    assert read == history
    assert [e.timestamp for e in read] == [e.timestamp for e in history]
    last = history[-1].frame if history else 0
    assert recording.frames == last + quiet + 1
    assert recording.complete


@given(history=histories())
def test_the_digest_does_not_depend_on_how_the_history_was_cut(
    history: HISTORY, tmp_path: Path
) -> None:
    live = record(tmp_path / "live.replay", history, live=True, existing="replace")
    bulk = record(tmp_path / "bulk.replay", history, live=False, existing="replace")

    digests = {Recording(path, SCHEMA).digest for path in (live, bulk)}
    leaves = [Recording(path).computed_digest().leaves() for path in (live, bulk)]

    assert len(digests) == 1
    assert leaves[0] == leaves[1] == Recording(live).reader.contents.leaves


@given(history=histories(max_events=12), other=histories(max_events=12))
def test_different_histories_have_different_digests(
    history: HISTORY, other: HISTORY, tmp_path: Path
) -> None:
    first = record(tmp_path / "a.replay", history, existing="replace")
    second = record(tmp_path / "b.replay", other, existing="replace")

    same_digest = Recording(first).digest == Recording(second).digest
    same_frames = Recording(first).frames == Recording(second).frames

    assert same_digest == (same_frames and repr(_facts(history)) == repr(_facts(other)))


def _facts(history: HISTORY) -> list[Any]:
    return [(e.type, e.data, e.frame) for e in history]


@settings(max_examples=15)
@given(history=long_histories(), live=st.booleans(), data=st.data())
def test_being_at_a_frame_is_folding_from_the_start_for_every_order_of_seeks(
    history: HISTORY, live: bool, data: st.DataObject, tmp_path: Path
) -> None:
    path = record(tmp_path / "a.replay", history, live=live, existing="replace")
    with Recording(path, SCHEMA) as recording:
        timeline = Timeline(recording, Ledger())
        frames = data.draw(st.lists(st.integers(-1, recording.frames - 1), max_size=12))

        for frame in frames:
            expected = fold([e for e in history if e.frame <= frame], Ledger())
            assert timeline.at(frame) == expected


@settings(max_examples=15)
@given(
    history=long_histories(),
    data=st.data(),
    step=st.sampled_from([1, 3, 60, -1, -2, -7, -200]),
    kept=st.booleans(),
)
def test_walking_meets_the_states_that_seeking_finds(
    history: HISTORY, data: st.DataObject, step: int, kept: bool, tmp_path: Path
) -> None:
    projection = Ledger() if kept else None
    path = record(tmp_path / "a.replay", history, projection=projection, existing="replace")
    with Recording(path, SCHEMA) as recording:
        start = data.draw(st.integers(0, recording.frames - 1))
        seeking = Timeline(recording, Ledger())

        walked = Timeline(recording, Ledger()).walk(start, step)
        met = [
            (frame, seeking.projection.view(state) == seeking.at(frame)) for frame, state in walked
        ]

    end = recording.frames if step > 0 else -1
    assert met == [(frame, True) for frame in range(start, end, step)]


@given(history=histories(), cut=st.data(), live=st.booleans())
def test_a_recording_continued_is_the_recording_in_one_piece(
    history: HISTORY, cut: st.DataObject, live: bool, tmp_path: Path
) -> None:
    whole = record(tmp_path / "whole.replay", history, existing="replace")
    frame = cut.draw(st.integers(0, history[-1].frame + 1 if history else 1))
    earlier = [e for e in history if e.frame < frame]
    later = [e for e in history if e.frame >= frame]
    path = tmp_path / "parts.replay"

    with Recorder(path, SCHEMA, projection=Ledger(), existing="replace") as recorder:
        for event in earlier:
            recorder.append(event)
    with Recorder(path, SCHEMA, projection=Ledger(), existing="continue", live=live) as recorder:
        for event in later:
            recorder.append(event)
        if len(recorder) == 0:
            recorder.end_frame(0)

    assert Recording(path, SCHEMA).get_all_events() == history
    assert Recording(path).digest == Recording(whole).digest


@pytest.mark.parametrize("types", [{"PUT"}, {"TAKEN"}, {"PUT", "TAKEN"}, set()])
def test_events_of_some_types_are_those_among_all(types: set[str], tmp_path: Path) -> None:
    history = puts(3000)
    wanted = {SCHEMA.events[name] for name in types}
    store = EventStore[Any]()
    for event in history:
        store.append(event)
    with Recording(record(tmp_path / "a.replay", history), SCHEMA) as recording:
        for readable in (recording, store):
            expected = [e for e in history if e.type in wanted and 100 <= e.frame < 900]

            assert list(readable.events(100, 900, wanted)) == expected


def _until_damage(items: Iterator[Any]) -> list[Any]:
    """What an iterator gives before it raises Corrupt, if it does."""
    given = []
    try:
        for one in items:
            given.append(one)
    except Corrupt:
        given.append("damage")
    return given


@given(
    history=long_histories(),
    live=st.booleans(),
    closed=st.booleans(),
    damaged=st.none() | st.floats(0, 1),
)
@settings(max_examples=60)
def test_types_and_frames_are_those_of_the_events_whatever_is_damaged(
    history: HISTORY, live: bool, closed: bool, damaged: float | None, tmp_path: Path
) -> None:
    path = record(tmp_path / "a.replay", history, live=live, existing="replace")
    content = bytearray(path.read_bytes())
    with Recording(path, SCHEMA) as recording:
        offsets = list(recording.reader.contents.offsets)
        end = recording.reader.contents.end
    if not closed:
        del content[end:]
    if offsets and damaged is not None:
        begin = offsets[0] + 20
        content[begin + round(damaged * (end - 1 - begin))] ^= 4
    path.write_bytes(content)

    with Recording(path, SCHEMA) as recording:
        stop = recording.count_before(recording.frames)
        numbered = _until_damage(recording.numbered(0, stop))
        found = _until_damage(recording.types_and_frames(0, stop))

    assert found == [
        one if one == "damage" else (one[0], one[1].type, one[1].frame) for one in numbered
    ]
