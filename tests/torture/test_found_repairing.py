"""What tortures found wrong with repairs, one by one: it is right now and stays so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from strategies import SCHEMA, Ledger, puts, record
from torture.anatomy import put_together, taken_apart
from torture.commanding import answer
from torture.matches import HOLOGRAM, match, with_hologram

from replay import Recorder, Recording, RecordingError
from replay.integrity.repair import repair
from replay.integrity.verify import verify


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


def test_a_recording_with_gaps_cannot_be_continued(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5000))
    with Recording(path) as recording:
        data = bytearray(path.read_bytes())
        data[recording.reader.contents.offsets[1] + 60] ^= 1
    path.write_bytes(data)
    repair(path, tmp_path / "b.replay")

    with pytest.raises(RecordingError, match="missing"):
        Recorder(tmp_path / "b.replay", SCHEMA, existing="continue")


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


def test_a_time_that_no_calendar_has_is_kept_by_no_repair(tmp_path: Path) -> None:
    parts = taken_apart(match(tmp_path, 60, 1, closed=False).data)
    place = next(n for n, part in enumerate(parts) if part.kind == "rows" and part.head[1])
    head = [*parts[place].head[:6], 2**61]
    path, repaired = tmp_path / "a.replay", tmp_path / "b.replay"
    path.write_bytes(
        put_together([*parts[:place], replace(parts[place], head=head), *parts[place + 1 :]])
    )

    report = repair(path, repaired)

    assert not report.complete
    with Recording(repaired) as recording:
        assert list(verify(recording)) == []
