"""Columns grow beside a live match: closing is quick, and the file what one in bulk is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from time import thread_time
from typing import Any

import pytest
from growing import (
    NO_FILES,
    UNNAMED,
    check,
    columns_of,
    has_no_columns,
    names_in,
    never_converted,
    small_blocks,
)
from hypothesis import given
from hypothesis import strategies as st
from recorded import POSIX, recorded, taken
from strategies import SCHEMA, Ledger, Put, Vault, histories, record

from replay import (
    Event,
    EventType,
    Projection,
    Recorder,
    Recording,
    Schema,
    Timeline,
)
from replay.integrity.verify import verify
from replay.storage import compaction, growing_columns, hidden_files
from replay.storage.growing_columns import MOST_WAITING

pytestmark = POSIX
__all__ = ["never_converted", "small_blocks"]


@given(match=histories(), block=st.integers(1, 12), block_bytes=st.sampled_from([20, 9000]))
def test_a_live_match_is_closed_as_the_one_in_bulk(
    tmp_path_factory: pytest.TempPathFactory,
    match: list[Event[Any]],
    block: int,
    block_bytes: int,
) -> None:
    folder = tmp_path_factory.mktemp("growing")
    live, bulk = folder / "live.replay", folder / "bulk.replay"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(growing_columns, "BLOCK_EVENTS", block)
        patch.setattr(growing_columns, "BLOCK_BYTES", block_bytes)
        if len(match) > block + 1:
            patch.setattr(compaction, "write_columns", None)
        record(live, match, projection=Ledger())
    record(bulk, match, projection=Ledger(), live=False)

    check(live, match)
    with Recording(live, SCHEMA) as one, Recording(bulk, SCHEMA) as other:
        assert one.digest == other.digest
        assert (one.frames, one.closed) == (other.frames, other.closed)
        ends = Timeline(one, Ledger()), Timeline(other, Ledger())
        assert ends[0].at(one.frames - 1) == ends[1].at(one.frames - 1)


@pytest.mark.parametrize("events", [1, 1024, 1025, 1026, 2047, 2049, 5000])
def test_whatever_the_number_of_events_all_are_there(tmp_path: Path, events: int) -> None:
    path = tmp_path / "a.replay"
    record(path, taken(0, events), projection=Ledger())

    check(path, taken(0, events))


@pytest.mark.usefixtures("never_converted", "small_blocks")
@pytest.mark.parametrize("flag", [UNNAMED, NO_FILES])
def test_while_it_is_recorded_there_is_at_most_a_hidden_file_beside_it_and_then_none(
    tmp_path: Path, flag: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_files, "_UNNAMED", flag)
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 500)

    beside = [".a.replay.closing"] if not flag else []
    assert names_in(tmp_path) == sorted(["a.replay", *beside])
    recorder.close()
    assert names_in(tmp_path) == ["a.replay"]
    check(path, taken(0, 500))


@pytest.mark.usefixtures("never_converted", "small_blocks")
def test_many_events_in_a_frame_quiet_frames_and_large_events_are_cut_into_blocks(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.replay"
    events = [Event(Vault.SAID, "x" * 50_000, frame // 7) for frame in range(30)]
    events += [Event(Vault.PUT, Put(1, n), 100) for n in range(95)]
    with Recorder(path, SCHEMA, projection=Ledger()) as recorder:
        for event in events:
            recorder.append(event)
        recorder.end_frame(1000)

    check(path, events)
    assert Recording(path, SCHEMA).frames == 1001


@pytest.mark.usefixtures("small_blocks")
def test_what_waits_is_bounded_however_little_time_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing_columns, "FRAME_S", -1.0)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, projection=Ledger())
    most = 0
    for event in taken(0, 3000):
        recorder.append(event)
        recorder.end_frame(event.frame)
        most = max(most, len(columns_of(recorder)._full))
    assert 1 <= most <= MOST_WAITING
    recorder.close()
    check(recorder.path, taken(0, 3000))


@pytest.mark.usefixtures("small_blocks")
def test_a_step_that_takes_half_a_frame_is_the_last_one_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing_columns, "LONGEST_S", -1.0)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 100)
    assert has_no_columns(recorder)
    recorder.close()
    check(recorder.path, taken(0, 100))


@pytest.mark.usefixtures("small_blocks")
def test_a_slow_projection_does_not_hold_up_single_frames(tmp_path: Path) -> None:
    class Slow(Ledger):
        name = "slow"
        parameters = None
        most = applied = 0

        def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
            begin = thread_time()
            while thread_time() - begin < 100e-6:
                pass
            self.applied += 1
            return super().apply(state, event)

    slow = Slow()
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, projection=slow)
    for frame in range(200):
        before = slow.applied
        for item in range(5):
            recorder.append(Event(Vault.PUT, Put(1, item), frame))
        recorder.end_frame(frame)
        slow.most = max(slow.most, slow.applied - before)
    assert slow.most <= 40  # of a thousand
    assert slow.applied > 800
    recorder.close()


@dataclass(frozen=True)
class At:
    x: float


class Places(EventType):
    MOVED = At


class Sums(Projection[Any, list[Any]]):
    name, version = "sums", 1

    def initial(self) -> list[Any]:
        return [0, 0]

    def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
        return [event.data.x, state[1] + event.timestamp.microsecond % 1009 + event.timestamp.hour]


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5))])
def test_keyframes_are_states_of_the_events_as_they_are_read(
    tmp_path: Path, live: bool, zone: Any
) -> None:
    schema = Schema("places", Places)
    path = tmp_path / "a.replay"
    with Recorder(path, schema, projection=Sums(), live=live) as recorder:
        for number in range(3000):
            when = datetime(2026, 1, 1, tzinfo=zone) + timedelta(microseconds=16_123 * number)
            recorder.append(Event(Places.MOVED, At(number), number, when))

    with Recording(path, schema) as recording:
        assert [finding.problem for finding in verify(recording, Sums())] == []
        assert any(recording.reader.contents.keyframe_events)


def test_a_frame_of_very_many_events_costs_no_more_an_event(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        for number in range(20_000):
            recorder.append(Event(Vault.PUT, Put(1, number), 0))
        with pytest.MonkeyPatch.context() as patch:
            cut: list[int] = []
            patch.setattr(
                "replay.storage.rows_sink._fitting",
                lambda rows: cut.append(len(rows)) or 1024,
            )
            recorder.end_frame(0)
    assert max(cut) <= 1025
    check(recorder.path, [Event(Vault.PUT, Put(1, n), 0) for n in range(20_000)])
