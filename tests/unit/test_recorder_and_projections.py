"""A projection that fails while a match is recorded costs keyframes, and no event."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from interrupting import At
from recorded import POSIX, recorded
from strategies import SCHEMA, Ledger, Put, Vault, puts, record

from replay import Event, Recorder, Recording
from replay.errors import RecordingWarning
from replay.projections import Projection
from replay.storage import growing_columns


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


class Unspeakable(Exception):
    def __str__(self) -> str:
        raise LookupError("not even that")


class Fails(Ledger):
    name, version = "fails", 1

    def apply(self, state: Any, event: Event[Any]) -> Any:
        raise Unspeakable


@pytest.mark.parametrize("live", [True, False])
def test_an_exception_that_cannot_be_told_is_named(tmp_path: Path, live: bool) -> None:
    with (
        pytest.warns(RecordingWarning, match="raised Unspeakable"),
        Recorder(tmp_path / "a.replay", SCHEMA, projection=Fails(), live=live) as recorder,
    ):
        recorded(recorder, 0, 3000)

    assert len(Recording(tmp_path / "a.replay")) == 3000


@POSIX
def test_a_step_that_takes_long_is_no_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(growing_columns, "BLOCK_EVENTS", 10)
    monkeypatch.setattr(growing_columns, "LONGEST_S", 0.0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with Recorder(tmp_path / "a.replay", SCHEMA, projection=Ledger()) as recorder:
            recorded(recorder, 0, 2000)

    with Recording(recorder.path, SCHEMA) as recording:
        assert len(recording.reader.contents.keyframe_events) > 0


def test_what_a_handler_records_in_the_midst_of_an_append_keeps_its_own_timestamp(
    tmp_path: Path,
) -> None:
    zone = timezone(timedelta(hours=1))
    stamps = [datetime(year, 1, 1, tzinfo=UTC).astimezone(zone) for year in (2026, 1999)]
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, projection=Ledger())
    events = [Event(Vault.TAKEN, Put(1, n), 0, stamp) for n, stamp in enumerate(stamps)]
    at = At(
        lambda frame, what: what == "call" and frame.f_code.co_name == "moment",
        lambda: recorder.append(events[1]),
    )

    at.during(lambda: recorder.append(events[0]))
    recorder.close()

    with Recording(recorder.path, SCHEMA) as recording:
        assert {event.data.item: event.timestamp for event in recording.events()} == {
            0: stamps[0], 1: stamps[1],
        }  # fmt: skip
