"""Where a recorder may write, what it is given, and what is said where that cannot be."""

from __future__ import annotations

import errno
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from strategies import SCHEMA, Ledger, Put, Vault, puts, record

from replay import Event, Recorder, Recording, RecordingWarning
from replay.projections import Projection


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"schema": "packrat"}, "schema is a Schema"),
        ({"projection": Ledger}, "instance of a Projection"),
        ({"rules_version": True}, "whole number"),
        ({"rules_version": 2**70}, "64 bits"),
        ({"fsync_s": float("nan")}, "0 seconds or more"),
        ({"fsync_s": "often"}, "number of seconds"),
        ({"existing": "append"}, "existing is one of"),
        ({"metadata": {"arena": object()}}, r"metadata\['arena'\]"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_there_is_a_file(
    tmp_path: Path, given: dict[str, Any], said: str
) -> None:
    with pytest.raises((TypeError, ValueError), match=said):
        Recorder(tmp_path / "a.replay", **{"schema": SCHEMA, **given})

    assert list(tmp_path.iterdir()) == []


def test_metadata_that_no_file_can_hold_is_named_when_going_on_too(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5))

    with pytest.raises(TypeError, match=r"metadata\['arena'\]"):
        Recorder(path, SCHEMA, metadata={"arena": object()}, existing="continue")


@pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege here")
@pytest.mark.parametrize("existing", ["refuse", "continue", "replace"])
def test_a_link_in_a_circle_is_an_error_that_names_it(tmp_path: Path, existing: Any) -> None:
    path = tmp_path / "a.replay"
    path.symlink_to(path)

    with pytest.raises(OSError, match=r"a\.replay") as raised:
        Recorder(path, SCHEMA, existing=existing)

    assert raised.value.errno == errno.ELOOP
    assert os.listdir(tmp_path) == ["a.replay"]  # noqa: PTH208 - iterdir follows nothing, either


@pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege here")
def test_a_link_to_nothing_is_refused_in_words_and_its_target_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    path.symlink_to(tmp_path / "target.replay")
    for existing in ("refuse", "continue"):
        with pytest.raises(FileExistsError, match="a link that leads to no file"):
            Recorder(path, SCHEMA, existing=existing)  # type: ignore[arg-type]

    record(path, puts(5), existing="replace")

    assert path.is_symlink()
    assert len(Recording(tmp_path / "target.replay", SCHEMA)) == 5


def test_a_full_disk_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("replay.storage.creation._fill", full)
    with pytest.raises(OSError, match=r"a\.replay"):
        Recorder(tmp_path / "a.replay", SCHEMA)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", [True, False])
def test_where_there_are_no_hard_links_a_name_is_taken_and_none_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(errno.EPERM, "no links")

    path = tmp_path / "a.replay"
    if there:
        record(path, puts(5))
    monkeypatch.setattr("os.link", unsupported)
    if there:
        with pytest.raises(FileExistsError, match="already"):
            Recorder(path, SCHEMA)
    else:
        record(path, puts(5))

    assert [entry.name for entry in tmp_path.iterdir()] == ["a.replay"]
    assert len(Recording(path, SCHEMA)) == 5


def test_a_link_that_fails_for_another_reason_is_not_tried_by_renaming(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr("os.link", broken)
    with pytest.raises(OSError, match="broken"):
        Recorder(tmp_path / "a.replay", SCHEMA)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be synced here")
def test_with_fsync_the_name_of_a_new_recording_reaches_the_disk_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    monkeypatch.setattr("os.fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    with Recorder(tmp_path / "a.replay", SCHEMA, fsync_s=0) as recorder:
        recorder.end_frame(0)

        assert tmp_path.stat().st_ino in synced


class Helpless(Projection[Any, Any]):
    """Does not know where to begin, once the recorder has tried it."""

    name, version = "helpless", 1

    def __init__(self) -> None:
        self.asked = 0

    parameters = None

    def initial(self) -> int:
        self.asked += 1
        if self.asked > 1:
            raise LookupError("no beginning")
        return 0

    def apply(self, state: int, event: Event[Any]) -> int:
        return state + 1


@pytest.mark.parametrize("live", [True, False])
def test_a_projection_that_cannot_begin_costs_keyframes_and_no_event(
    tmp_path: Path, live: bool
) -> None:
    with pytest.warns(RecordingWarning, match="Helpless raised LookupError: no beginning"):
        record(tmp_path / "a.replay", puts(3000), projection=Helpless(), live=live)

    with Recording(tmp_path / "a.replay", SCHEMA) as recording:
        assert len(recording) == 3000
        assert recording.closed


def test_a_forgotten_recorder_whose_file_was_deleted_saves_the_match_and_says_where(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.replay"
    forgotten = [Recorder(path, SCHEMA)]
    for event in puts(20):
        forgotten[0].append(event)
    path.unlink()
    with pytest.warns(RecordingWarning, match="saved in"):
        forgotten.clear()

    assert len(Recording(path, SCHEMA)) == 20


def test_a_match_whose_last_events_the_disk_never_took_says_how_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorder.append(Event(Vault.PUT, Put(1, 2), 0))
    recorder.end_frame(0)
    monkeypatch.setattr("replay.storage.output_file.Output.write", full)
    recorder.append(Event(Vault.PUT, Put(1, 2), 1))
    with pytest.warns(RecordingWarning, match="the match goes on"):
        recorder.end_frame(1)
    with pytest.warns(RecordingWarning, match="the last 1 of 2 events .* are lost"):
        recorder.close()


def test_a_name_of_255_bytes_is_kept_beside_one_of_255_bytes(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 248 + ".replay")
    recorder = Recorder(path, SCHEMA)
    recorder.append(Event(Vault.PUT, Put(1, 2), 0))
    path.unlink()
    path.write_bytes(b"another")
    with pytest.warns(RecordingWarning):
        recorder.close()

    assert path.read_bytes() == b"another"
    assert recorder.path != path
    assert len(Recording(recorder.path, SCHEMA)) == 1


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers here")
@pytest.mark.parametrize("live", [True, False])
def test_a_signal_handler_that_records_is_refused_or_its_event_is_there(
    tmp_path: Path, live: bool
) -> None:
    recorded = refused = 0
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA, live=live)

    def handler(number: int, frame: FrameType | None) -> None:
        nonlocal recorded, refused
        try:
            recorder.append(Event(Vault.COUNTED, -1, recorder._sink.ended + 1))
            recorded += 1
        except (RuntimeError, ValueError):
            refused += 1

    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
    taken = 0
    try:
        for event in puts(6000):
            with suppress(ValueError):  # the handler has gone on
                recorder.append(event)
                taken += 1
        signal.setitimer(signal.ITIMER_REAL, 0)
        recorder.close()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

    assert recorded + refused > 0
    with Recording(path, SCHEMA) as recording:
        assert len(recording) == taken + recorded
        assert sum(event.data == -1 for event in recording.events()) == recorded


@pytest.mark.parametrize("live", [True, False])
def test_a_handler_that_closes_in_the_midst_of_closing_does_nothing(
    tmp_path: Path, live: bool
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA, live=live)
    for event in puts(50):
        recorder.append(event)
    closed = []

    def closing(frame: FrameType, what: str, arg: object) -> None:
        if what == "call" and frame.f_code.co_name == "_finish":
            sys.setprofile(None)
            recorder.close()
            closed.append(True)

    sys.setprofile(closing)
    try:
        recorder.close()
    finally:
        sys.setprofile(None)
    assert closed

    with Recording(path, SCHEMA) as recording:
        assert len(recording) == 50
        assert recording.closed
