"""Signal handlers that record, close or raise while a recorder is at work."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from recorded import POSIX, recorded, without_columns
from strategies import SCHEMA, Vault, puts

from replay import Event, Recorder, Recording, RecordingError
from replay.storage.compaction import write_columns


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


@POSIX
def test_a_handlers_recording_error_while_closing_is_the_callers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = without_columns(Recorder(tmp_path / "a.replay", SCHEMA))
    recorded(recorder, 0, 50)
    opened = []

    def opening(*arguments: Any) -> Any:
        if not opened:
            opened.append(True)
            Recording(__file__)  # as a handler could
        return write_columns(*arguments)

    monkeypatch.setattr("replay.storage.compaction.write_columns", opening)
    with pytest.raises(RecordingError, match="not a replay file"):
        recorder.close()

    assert Recording(recorder.path).closed
    assert len(Recording(recorder.path)) == 50
