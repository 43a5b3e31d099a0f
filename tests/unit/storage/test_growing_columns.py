"""Columns grow beside a live match: closing is quick, and whatever goes wrong costs no event."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from time import thread_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recorded import POSIX, full, recorded, taken
from strategies import SCHEMA, Ledger, Put, Vault, histories, record

from replay import (
    Event,
    EventType,
    Projection,
    Recorder,
    Recording,
    RecordingWarning,
    Schema,
    Timeline,
)
from replay.integrity.verify import verify
from replay.storage import compaction, growing_columns, hidden_files
from replay.storage.growing_columns import MOST_WAITING, GrowingColumns
from replay.storage.output_file import Output

pytestmark = POSIX
NO_FILES = pytest.param(0, id="hidden")
UNNAMED = pytest.param(hidden_files._UNNAMED, id="unnamed")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing_columns, "BLOCK_EVENTS", 10)


@pytest.fixture
def never_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails if the live file is read again to be converted."""
    monkeypatch.setattr(compaction, "write_columns", None)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def columns_of(recorder: Recorder) -> GrowingColumns:
    sink: Any = recorder._sink
    assert sink._columns is not None
    return sink._columns  # type: ignore[no-any-return]


def has_no_columns(recorder: Recorder) -> bool:
    sink: Any = recorder._sink
    return sink._columns is None


def check(path: Path, events: list[Event[Any]]) -> None:
    with Recording(path, SCHEMA) as recording:
        assert recording.get_all_events() == events
        assert recording.closed
        assert recording.complete
        assert [finding.problem for finding in verify(recording)] == []


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
@pytest.mark.parametrize("fails", ["begin_draft", "write_all"])
def test_a_disk_that_does_not_take_the_columns_costs_only_them(
    tmp_path: Path, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    place = "rows_sink" if fails == "begin_draft" else "growing_columns"
    with monkeypatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("error")
        patch.setattr(f"replay.storage.{place}.{fails}", full)
        recorded(recorder, 0, 100)
        assert has_no_columns(recorder)
        assert recorder.problem is None
    recorded(recorder, 100, 200)
    recorder.close()
    check(path, taken(0, 200))
    assert names_in(tmp_path) == ["a.replay"]


@pytest.mark.usefixtures("small_blocks")
def test_a_disk_that_the_columns_have_filled_takes_the_match_once_they_are_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 100)
    write = Output.write

    def takes_it_without_columns(self: Output, data: bytes, offset: int) -> None:
        if not has_no_columns(recorder):
            full()
        write(self, data, offset)

    with monkeypatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("error")
        patch.setattr(Output, "write", takes_it_without_columns)
        recorded(recorder, 100, 200)
    assert recorder.problem is None
    recorder.close()
    check(path, taken(0, 200))


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("fails", ["fsync", "link"])
def test_columns_that_cannot_take_the_files_place_are_made_anew(
    tmp_path: Path, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 100)
    real: Callable[..., Any] = getattr(os, fails)
    failed: list[bool] = []

    def once(*arguments: Any, **named: Any) -> Any:
        if not failed:
            failed.append(True)
            full()
        return real(*arguments, **named)

    monkeypatch.setattr(os, fails, once)
    recorder.close()
    assert failed
    check(path, taken(0, 100))
    assert names_in(tmp_path) == ["a.replay"]


class Fails(Ledger):
    name = "fails"

    def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
        if event.frame == 50:
            raise LookupError("no such thing")
        return super().apply(state, event)


@pytest.mark.usefixtures("small_blocks", "never_converted")
def test_a_projection_that_raises_is_told_of_once_and_while_recording(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, projection=Fails())
    with pytest.warns(RecordingWarning, match="Fails raised LookupError") as told:
        recorded(recorder, 0, 100)
    assert len(told) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        recorder.close()
    check(recorder.path, taken(0, 100))


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("flag", [UNNAMED, NO_FILES])
def test_what_is_raised_while_they_grow_costs_only_the_columns(
    tmp_path: Path, flag: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_files, "_UNNAMED", flag)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 100)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(GrowingColumns, "advance", interrupted)
        recorder.append(taken(100, 101)[0])
        with pytest.raises(KeyboardInterrupt):
            recorder.end_frame(100)
    assert has_no_columns(recorder)
    assert names_in(tmp_path) == ["a.replay"]
    recorded(recorder, 101, 150)
    recorder.close()
    check(recorder.path, taken(0, 150))


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("line", range(4))
def test_events_that_were_taken_only_in_part_are_no_match(
    tmp_path: Path, line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 100)
    sink: Any = recorder._sink
    waiting = sink._columns._open

    class Interrupts(list[Any]):
        def append(self, entry: Any) -> None:
            if len(self) == line:
                raise KeyboardInterrupt
            super().append(entry)

    sink._columns._open = Interrupts(waiting[:0])
    sink._columns._open_bytes = 0
    for event in [Event(Vault.PUT, Put(1, n), 100) for n in range(6)]:
        recorder.append(event)
    with pytest.raises(KeyboardInterrupt):
        recorder.end_frame(100)
    recorder.close()
    with Recording(recorder.path, SCHEMA) as recording:
        assert len(recording) == 106
        assert not list(verify(recording))


