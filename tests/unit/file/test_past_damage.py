"""Reading on behind damage loses no more than was damaged, and believes nothing without reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from recorded import taken
from strategies import SCHEMA, Ledger

from replay import Corrupt, Event, Recorder, Recording
from replay.file import resync
from replay.file.batch import BLOCK_EVENTS
from replay.file.blocks import Span
from replay.file.records import MARK_SIZE
from replay.file.resync import Search
from replay.file.rows import encode_rows
from replay.viewer.model.gaps import damage_words

FRAMES = 300
LENGTH_AT = MARK_SIZE - 8
"""Where a record's mark has its length."""


def written(path: Path, events: list[Event[Any]]) -> bytes:
    """A match that is being recorded, an event a frame; the bytes so far."""
    with Recorder(path, SCHEMA, projection=Ledger()) as recorder:
        for event in events:
            recorder.append(event)
            recorder.end_frame(event.frame)
        return path.read_bytes()


@pytest.fixture
def live(tmp_path: Path) -> bytes:
    return written(tmp_path / "live.replay", taken(0, FRAMES))


def records_of(content: bytes, tmp_path: Path) -> list[tuple[int, int]]:
    """Return where the records behind the header are."""
    path = tmp_path / "whole.replay"
    path.write_bytes(content)
    with Recording(path) as recording:
        search = Search(recording.reader.read, len(content))
        offset, found = recording.reader.events_begin, []
        while offset < len(content):
            _, raw = search.record(offset)
            found.append((offset, len(raw)))
            offset += len(raw)
    return found


def read(content: bytes, tmp_path: Path) -> Recording:
    path = tmp_path / "damaged.replay"
    path.write_bytes(content)
    return Recording(path, SCHEMA, past_damage=True)


def shown(recording: Recording) -> list[int]:
    """Return the frames of all events that can be read, one event a frame."""
    frames: list[int] = []
    contents = recording.reader.contents
    for position in range(len(contents.offsets)):
        place = contents.place(position)
        try:
            frames += [
                e.frame for e in recording.events_between(place.first_event, place.end_event)
            ]
        except Corrupt:
            continue
    return frames


def flipped(content: bytes, begin: int, stop: int) -> bytes:
    return content[:begin] + bytes(byte ^ 0x5A for byte in content[begin:stop]) + content[stop:]


def test_a_damaged_length_that_leads_to_a_later_record_costs_one_record(
    live: bytes, tmp_path: Path
) -> None:
    records = records_of(live, tmp_path)
    begin, far = records[20][0], records[200][0]
    lying = (far - begin - MARK_SIZE).to_bytes(8, "big")
    damaged = live[: begin + LENGTH_AT] + lying + live[begin + MARK_SIZE :]

    with read(damaged, tmp_path) as recording:
        assert len(shown(recording)) >= FRAMES - 2


def test_a_copy_of_a_later_record_within_damage_is_not_what_follows(
    live: bytes, tmp_path: Path
) -> None:
    records = records_of(live, tmp_path)
    begin, stop = records[100][0], records[110][0]
    late, size = records[250]
    inside = b"\0" * 40 + live[late : late + size]
    inside += b"\0" * (stop - begin - len(inside))
    assert len(inside) == stop - begin

    with read(live[:begin] + inside + live[stop:], tmp_path) as recording:
        assert recording.damage is None
        assert len(shown(recording)) >= FRAMES - 11


def test_events_of_a_frame_that_never_ended_are_not_given_and_hide_no_ended_frame(
    tmp_path: Path,
) -> None:
    path = tmp_path / "live.replay"
    with Recorder(path, SCHEMA, projection=Ledger()) as recorder:
        for event in taken(0, 50):
            recorder.append(event)
            recorder.end_frame(event.frame)
        begin = path.stat().st_size
        for event in taken(50, 51) * 3000:
            recorder.append(event)
        recorder.end_frame(50)
        content = path.read_bytes()[:-200]  # the frame's last record is torn
    assert len(records_of(content[:begin], tmp_path)) == 51

    with read(flipped(content, begin + 60, begin + 70), tmp_path) as recording:
        assert recording.reader.contents.open_events >= 1000
        assert recording.frames == 50
        assert [event.frame for event in recording.events()] == list(range(50))
        assert recording.count_before(50) == 50


def test_who_gives_up_searching_does_not_say_that_nothing_is_missing(
    live: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = records_of(live, tmp_path)[100][0]
    monkeypatch.setattr(resync, "PATIENCE", 0)
    monkeypatch.setattr(resync, "STEP", 64)

    with read(flipped(live, begin, begin + 4), tmp_path) as recording:
        assert recording.damage is not None or len(shown(recording)) >= FRAMES - 2
        assert recording.damage is None or not recording.minor_damage


def test_a_record_that_claims_far_more_than_was_there_is_not_believed(
    live: bytes, tmp_path: Path
) -> None:
    forged = encode_rows(Span(10**9, 0, FRAMES, FRAMES, FRAMES, 0), (), b"")

    with read(live + b"\1" * 3000 + forged, tmp_path) as recording:
        assert len(recording) == FRAMES
        assert recording.damage is not None


def test_what_is_lost_is_told_in_blocks_of_no_more_than_the_usual_events(
    live: bytes, tmp_path: Path
) -> None:
    lost = 5 * BLOCK_EVENTS
    later = encode_rows(Span(FRAMES + lost, 0, FRAMES, FRAMES, FRAMES, 0), (), b"")

    with read(live + b"\1" * lost + later, tmp_path) as recording:
        contents = recording.reader.contents
        assert max(contents.event_counts) <= BLOCK_EVENTS
        assert contents.events == FRAMES + lost
        assert list(contents.offsets) == sorted(contents.offsets)
        assert len(shown(recording)) == FRAMES
        assert len(recording.passed_damage) == 1


def test_a_tail_of_zeros_is_searched_once_and_told(live: bytes, tmp_path: Path) -> None:
    path = tmp_path / "damaged.replay"
    path.write_bytes(live + bytes(3_000_000))
    with Recording(path, SCHEMA, past_damage=True) as recording:
        assert damage_words(recording).startswith("nothing can be read after 0:04")
        asked: list[int] = []
        source = recording.reader._source
        whole = source.read

        def counted(offset: int, size: int) -> bytes:
            found = whole(offset, size)
            asked.append(len(found))
            return found

        source.read = counted  # type: ignore[method-assign]
        for _ in range(3):
            with path.open("ab") as file:
                file.write(bytes(100))
            recording.refresh()
        assert sum(asked) < 3_000_000
