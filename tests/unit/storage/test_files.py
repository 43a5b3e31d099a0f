"""Files that are none, that were left in the middle, that are in the way."""

from __future__ import annotations

import os
import warnings
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from strategies import SCHEMA, Ledger, Put, Vault, puts, record

from replay import (
    Event,
    EventType,
    Recorder,
    Recording,
    RecordingError,
    Schema,
    Timeline,
    WrongSchema,
    fold,
)
from replay.errors import NotARecording, StaleKeyframes


def test_a_file_in_the_way_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(10))
    before = path.read_bytes()

    with pytest.raises(FileExistsError):
        Recorder(path, SCHEMA)

    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.replay"]


@pytest.mark.parametrize("existing", ["refuse", "replace"])
def test_a_folder_in_the_way_is_left_alone(tmp_path: Path, existing: Any) -> None:
    with pytest.raises(IsADirectoryError, match="name a file in it"):
        Recorder(tmp_path, SCHEMA, existing=existing)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_what_is_no_ordinary_file_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with pytest.raises(OSError, match="no ordinary file"):
        Recorder(pipe, SCHEMA, existing="replace")

    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_second_writer_is_refused_in_words(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA):
        for existing in ("continue", "replace"):
            with pytest.raises(BlockingIOError, match="another recorder or program is writing it"):
                Recorder(tmp_path / "a.replay", SCHEMA, existing=existing)  # type: ignore[arg-type]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(100), b"\x94\xd8", b"{}"])
def test_what_is_no_recording_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.replay"
    path.write_bytes(content)

    with pytest.raises(NotARecording, match="a.replay"):
        Recording(path)


def test_a_folder_is_no_recording(tmp_path: Path) -> None:
    with pytest.raises(NotARecording, match="folder"):
        Recording(tmp_path)


class Other(EventType):
    PUT = Put


@pytest.mark.parametrize(
    "schema", [Schema("chess", Vault), Schema("vault", Vault, version=2), Schema("vault", Other)]
)
def test_a_recording_of_another_schema_is_refused(tmp_path: Path, schema: Schema) -> None:
    path = record(tmp_path / "a.replay", puts(10))

    with pytest.raises(WrongSchema):
        Recording(path, schema)


def test_left_by_an_exception_it_is_kept_and_marked_incomplete(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"

    with pytest.raises(ZeroDivisionError), Recorder(path, SCHEMA) as recorder:
        recorder.append(Event(Vault.PUT, Put(1, 2), 4))
        raise ZeroDivisionError

    recording = Recording(path, SCHEMA)
    assert not recording.complete
    assert len(recording) == 1
    assert recording.frames == 5


@pytest.mark.parametrize("live", [True, False])
def test_cut_at_every_byte_it_gives_a_whole_prefix_or_a_clear_error(
    tmp_path: Path, live: bool
) -> None:
    history = puts(1600)
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA, projection=Ledger(), live=live)
    for event in history[: 60 if live else 1600]:
        recorder.append(event)
    recorder.end_frame(10_000)
    whole = path.read_bytes()
    recorder.close()
    whole = whole if live else path.read_bytes()
    path.write_bytes(whole)
    header = Recording(path).reader.events_begin

    for size in range(0, len(whole), 1 if live else 7):
        path.write_bytes(whole[:size])
        if size < header:
            with pytest.raises(RecordingError):
                Recording(path, SCHEMA)
            continue
        recording = Recording(path, SCHEMA)
        events = recording.get_all_events()
        assert events == history[: len(events)]
        assert all(event.frame < recording.frames for event in events)
        assert recording.damage is None


def test_a_damaged_middle_gives_every_ended_frame_before_it_then_raises(tmp_path: Path) -> None:
    history = puts(5000)
    path = record(tmp_path / "a.replay", history, projection=None)
    damaged = bytearray(path.read_bytes())
    reader = Recording(path).reader
    contents, ended = reader.contents, reader.block(1).span.ended
    damaged[contents.offsets[2] + 200] ^= 1
    path.write_bytes(damaged)
    read = []

    with pytest.raises(RecordingError, match=f"byte {contents.offsets[2]}"):
        for event in Recording(path, SCHEMA).events():
            read.append(event)

    before = history[: contents.first_events[2]]
    assert read == [event for event in before if event.frame <= ended]
    assert len(before) - len(read) == reader.block(1).span.open_events > 0


class WrongLedger(Ledger):
    """Claims to be the Ledger of the file, and folds otherwise."""

    name = "ledger"

    def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
        state = super().apply(state, event)
        state[0] += 1
        return state


def test_keyframes_that_the_events_do_not_lead_to_are_dropped_and_that_is_said_once(
    tmp_path: Path,
) -> None:
    history = puts(3000)
    path = record(tmp_path / "a.replay", history, projection=WrongLedger())
    with Recording(path, SCHEMA) as recording:
        timeline = Timeline(recording, Ledger())

        with pytest.warns(StaleKeyframes, match="ledger"):
            states = [list(state) for _, state in timeline.walk(0, 1)]

        assert states[-1] == fold(history, Ledger())
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert timeline.at(recording.frames - 1) == fold(history, Ledger())


@pytest.mark.parametrize("frame", [-2, 10**6])
def test_a_frame_outside_is_an_index_error(tmp_path: Path, frame: int) -> None:
    with Recording(record(tmp_path / "a.replay", puts(10)), SCHEMA) as recording:
        with pytest.raises(IndexError, match=str(frame)):
            Timeline(recording, Ledger()).at(frame)