@pytest.mark.usefixtures("small_blocks")
def test_a_killed_recorder_leaves_its_live_file_and_nothing_else(tmp_path: Path) -> None:
    if not hidden_files._UNNAMED:
        return  # there it leaves a hidden file, which the next recorder deletes
    path = tmp_path / "a.replay"
    script = f"""
import os, signal
from replay import Event, EventType, Recorder, Schema
class Facts(EventType):
    SEEN = int
recorder = Recorder({str(path)!r}, Schema("tiny", Facts))
for frame in range(3000):
    recorder.append(Event(Facts.SEEN, frame, frame))
recorder.end_frame(3000)
assert recorder._sink.output.draft is not None
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", script], check=False)
    assert names_in(tmp_path) == ["a.replay"]
    with Recording(path) as recording:
        assert len(recording) == 3000


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


@pytest.mark.usefixtures("small_blocks")
def test_no_draft_is_begun_where_the_file_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "matches"
    folder.mkdir()
    recorder = Recorder(folder / "a.replay", SCHEMA)
    folder.rename(tmp_path / "moved")
    recorded(recorder, 0, 100)
    assert names_in(tmp_path) == ["moved"]
    (tmp_path / "moved").rename(folder)
    recorder.close()
    check(recorder.path, taken(0, 100))
    assert names_in(folder) == ["a.replay"]


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("flag", [UNNAMED, NO_FILES])
def test_a_full_disk_at_close_is_freed_of_the_columns_and_nothing_hidden_is_left(
    tmp_path: Path, flag: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_files, "_UNNAMED", flag)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 100)
    write = Output.write

    def takes_it_without_columns(self: Output, data: bytes, offset: int) -> None:
        if not has_no_columns(recorder):
            full()
        write(self, data, offset)

    recorder.append(taken(100, 101)[0])
    monkeypatch.setattr(Output, "write", takes_it_without_columns)
    recorder.close()
    check(recorder.path, taken(0, 101))
    assert names_in(tmp_path) == ["a.replay"]


@pytest.mark.usefixtures("small_blocks")
def test_columns_of_which_another_program_cut_some_off_are_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_files, "_UNNAMED", 0)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 100)
    os.truncate(tmp_path / ".a.replay.closing", 500)
    recorder.close()
    check(recorder.path, taken(0, 100))
    assert names_in(tmp_path) == ["a.replay"]


@pytest.mark.usefixtures("small_blocks")
def test_a_draft_is_as_private_as_the_match(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_files, "_UNNAMED", 0)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorder.path.chmod(0o600)
    recorded(recorder, 0, 100)
    assert (tmp_path / ".a.replay.closing").stat().st_mode & 0o777 == 0o600
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


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers here")
@pytest.mark.parametrize("live", [True, False])
def test_what_a_signal_handler_raises_while_a_projection_folds_is_the_callers(
    tmp_path: Path, live: bool
) -> None:
    raised: list[bool] = []

    class Interrupted(Ledger):
        name = "interrupted"
        parameters = None

        def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
            if event.frame == 50 and not raised:
                raised.append(True)
                signal.raise_signal(signal.SIGALRM)
            return super().apply(state, event)

    def times_up(number: int, frame: object) -> None:
        raise TimeoutError("time is up")

    before = signal.signal(signal.SIGALRM, times_up)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(growing_columns, "BLOCK_EVENTS", 10)
            recorder = Recorder(tmp_path / "a.replay", SCHEMA, projection=Interrupted(), live=live)
            with pytest.raises(TimeoutError, match="time is up"):
                recorded(recorder, 0, 3000)
    finally:
        signal.signal(signal.SIGALRM, before)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # in bulk there are no more keyframes from there on
        recorder.close(complete=False)
    with Recording(recorder.path, SCHEMA) as recording:
        assert [finding.problem for finding in verify(recording)] == []
        assert len(recording) == len(recorder)


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
