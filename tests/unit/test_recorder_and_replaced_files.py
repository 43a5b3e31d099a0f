"""A file that another program replaces or cuts off at the worst moment."""

from __future__ import annotations

import os
import warnings
from errno import EIO
from pathlib import Path

import pytest
from interrupting import At, frames_of, put
from recorded import without_columns
from strategies import SCHEMA

from replay import Recorder
from replay.errors import RecordingWarning
from replay.storage import disk_errors, locking


def test_a_file_replaced_while_it_is_locked_to_be_continued_is_read_as_it_was_locked(
    tmp_path: Path,
) -> None:
    path, other = tmp_path / "a.replay", tmp_path / "b.replay"
    for one, count in ((path, 3), (other, 300)):
        with Recorder(one, SCHEMA) as recorder:
            for frame in range(count):
                recorder.append(put(frame))
    opened: list[Recorder] = []
    at = At(
        lambda frame, what: what == "call" and frame.f_code.co_name == "resumed",
        lambda: other.replace(path),
    )
    at.during(lambda: opened.append(Recorder(path, SCHEMA, existing="continue")))
    recorder = opened[0]
    assert (recorder.frames, len(recorder)) == (3, 3)
    recorder.append(put(5))
    with pytest.warns(match="is saved in"):
        recorder.close()
    assert frames_of(recorder.path) == [0, 1, 2, 5]
    assert len(frames_of(path)) == 300


def test_what_contradicts_the_file_that_is_locked_is_refused_even_if_it_was_just_replaced(
    tmp_path: Path,
) -> None:
    path, other = tmp_path / "a.replay", tmp_path / "b.replay"
    for one, seed in ((path, 1), (other, 2)):
        with Recorder(one, SCHEMA, metadata={"seed": seed}) as recorder:
            recorder.append(put(0))
    at = At(
        lambda frame, what: what == "call" and frame.f_code.co_name == "reopen",
        lambda: other.replace(path),
    )
    with pytest.raises(ValueError, match="has 2 as metadata 'seed', not 1"):
        at.during(lambda: Recorder(path, SCHEMA, existing="continue", metadata={"seed": 1}))


def test_a_value_error_of_a_handler_that_interrupts_a_look_at_the_file_is_the_callers(
    tmp_path: Path,
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorder.append(put(0))
    recorder._sink._next_watch = 0

    def raises() -> None:
        raise ValueError("of the handler")

    at = At(lambda frame, what: what == "call" and frame.f_code.co_name == "is_another", raises)
    with pytest.raises(ValueError, match="of the handler"):
        at.during(lambda: recorder.end_frame(0))
    recorder.close()
    assert frames_of(recorder.path) == [0]


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("more", [0, 700])
def test_a_file_that_was_cut_off_and_has_grown_again_is_told_of(
    tmp_path: Path, live: bool, more: int
) -> None:
    path = tmp_path / "a.replay"
    recorder = without_columns(Recorder(path, SCHEMA, live=live))
    for frame in range(1100):
        recorder.append(put(frame))
    recorder.end_frame(1099)
    size = path.stat().st_size
    os.truncate(path, size - 300)
    with path.open("ab") as file:
        file.write(b"?" * (300 + more + 1))
    with pytest.warns(RecordingWarning):
        recorder.close()
    assert recorder.problem is not None


@pytest.mark.parametrize("live", [True, False])
def test_what_another_program_appends_is_cut_off_again(tmp_path: Path, live: bool) -> None:
    path = tmp_path / "a.replay"
    recorder = without_columns(Recorder(path, SCHEMA, live=live))
    for frame in range(1100):
        recorder.append(put(frame))
    recorder.end_frame(1099)
    with path.open("ab") as file:
        file.write(b"?" * 500)
    recorder.close()
    assert recorder.problem is None
    assert frames_of(path) == list(range(1100))


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("times", [1, 10**9])
def test_a_file_that_cannot_be_looked_at_is_not_taken_for_deleted(
    tmp_path: Path, live: bool, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, SCHEMA, live=live) as recorder:
        recorder.append(put(0))
    failed: list[object] = []
    real = os.path.samestat

    def broken(*stats: os.stat_result) -> bool:
        if len(failed) < times:
            failed.append(stats)
            raise OSError(EIO, "the disk cannot be read just now")
        return real(*stats)

    monkeypatch.setattr(disk_errors, "OWN", disk_errors.OWN | {__name__})
    monkeypatch.setattr(locking.os.path, "samestat", broken)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        recorder = Recorder(path, SCHEMA, existing="continue", live=live)
        recorder.append(put(5))
        recorder.close()
    monkeypatch.undo()

    assert failed
    assert frames_of(path) == [0, 5]
    assert [one.name for one in tmp_path.iterdir()] == ["a.replay"]
