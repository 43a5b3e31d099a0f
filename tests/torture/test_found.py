"""What tortures and reading found wrong, one by one: each is right now and stays so."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any

import pytest
from strategies import SCHEMA, Ledger, Put, Vault, puts, record
from torture.anatomy import Part, deflated, put_together, taken_apart
from torture.commanding import answer
from torture.disk import BROKEN, Disk, on
from torture.matches import match

from replay import (
    Corrupt,
    Event,
    LostFrames,
    Recorder,
    Recording,
    RecordingError,
    RecordingTrouble,
    Timeline,
    fold,
)
from replay.difference import first_difference
from replay.repairing import repair
from replay.verification import verify

HOLOGRAM = Part("hologram", [1, "a head"], b"a body")


def with_hologram(data: bytes) -> bytes:
    """The file with a record of an unknown kind behind its header and its first block."""
    parts = [part for part in taken_apart(data) if part.kind not in ("index", "end")]
    return put_together([parts[0], HOLOGRAM, parts[1], HOLOGRAM, *parts[2:]])


def append_all(recorder: Recorder, events: list[Event[Any]]) -> None:
    for event in events:
        recorder.append(event)


def left(path: Path, history: list[Event[Any]]) -> Path:
    """A live recording as a killed writer leaves it."""
    recorder = Recorder(path, SCHEMA, projection=Ledger())
    for event in history:
        recorder.append(event)
    recorder.end_frame(history[-1].frame)
    data = path.read_bytes()
    recorder.close()
    path.write_bytes(data)
    return path


def test_records_of_unknown_kinds_are_named_and_survive_repair_byte_for_byte(
    tmp_path: Path,
) -> None:
    path, repaired = tmp_path / "a.replay", tmp_path / "b.replay"
    path.write_bytes(with_hologram(match(tmp_path, 1500, 1).data))

    assert "hologram, hologram" in answer("info", path)[1]
    report = repair(path, repaired)

    assert report.complete
    assert repaired.read_bytes().count(HOLOGRAM.encoded()) == 2
    with Recording(repaired, SCHEMA) as recording:
        assert [other.kind for other in recording.unknown] == ["hologram", "hologram"]
        assert list(verify(recording, Ledger())) == []


def test_records_of_unknown_kinds_survive_going_on_with_the_match(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(with_hologram(match(tmp_path, 1500, 1, closed=False).data))

    with Recorder(path, SCHEMA, existing="continue") as recorder:
        recorder.append(Event(Vault.PUT, Put(1, 2), 9999))

    assert path.read_bytes().count(HOLOGRAM.encoded()) == 2
    with Recording(path, SCHEMA) as recording:
        assert recording.closed
        assert list(verify(recording)) == []


@pytest.mark.parametrize("closed", [True, False])
def test_a_damaged_header_is_saved_by_its_copy(closed: bool, tmp_path: Path) -> None:
    truth = match(tmp_path, 300, 1, closed=closed)
    path, repaired = tmp_path / "a.replay", tmp_path / "b.replay"
    path.write_bytes(bytes(60) + truth.data[60:])

    report = repair(path, repaired)

    assert report.complete
    with Recording(repaired, SCHEMA) as recording:
        assert recording.get_all_events() == truth.events
        assert recording.metadata["seed"] == 1


def test_a_gap_is_never_folded_over_even_if_the_keyframe_behind_it_is_broken(
    tmp_path: Path,
) -> None:
    history = puts(5000)
    path = record(tmp_path / "a.replay", history)
    with Recording(path) as recording:
        contents = recording.reader.contents
        data = bytearray(path.read_bytes())
        data[contents.offsets[1] + 60] ^= 1
    path.write_bytes(data)
    repair(path, tmp_path / "b.replay")
    parts = taken_apart((tmp_path / "b.replay").read_bytes())
    broken = [
        Part(part.kind, part.head, b"?") if part.kind == "keyframe" else part for part in parts
    ]
    path.write_bytes(put_together([p for p in broken if p.kind not in ("index", "end")]))

    with Recording(path, SCHEMA) as recording:
        (gap,) = recording.gaps
        timeline = Timeline(recording, Ledger())
        before = [event for event in history if event.frame < gap.first_frame]

        assert timeline.at(gap.first_frame - 1) == fold(before, Ledger())
        for frame in (gap.first_frame, gap.last_frame, recording.frames - 1):
            with pytest.raises(LostFrames):
                timeline.at(frame)


def test_a_recording_with_gaps_cannot_be_continued(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5000))
    with Recording(path) as recording:
        data = bytearray(path.read_bytes())
        data[recording.reader.contents.offsets[1] + 60] ^= 1
    path.write_bytes(data)
    repair(path, tmp_path / "b.replay")

    with pytest.raises(RecordingError, match="missing"):
        Recorder(tmp_path / "b.replay", SCHEMA, existing="continue")


def test_a_failing_fsync_writes_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    history = puts(300)
    recorder = Recorder(path, SCHEMA, fsync_s=0)

    def broken(_: int) -> None:
        raise OSError(BROKEN, "broken")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", broken)
        with pytest.warns(RecordingTrouble):
            append_all(recorder, history[:200])
        assert recorder.trouble is not None
    append_all(recorder, history[200:])
    recorder.close()

    assert recorder.trouble is None
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
    monkeypatch.setattr("replay.birth.OPEN_FILES_CAN_BE_RENAMED", False)
    monkeypatch.setattr("replay.compaction.OPEN_FILES_CAN_BE_RENAMED", False)
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
    with pytest.warns(RecordingTrouble):
        recorder.close()

    assert path.read_bytes() == b"somebody else's"
    assert Recording(moved, SCHEMA).get_all_events() == history


def test_bytes_damaged_while_the_match_goes_on_are_not_compacted_away(tmp_path: Path) -> None:
    path, history = tmp_path / "a.replay", puts(3000)
    recorder = Recorder(path, SCHEMA)
    append_all(recorder, history)
    with path.open("r+b") as file:
        file.seek(20_000)
        file.write(b"?" * 50)
    with pytest.warns(RecordingTrouble):
        recorder.close()

    report = repair(path, tmp_path / "b.replay")
    assert report.events > 2900


class TestRefresh:
    """A file that changes under a reader."""

    def open(self, path: Path) -> Recording:
        return Recording(left(path, puts(300)), SCHEMA)

    def test_that_is_cut_has_what_is_left(self, tmp_path: Path) -> None:
        recording = self.open(tmp_path / "a.replay")
        os.truncate(recording.path, recording.reader.size - 3000)

        assert recording.refresh()

        events = recording.get_all_events()
        assert 0 < len(events) < 300
        assert events == puts(300)[: len(events)]

    @pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", None])
    def test_that_becomes_none_of_ours_raises_and_is_read_on_as_it_was(
        self, content: bytes | None, tmp_path: Path
    ) -> None:
        recording = self.open(tmp_path / "a.replay")
        other = tmp_path / "other"
        other.write_bytes(bytes(3) if content is None else content)
        other.replace(recording.path)

        with pytest.raises(RecordingError):
            recording.refresh()

        assert recording.get_all_events() == puts(300)

    def test_that_is_emptied_raises_only_recording_errors(self, tmp_path: Path) -> None:
        recording = self.open(tmp_path / "a.replay")
        os.truncate(recording.path, 0)

        with pytest.raises(RecordingError):
            recording.refresh()
        with pytest.raises(RecordingError):
            recording.get_all_events()

    def test_that_is_deleted_is_read_on(self, tmp_path: Path) -> None:
        recording = self.open(tmp_path / "a.replay")
        recording.path.unlink()

        assert not recording.refresh()
        assert recording.get_all_events() == puts(300)

    def test_that_becomes_another_match_shows_that(self, tmp_path: Path) -> None:
        recording = self.open(tmp_path / "a.replay")
        record(recording.path, puts(20, seed=9), existing="replace")

        assert recording.refresh()
        assert recording.get_all_events() == puts(20, seed=9)

    def test_to_which_nonsense_is_added_is_read_as_before(self, tmp_path: Path) -> None:
        recording = self.open(tmp_path / "a.replay")
        with recording.path.open("ab") as file:
            file.write(b"nonsense" * 30)

        recording.refresh()

        assert recording.get_all_events() == puts(300)


def test_the_difference_to_a_damaged_recording_is_not_called_an_end(tmp_path: Path) -> None:
    whole = record(tmp_path / "a.replay", puts(300))
    damaged = left(tmp_path / "b.replay", puts(300))
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)

    with Recording(whole) as a, Recording(damaged) as b, pytest.raises(Corrupt):
        first_difference(a, b)
    assert answer("diff", whole, damaged)[0] == 2


@pytest.mark.parametrize("kind", ["copy", "index", "end"])
def test_damage_behind_the_events_is_named_and_loses_none(kind: str, tmp_path: Path) -> None:
    truth = match(tmp_path, 1500, 1)
    parts = taken_apart(truth.data)
    place = next(n for n, part in enumerate(parts) if part.kind == kind)
    start = len(put_together(parts[:place]))
    data = bytearray(truth.data)
    data[start + 25] ^= 1
    path = tmp_path / "a.replay"
    path.write_bytes(data)

    with Recording(path, SCHEMA) as recording:
        assert recording.get_all_events() == truth.events
        assert recording.digest == truth.digest
        (finding,) = verify(recording, Ledger())
    assert finding.first_byte == start
    report = repair(path, tmp_path / "b.replay")
    assert report.complete
    assert answer("repair", path, "--force")[0] == 0


def test_a_repair_never_writes_over_the_damaged_file(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(10))
    before = path.read_bytes()

    code, _, complaint = answer("repair", path, "--force", "--output", path)

    assert code == 2
    assert "new one" in complaint
    assert path.read_bytes() == before


def test_repair_keeps_no_event_of_a_frame_that_never_ended(tmp_path: Path) -> None:
    truth = match(tmp_path, 1500, 1, closed=False, live=False)
    path = tmp_path / "a.replay"
    path.write_bytes(truth.data)

    report = repair(path, tmp_path / "b.replay")

    assert report.complete
    with Recording(tmp_path / "b.replay", SCHEMA) as recording:
        assert recording.get_all_events() == truth.events
        assert recording.digest == truth.digest
        assert list(verify(recording, Ledger())) == []


def test_going_on_after_half_a_frame_loses_nothing_when_the_disk_is_full(tmp_path: Path) -> None:
    truth = match(tmp_path, 1500, 1, closed=False, live=False)
    path = tmp_path / "a.replay"
    path.write_bytes(truth.data)

    with on(Disk(0, 10**9)), pytest.raises(OSError, match="space"):
        Recorder(path, SCHEMA, existing="continue")

    assert Recording(path, SCHEMA).get_all_events() == truth.events


def test_a_state_of_another_shape_in_a_keyframe_is_never_folded_on(tmp_path: Path) -> None:
    truth = match(tmp_path, 1500, 1)
    parts = taken_apart(truth.data)
    shaped = [
        Part("keyframe", [*part.head[:5], 1], deflated(b"\x05"))
        if part.kind == "keyframe"
        else part
        for part in parts
        if part.kind not in ("index", "end")
    ]
    path = tmp_path / "a.replay"
    path.write_bytes(put_together(shaped))

    with Recording(path, SCHEMA) as recording, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        timeline = Timeline(recording, Ledger())
        for frame in (recording.frames - 1, truth.events[700].frame):
            before = [event for event in truth.events if event.frame <= frame]
            assert timeline.at(frame) == fold(before, Ledger())


def test_what_a_file_says_cannot_play_with_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b[2J[bold]\u009b31m[/x]"
    path = tmp_path / "a.replay"
    history = [Event(Vault.SAID, evil, 1)]
    record(path, history, metadata={"players": [evil], "room": evil})

    for command in ("info", "events", "state", "stats", "verify"):
        code, out, complaints = answer(command, path)

        assert code == 0
        assert not {"\x1b", "\u009b"} & set(out + complaints)


class Strict(Ledger):
    """Refuses to fold what it has never heard of."""

    def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
        return {3: super().apply(state, event)}[event.frame]


def test_events_that_a_game_cannot_fold_are_an_error_that_names_them(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(10), projection=None)

    with Recording(path, SCHEMA) as recording, pytest.raises(Corrupt, match=r"ledger.*KeyError"):
        Timeline(recording, Strict()).at(recording.frames - 1)
