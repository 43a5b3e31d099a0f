"""A projection that fails while a match is recorded costs keyframes, and no event."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from recorded import recorded
from strategies import SCHEMA, Ledger, puts, record

from replay import Event, Recorder, Recording, RecordingWarning
from replay.projections import Projection


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
