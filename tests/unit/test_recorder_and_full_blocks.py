"""Blocks that are full by their bytes, in the midst of a frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from replay import Event, EventType, Recorder, Recording, Schema
from replay.file.builder import Builder
from replay.integrity.verify import verify
from replay.storage.output_file import Output


class Large(EventType):
    TEXT = str
    NUMBER = int


LARGE_SCHEMA = Schema("large", Large)


def test_a_block_that_is_full_by_its_bytes_is_written_whoever_ends_its_frame(
    tmp_path: Path,
) -> None:
    recorder = Recorder(tmp_path / "a.replay", LARGE_SCHEMA, live=False)
    for _ in range(2):
        recorder.append(Event(Large.TEXT, "x" * 100_000, 0))
    recorder.end_frame(0)
    recorder.append(Event(Large.NUMBER, 1, 1))
    recorder.append(Event(Large.NUMBER, 2, 1))

    assert recorder._sink.unwritten == 2
    recorder.close()


def test_ending_a_frame_in_the_midst_of_a_block_is_refused_and_costs_no_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", LARGE_SCHEMA, live=False)
    written, said = Builder.written, []

    def handler(builder: Builder, block: Any) -> None:
        if not said:
            said.append("")
            with pytest.raises(RuntimeError, match="at this moment") as refused:
                recorder.end_frame(4)
            said[0] = str(refused.value)
        written(builder, block)

    monkeypatch.setattr(Builder, "written", handler)
    for frame in range(5):
        recorder.append(Event(Large.TEXT, "x" * 100_000, frame))
    for number in range(300):
        recorder.append(Event(Large.NUMBER, number, 5))
    recorder.close()

    assert said
    assert len(Recording(recorder.path)) == 305


@pytest.mark.parametrize("raised", [OSError(5, "broken"), KeyboardInterrupt()])
def test_after_a_block_that_took_all_events_the_open_frame_ends_with_them(
    tmp_path: Path, raised: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise raised

    recorder = Recorder(tmp_path / "a.replay", LARGE_SCHEMA, live=False)
    for _ in range(3):
        recorder.append(Event(Large.TEXT, "x" * 50_000, 0))
    with monkeypatch.context() as patch:
        patch.setattr(Output, "sync", fails)
        with pytest.raises(type(raised)):
            recorder.append(Event(Large.TEXT, "x" * 50_000, 0))
    recorder.close(complete=False)

    with Recording(recorder.path) as recording:
        assert (recording.closed, recording.frames, len(recording)) == (True, 1, 3)
        assert not list(verify(recording))
