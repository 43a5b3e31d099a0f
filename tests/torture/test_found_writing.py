"""What tortures found wrong with writing, one by one: it is right now and stays so."""

from __future__ import annotations

import gc
import warnings
from pathlib import Path
from typing import Any

import pytest
from recorded import without_columns
from strategies import SCHEMA, Ledger, Put, Vault, puts, record
from torture.disk import BROKEN, Disk, on
from torture.matches import HOLOGRAM, append_all, match, with_hologram

from replay import Event, Recorder, Recording, RecordingError
from replay.errors import RecordingWarning
from replay.file.records import encode
from replay.file.rows import canonical_row
from replay.integrity.repair import repair
from replay.integrity.verify import verify


def test_records_of_unknown_kinds_survive_going_on_with_the_match(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(with_hologram(match(tmp_path, 1500, 1, closed=False).data))

    with Recorder(path, SCHEMA, existing="continue") as recorder:
        recorder.append(Event(Vault.PUT, Put(1, 2), 9999))

    assert path.read_bytes().count(HOLOGRAM.encoded()) == 2
    with Recording(path, SCHEMA) as recording:
        assert recording.closed
        assert list(verify(recording)) == []


def test_a_failing_fsync_writes_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    history = puts(300)
    recorder = Recorder(path, SCHEMA, fsync_s=0)

    def broken(_: int) -> None:
        raise OSError(BROKEN, "broken")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", broken)
        with pytest.warns(RecordingWarning):
            append_all(recorder, history[:200])
        assert recorder.problem is not None
    append_all(recorder, history[200:])
    recorder.close()

    assert recorder.problem is None
    assert Recording(path, SCHEMA).get_all_events() == history


def test_half_a_header_is_never_left_under_the_name(tmp_path: Path) -> None:
    with on(Disk(0, 1, torn=2)), pytest.raises(OSError, match="space"):
        Recorder(tmp_path / "a.replay", SCHEMA)

    assert list(tmp_path.iterdir()) == []


def test_a_frame_of_many_large_events_is_written_and_read(tmp_path: Path) -> None:
    large = [Event(Vault.SAID, "ü" * 30_000, 5) for _ in range(60)]
    for live in (True, False):
        path = record(tmp_path / "a.replay", large, live=live, existing="replace")

        assert Recording(path, SCHEMA).get_all_events() == large


def test_where_open_files_keep_their_names_everything_works_without_renaming(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("replay.storage.hidden_files.OPEN_FILES_CAN_BE_RENAMED", False)
    monkeypatch.setattr("replay.storage.compaction.OPEN_FILES_CAN_BE_RENAMED", False)
    path, history = tmp_path / "a.replay", puts(3000)

    record(path, history[:1000])
    with pytest.raises(FileExistsError):
        record(path, history)
    record(path, history[:2000], existing="replace")
    with Recorder(path, SCHEMA, projection=Ledger(), existing="continue") as recorder:
        for event in history[2000:]:
            recorder.append(event)

    with Recording(path, SCHEMA) as recording:
        assert recording.get_all_events() == history
        assert recording.closed
        assert recording.complete
        assert list(verify(recording, Ledger())) == []
    assert list(tmp_path.iterdir()) == [path]


class Full:
    """A file on a disk that does not take one write."""

    def __init__(self, file: Any, failing: int) -> None:
        self._file, self._left = file, failing

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> Any:
        self._left -= 1
        if self._left == 0:
            raise OSError(BROKEN, "no space is left")
        return self._file.write(data)


def test_an_event_that_the_disk_refuses_in_bulk_changes_nothing_and_may_be_tried_again(
    tmp_path: Path,
) -> None:
    path, history = tmp_path / "a.replay", puts(6000)
    refused = 0
    with Recorder(path, SCHEMA, projection=Ledger(), live=False) as recorder:
        output = recorder._sink.output
        output.file = Full(output.file, failing=2)
        for number, event in enumerate(history):
            while len(recorder) == number:
                try:
                    recorder.append(event)
                except OSError:
                    refused += 1

    assert refused == 1
    with Recording(path, SCHEMA) as recording:
        assert recording.get_all_events() == history
        assert recording.closed
        assert list(verify(recording, Ledger())) == []


def test_after_a_block_that_was_not_written_in_bulk_nothing_follows(tmp_path: Path) -> None:
    path, history = tmp_path / "a.replay", puts(6000)
    recorder = Recorder(path, SCHEMA, projection=Ledger(), live=False)
    append_all(recorder, history[:1500])
    with on(Disk(0, 10**9)), pytest.raises(OSError, match="space"), recorder:
        append_all(recorder, history[1500:])

    with Recording(path, SCHEMA) as recording:
        read = recording.get_all_events()
        assert not recording.closed
        assert 900 < len(read) <= 1024
        assert read == history[: len(read)]
        assert list(verify(recording)) == []


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("count", [1500, 6000])
def test_a_projection_that_raises_costs_keyframes_and_no_event(
    tmp_path: Path, live: bool, count: int
) -> None:
    path, history = tmp_path / "a.replay", puts(count)
    fails = history[1300].frame

    class Fails(Ledger):
        name = "fails"

        def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
            if event.frame == fails:
                raise ZeroDivisionError("no such player")
            return super().apply(state, event)

    with pytest.warns(RecordingWarning, match="Fails raised ZeroDivisionError") as told:
        with Recorder(path, SCHEMA, projection=Fails(), live=live) as recorder:
            append_all(recorder, history)

    assert len(told) == 1
    with Recording(path, SCHEMA) as recording:
        assert recording.get_all_events() == history
        assert recording.closed
        assert recording.complete
        assert list(verify(recording, Ledger())) == []


def test_a_warning_that_is_an_error_leaves_no_file_locked(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorder.append(Event(Vault.PUT, Put(1, 2), 3))
    with warnings.catch_warnings(), on(Disk(0, 10**9)):
        warnings.simplefilter("error", RecordingWarning)
        with pytest.raises(RecordingWarning):
            recorder.close()

    with pytest.raises(ValueError, match="closed"):
        recorder.append(Event(Vault.PUT, Put(1, 2), 3))
    with Recorder(path, SCHEMA, existing="continue") as again:
        again.append(Event(Vault.PUT, Put(1, 2), 3))


@pytest.mark.parametrize("live", [True, False])
def test_frames_whose_time_no_number_holds_are_refused_at_once(tmp_path: Path, live: bool) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA, live=live) as recorder:
        recorder.append(Event(Vault.PUT, Put(1, 2), 3))
        with pytest.raises(ValueError, match="beyond the last"):
            recorder.append(Event(Vault.PUT, Put(1, 2), 2**53))
        recorder.append(Event(Vault.PUT, Put(1, 2), 2**53 - 1))

    with Recording(tmp_path / "a.replay", SCHEMA) as recording:
        assert [event.frame for event in recording.events()] == [3, 2**53 - 1]


def test_a_time_beyond_all_calendars_keeps_nobody_from_going_on(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, SCHEMA) as recorder:
        begin = path.read_bytes()
        recorder.end_frame(0)
    row = canonical_row("COUNTED", 0, (1,))
    path.write_bytes(begin + encode("rows", [0, 1, 0, 0, 0, 0, 2**64 - 1], row))

    with Recorder(path, SCHEMA, existing="continue") as recorder:
        recorder.append(Event(Vault.COUNTED, 2, 5))

    with Recording(path, SCHEMA) as recording:
        assert recording.closed  # as rows: its times are no columns
        assert len(recording) == 2
        with pytest.raises(RecordingError, match=f"byte {len(begin)}"):
            recording.get_all_events()
        assert [finding.first_byte for finding in verify(recording)] == [len(begin)]


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize("fails", [True, False])
def test_closing_leaves_pythons_collector_as_it_was(
    tmp_path: Path, enabled: bool, fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def fsync(_: int) -> None:
        seen.append(gc.isenabled())
        if fails:
            raise OSError(BROKEN, "broken")

    monkeypatch.setattr("os.fsync", fsync)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RecordingWarning)
        (gc.enable if enabled else gc.disable)()
        try:
            record(tmp_path / "a.replay", puts(100))
            after = gc.isenabled()
        finally:
            gc.enable()

    assert after == enabled
    assert set(seen) == {False}
    assert Recording(tmp_path / "a.replay", SCHEMA).get_all_events() == puts(100)


@pytest.mark.parametrize("existing", ["continue", "replace"])
@pytest.mark.parametrize("live", [True, False])
def test_hidden_files_of_a_writer_killed_after_it_had_the_name_are_taken_away(
    tmp_path: Path, existing: Any, live: bool
) -> None:
    path = tmp_path / "a.replay"
    record(path, puts(30))
    (tmp_path / ".a.replay.new").hardlink_to(path)  # killed between its link and its unlink
    (tmp_path / ".a.replay.closing").write_bytes(b"half a recording")

    with Recorder(path, SCHEMA, live=live, existing=existing) as recorder:
        recorder.append(Event(Vault.PUT, Put(1, 2), 9999))

    assert [p.name for p in tmp_path.iterdir()] == ["a.replay"]


def test_a_killed_writers_hidden_files_are_taken_away_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    for purpose in ("new", "closing"):
        (tmp_path / f".a.replay.{purpose}").write_bytes(b"left by a kill")

    record(path, puts(10))

    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_written_through(tmp_path: Path) -> None:
    path, link = tmp_path / "a.replay", tmp_path / "link.replay"
    record(path, puts(10))
    link.symlink_to(path)

    record(link, puts(20), existing="replace")
    with Recorder(link, SCHEMA, existing="continue") as recorder:
        recorder.end_frame(5000)

    assert link.is_symlink()
    assert len(Recording(path)) == 20
    assert Recording(path).frames == 5001


def test_names_of_any_length_can_be_recorded_under(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 248 + ".replay")

    record(path, puts(10))

    assert Recording(path).closed
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("frame", [2**62, 2**64])
def test_frames_beyond_what_a_file_can_say_are_refused(frame: int, tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        with pytest.raises(ValueError, match="beyond"):
            recorder.append(Event(Vault.PUT, Put(1, 2), frame))


def test_what_is_closed_takes_nothing_even_in_its_open_frame(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorder.append(Event(Vault.PUT, Put(1, 2), 3))
    recorder.close()

    with pytest.raises(ValueError, match="closed"):
        recorder.append(Event(Vault.PUT, Put(1, 2), 3))


def test_metadata_that_no_reader_would_take_is_refused(tmp_path: Path) -> None:
    nested: Any = 1
    for _ in range(100):
        nested = [nested]
    for metadata in ({"x": nested}, {"x": "x" * 300_000}):
        with pytest.raises(ValueError, match=r"deep|larger"):
            Recorder(tmp_path / "a.replay", SCHEMA, metadata=metadata)

    assert list(tmp_path.iterdir()) == []


def test_a_file_moved_away_while_it_is_written_stays_readable_and_its_place_is_left_alone(
    tmp_path: Path,
) -> None:
    path, moved = tmp_path / "a.replay", tmp_path / "moved.replay"
    history = puts(100)
    recorder = Recorder(path, SCHEMA)
    append_all(recorder, history[:50])
    path.rename(moved)
    path.write_bytes(b"somebody else's")
    append_all(recorder, history[50:])
    with pytest.warns(RecordingWarning):
        recorder.close()

    assert path.read_bytes() == b"somebody else's"
    assert Recording(moved, SCHEMA).get_all_events() == history


@pytest.mark.parametrize("growing", [True, False])
def test_bytes_damaged_while_the_match_goes_on_are_whole_again_or_not_compacted_away(
    tmp_path: Path, growing: bool
) -> None:
    path, history = tmp_path / "a.replay", puts(3000)
    recorder = Recorder(path, SCHEMA)
    if not growing:
        without_columns(recorder)
    append_all(recorder, history)
    with path.open("r+b") as file:
        file.seek(20_000)
        file.write(b"?" * 50)
    if growing:
        recorder.close()
        assert Recording(path, SCHEMA).get_all_events() == history
        return
    with pytest.warns(RecordingWarning):
        recorder.close()

    report = repair(path, tmp_path / "b.replay")
    assert report.events > 2900


def test_going_on_after_half_a_frame_loses_nothing_when_the_disk_is_full(tmp_path: Path) -> None:
    truth = match(tmp_path, 1500, 1, closed=False, live=False)
    path = tmp_path / "a.replay"
    path.write_bytes(truth.data)

    with on(Disk(0, 10**9)), pytest.raises(OSError, match="space"):
        Recorder(path, SCHEMA, existing="continue")

    assert Recording(path, SCHEMA).get_all_events() == truth.events
