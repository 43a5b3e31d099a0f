"""A recorder on a disk that fails, fills up or takes a part; and what it says is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from recorded import POSIX, full, recorded
from strategies import SCHEMA

from replay import Recorder, Recording, RecordingWarning


class Short:
    """An open file that takes at most so many bytes of a write, and may raise at the first."""

    def __init__(self, file: Any, most: int, raised: BaseException | None = None) -> None:
        self._file, self._most, self._raised = file, most, raised

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        raised, self._raised = self._raised, None
        if raised is not None:
            raise raised
        return int(self._file.write(data[: self._most]))


@pytest.mark.parametrize("live", [True, False])
def test_a_disk_that_takes_a_part_of_a_write_gets_the_rest(tmp_path: Path, live: bool) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA, live=live) as recorder:
        output = recorder._sink.output
        output.file = cast("Any", Short(output.file, 3))
        recorded(recorder, 0, 1100)
        assert recorder.problem is None

    assert len(Recording(tmp_path / "a.replay")) == 1100


@pytest.mark.parametrize("live", [True, False])
def test_a_signal_handlers_timeout_is_no_trouble_with_the_disk(tmp_path: Path, live: bool) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA, live=live) as recorder:
        recorded(recorder, 0, 5)
        output = recorder._sink.output
        output.file = cast("Any", Short(output.file, 10**6, TimeoutError("time is up")))
        with pytest.raises(TimeoutError, match="time is up"):
            recorded(recorder, 5, 3000)
        assert recorder.problem is None
        recorded(recorder, len(recorder), 4000)

    assert len(Recording(tmp_path / "a.replay")) == 4000


def test_a_header_that_is_written_anew_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 5)
    header = path.read_bytes()[: len(recorder._sink.output.begin)]
    path.write_bytes(b"another program's bytes" * 1000)
    output = recorder._sink.output
    output.file = cast("Any", Short(output.file, 3))
    with pytest.warns(RecordingWarning):
        recorded(recorder, 5, 9)

    assert path.read_bytes().startswith(header)
    with pytest.warns(RecordingWarning):
        recorder.close()


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


def fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be no room for what closing writes."""
    for step in ("compact", "close_in_place"):
        monkeypatch.setattr(f"replay.storage.rows_sink.{step}", full)


def test_a_disk_that_is_full_at_the_end_is_told_truly_after_a_chdir(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    recorder = Recorder("a.replay", SCHEMA)
    recorded(recorder, 0, 50)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    fill_the_disk(monkeypatch)

    with pytest.warns(RecordingWarning, match="could not be closed whole") as told:
        recorder.close()

    assert not any("deleted" in str(one.message) for one in told)
    assert len(Recording(tmp_path / "a.replay")) == 50


@POSIX
def test_what_is_lost_with_a_replaced_file_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 50)
    path.unlink()
    path.write_text("somebody else's")
    fill_the_disk(monkeypatch)

    with pytest.warns(RecordingWarning, match="could not be saved anew .*its 50 events are lost"):
        recorder.close()


def test_in_bulk_it_is_said_how_many_events_a_full_disk_costs(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=False)
    recorded(recorder, 0, 2000)
    output = recorder._sink.output
    output.file = cast("Any", Full(output.file))
    with pytest.raises(OSError, match="No space") as raised:
        recorder.close()

    with Recording(tmp_path / "a.replay") as recording:
        lost = 2000 - len(recording)
    assert raised.value.__notes__ == [
        f"{tmp_path / 'a.replay'}: the last {lost} of 2000 events could not be written "
        "(No space left on device) and are lost"
    ]


class Full:
    """An open file whose disk is full."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        full()
        return len(data)


HANDLER = """
def handler(number):
    raise OSError(number, "out of a handler")
"""


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("number", [2, 5, 28, 32])
def test_an_error_that_a_handler_raises_is_not_the_disks_whatever_its_number(
    tmp_path: Path, live: bool, number: int
) -> None:
    space: dict[str, Any] = {}
    exec(compile(HANDLER, "a game.py", "exec"), space)

    class Interrupted(Short):
        def write(self, data: bytes) -> int:
            if self._raised is not None:
                self._raised = None
                space["handler"](number)
            return super().write(data)

    with Recorder(tmp_path / "a.replay", SCHEMA, live=live) as recorder:
        recorded(recorder, 0, 5)
        output = recorder._sink.output
        output.file = cast("Any", Interrupted(output.file, 10**6, OSError()))
        with pytest.raises(OSError, match="out of a handler"):
            recorded(recorder, 5, 3000)
        assert recorder.problem is None
        recorded(recorder, len(recorder), 4000)

    assert len(Recording(tmp_path / "a.replay")) == 4000
