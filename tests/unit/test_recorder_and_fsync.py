"""What a recorder asks the disk to keep, and does where the disk fails at that."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from recorded import recorded
from strategies import SCHEMA, puts

from replay import Recorder, Recording
from replay.errors import RecordingWarning


@pytest.mark.skipif(os.name == "nt", reason="folders cannot be synced here")
def test_with_fsync_the_name_of_a_new_recording_reaches_the_disk_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    monkeypatch.setattr("os.fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    with Recorder(tmp_path / "a.replay", SCHEMA, fsync_s=0) as recorder:
        recorder.end_frame(0)

        assert tmp_path.stat().st_ino in synced


def test_fsync_s_holds_in_bulk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    monkeypatch.setattr("os.fsync", synced.append)
    with Recorder(tmp_path / "a.replay", SCHEMA, live=False, fsync_s=0) as recorder:
        for event in puts(5000):
            recorder.append(event)
        assert len(synced) >= 3


def test_an_fsync_that_failed_is_tried_again_at_the_next_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now_s[0])

    def broken(_: int) -> None:
        raise OSError(5, "broken")

    recorder = Recorder(tmp_path / "a.replay", SCHEMA, fsync_s=10.0)
    now_s[0] = 11.0
    with monkeypatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore", RecordingWarning)
        patch.setattr("os.fsync", broken)
        recorder.end_frame(0)
        recorder.end_frame(1)
        noticed = recorder.problem
    recorder.close()

    assert noticed is not None


def test_what_a_disk_may_have_forgotten_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, SCHEMA, fsync_s=0) as recorder:
        recorded(recorder, 0, 5)
        safe = path.stat().st_size
        with monkeypatch.context() as failing:
            failing.setattr(os, "fsync", failed("on fire"))
            with pytest.warns(RecordingWarning, match="on fire"):
                recorded(recorder, 5, 6)
        lost = path.read_bytes()[safe:]
        output = recorder._sink.output
        watched = Watched(output.file)
        output.file = cast("Any", watched)
        recorded(recorder, 6, 7)
        assert recorder.problem is not None  # a disk that fails is not asked at every frame
        output._due_s = 0
        recorded(recorder, 7, 8)
        recorded(recorder, 8, 9)
        assert recorder.problem is None

    assert [offset for offset, _ in watched.writes].count(safe) == 1
    assert watched.writes[2] == (safe, lost + watched.writes[0][1] + watched.writes[1][1])
    assert len(watched.writes) == 4
    assert len(Recording(path)) == 9


class Watched:
    """An open file that notes what is written where."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.writes: list[tuple[int, bytes]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        self.writes.append((self._file.tell(), bytes(data)))
        return int(self._file.write(data))


def failed(why: str) -> Callable[[int], None]:
    def fsync(_: int) -> None:
        raise OSError(5, why)

    return fsync