def test_without_its_schema_a_recording_is_read_by_the_names_in_the_file(tmp_path: Path) -> None:
    with Recording(record(tmp_path / "a.replay", puts(10))) as recording:
        event = recording.get_all_events()[0]

    assert event.type.name in ("PUT", "TAKEN")
    assert set(event.data.as_dict()) == {"player", "item"}
    assert event.data.player in range(4)


@pytest.mark.parametrize("projection", [None, Ledger()], ids=["no keyframes", "keyframes"])
def test_states_are_those_of_the_match_that_is_there_now(tmp_path: Path, projection: Any) -> None:
    other = puts(3000, seed=8)
    path = record(tmp_path / "a.replay", puts(3000), projection=projection)
    with Recording(path, SCHEMA) as recording:
        timeline = Timeline(recording, Ledger())
        timeline.at(recording.frames - 1)
        record(path, other, projection=projection, existing="replace")

        assert recording.refresh()
        assert recording.generation == 1
        assert timeline.at(recording.frames - 1) == fold(other, Ledger())
        assert not recording.refresh()


@pytest.mark.parametrize("count", [2000, 4000], ids=["shorter", "longer"])
def test_a_match_written_over_another_in_place_is_noticed(tmp_path: Path, count: int) -> None:
    other = puts(count, seed=8)
    path = record(tmp_path / "a.replay", puts(3000), projection=None)
    written = record(tmp_path / "b.replay", other, projection=None).read_bytes()
    with Recording(path, SCHEMA) as recording:
        timeline = Timeline(recording, Ledger())
        timeline.at(recording.frames - 1)
        path.write_bytes(written)

        assert recording.refresh()
        assert recording.generation == 1
        assert timeline.at(recording.frames - 1) == fold(other, Ledger())


def test_a_backup_in_the_place_of_a_match_that_went_on_is_another_match(tmp_path: Path) -> None:
    states = []
    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        for event in puts(20):
            recorder.append(event)
            states.append(recorder.path.read_bytes())
    path, backup = tmp_path / "b.replay", tmp_path / "c.replay"
    path.write_bytes(states[-1])
    backup.write_bytes(states[9])
    with Recording(path, SCHEMA) as recording:
        events = len(recording)
        backup.replace(path)

        assert recording.refresh()
        assert len(recording) < events
        assert recording.generation == 1


def test_a_live_match_that_was_closed_is_the_same_match(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorder.append(puts(1)[0])
    with Recording(recorder.path, SCHEMA) as recording:
        recorder.close()

        assert recording.refresh()
        assert recording.closed
        assert recording.generation == 0


def test_types_of_another_catalogue_are_a_callers_mistake(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(10))
    with Recording(path) as recording:
        with pytest.raises(TypeError, match=r"Vault\.PUT is no event type of this recording"):
            list(recording.events(types={Vault.PUT}))
        with pytest.raises(TypeError, match="is no event type"):
            next(recording.values(Vault.PUT, "item"))


@pytest.mark.parametrize(
    ("options", "error"),
    [({"existing": "overwrite"}, ValueError), ({"rules_version": "1"}, TypeError)],
)
def test_what_cannot_be_meant_is_refused_before_a_file_is_there(
    tmp_path: Path, options: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        Recorder(tmp_path / "a.replay", SCHEMA, **options)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("live", [True, False])
def test_a_frame_that_is_no_whole_number_is_refused_and_harms_nothing(
    tmp_path: Path, live: bool
) -> None:
    history = puts(20)
    with pytest.raises(TypeError, match=r"not 5\.5"):
        Event(Vault.PUT, Put(0, 1), 5.5)  # type: ignore[arg-type]
    with Recorder(tmp_path / "a.replay", SCHEMA, live=live) as recorder:
        for event in history:
            recorder.append(event)
        with pytest.raises(TypeError, match=r"not 99\.5"):
            recorder.end_frame(99.5)  # type: ignore[arg-type]

    with Recording(recorder.path, SCHEMA) as recording:
        assert recording.get_all_events() == history


@pytest.mark.parametrize(
    ("stamp", "told"),
    [
        (datetime.max.replace(tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999_000, UTC)),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=5))), datetime(1, 1, 1, tzinfo=UTC)),
        (
            datetime(1969, 12, 31, 23, 59, 59, 1000, UTC),
            datetime(1969, 12, 31, 23, 59, 59, 1000, UTC),
        ),
    ],
)
def test_moments_at_the_ends_of_the_calendar_are_kept(
    tmp_path: Path, stamp: datetime, told: datetime
) -> None:
    path = record(tmp_path / "a.replay", [Event(Vault.PUT, Put(0, 1), 0, stamp)])

    with Recording(path, SCHEMA) as recording:
        assert [event.timestamp for event in recording.events()] == [told]


def test_a_reader_sees_what_a_live_writer_adds_and_that_it_closed(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, SCHEMA) as recorder, Recording(path, SCHEMA) as recording:
        assert len(recording) == 0
        recorder.append(Event(Vault.PUT, Put(1, 2), 0))
        assert not recording.refresh()
        recorder.end_frame(0)
        assert recording.refresh()
        assert len(recording) == 1
        recorder.end_frame(9)
        assert recording.refresh()
        assert recording.frames == 10
        recorder.close()
        assert recording.refresh()
        assert recording.closed
        assert recording.complete
        assert recording.get_all_events() == [Event(Vault.PUT, Put(1, 2), 0)]
