"""A recorder that is interrupted as it opens or closes: what it leaves, and what it says."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from recorded import POSIX, full, recorded
from strategies import SCHEMA, Ledger, puts, record

from replay import Event, Recorder, Recording
from replay.errors import RecordingWarning
from replay.storage import ownership
from replay.storage.locking import is_locked
from replay.storage.ownership import OwnedFile


@POSIX
@pytest.mark.parametrize("existing", ["refuse", "replace", "continue"])
def test_a_recorder_whose_opening_is_interrupted_leaves_no_lock(
    tmp_path: Path, existing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    if existing != "refuse":
        record(path, puts(70))

    register = ownership.register

    def interrupt(*arguments: Any) -> None:
        if isinstance(arguments[0], OwnedFile) and len(arguments) == 1:
            register(*arguments)  # it is the recorder that is interrupted
        else:
            raise KeyboardInterrupt

    for place in ("recorder.Output", "recorder.ownership.register"):
        with monkeypatch.context() as patch:
            patch.setattr(f"replay.{place}", interrupt)
            with pytest.raises(KeyboardInterrupt) as held:
                Recorder(path, SCHEMA, existing=existing)
        if path.exists():  # while the exception, and with it the recorder, is held
            with path.open("rb") as file:
                assert is_locked(file.fileno()) is False
        assert held
        assert path.exists() == (existing != "refuse")
        if path.exists():
            assert len(Recording(path)) == (70 if existing == "continue" else 0)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are not listed here")
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # files that the collector closes
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("existing", ["refuse", "continue", "replace"])
def test_a_recorder_that_was_interrupted_as_it_opened_leaves_no_file_open(
    tmp_path: Path, existing: Any
) -> None:
    path = tmp_path / "a.replay"
    line, opened = 0, False
    gc.collect()  # what an earlier test forgot is closed meanwhile, or that would be interrupted
    while not opened:
        path.unlink(missing_ok=True)
        if existing != "refuse":
            record(path, puts(5))
        opened = _opens_unless_raised_at(line, lambda: Recorder(path, SCHEMA, existing=existing))
        line += 23
        if _open_files(tmp_path):
            gc.collect()  # an exception raised where another was handled is in a cycle
        assert _open_files(tmp_path) == []
    assert line > 200


def _opens_unless_raised_at(line: int, opened: Callable[[], Recorder]) -> bool:
    seen = 0

    def trace(frame: Any, event: str, _: Any) -> Any:
        nonlocal seen
        if "replay" not in frame.f_code.co_filename:
            return None
        if event == "line":
            seen += 1
            if seen > line:
                sys.settrace(None)
                raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        recorder = opened()
    except KeyboardInterrupt:
        return False
    finally:
        sys.settrace(before)
        gc.enable()  # raised where no signal handler can run, an error may leave it off
    recorder.close()
    return True


def _open_files(folder: Path) -> list[str]:
    names = []
    for entry in os.listdir("/proc/self/fd"):  # noqa: PTH208 - their targets are wanted
        try:
            names.append(os.readlink(f"/proc/self/fd/{entry}"))  # noqa: PTH115
        except OSError:
            continue
    return [name for name in names if str(folder) in name]


def test_an_opening_that_fails_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    with monkeypatch.context() as failing:
        failing.setattr("replay.storage.creation.tidy", interrupt)
        with pytest.raises(KeyboardInterrupt):
            Recorder(path, SCHEMA)
    assert list(tmp_path.iterdir()) == []

    with monkeypatch.context() as failing:
        failing.setattr("replay.storage.hidden_files._those_of_processes", full)
        Recorder(path, SCHEMA).close()
    assert len(Recording(path)) == 0


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("kind", [KeyboardInterrupt, ValueError])
@pytest.mark.parametrize("way", ["close", "with"])
def test_a_recorder_that_is_interrupted_as_it_begins_to_close_is_closed(
    tmp_path: Path, way: str, kind: type[BaseException]
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 50)

    def interrupting(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name == "_shut":
            sys.settrace(None)
            raise kind("a handler")

    before = sys.gettrace()
    sys.settrace(interrupting)
    try:
        with pytest.raises(kind, match="a handler"):
            recorder.close() if way == "close" else recorder.__exit__(None, None, None)
    finally:
        sys.settrace(before)

    assert Recording(recorder.path).closed
    assert len(Recording(recorder.path)) == 50


class Interrupted(Ledger):
    """A projection that is interrupted so many times."""

    name, version = "interrupted", 1
    times = 0

    def apply(self, state: Any, event: Event[Any]) -> Any:
        if Interrupted.times:
            Interrupted.times -= 1
            raise SystemExit(3)
        return super().apply(state, event)


@pytest.mark.parametrize("live", [True, False])
def test_a_file_whose_closing_is_interrupted_twice_is_left_to_others(
    tmp_path: Path, live: bool
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA, projection=Interrupted(), live=live)
    recorded(recorder, 0, 100)
    Interrupted.times = 2

    with pytest.raises(SystemExit):
        recorder.close()

    assert recorder._sink.output.closed
    with Recorder(path, SCHEMA, existing="continue") as again:
        assert len(again) == 100


@pytest.mark.parametrize("live", [True, False])
def test_what_was_too_deep_in_calls_to_be_closed_can_be_closed_later(
    tmp_path: Path, live: bool
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA, live=live)
    recorded(recorder, 0, 1500)

    def deep() -> None:
        try:
            deep()
        except RecursionError:
            recorder.close()
            raise

    with pytest.raises(RecursionError):
        deep()
    recorder.close()

    assert Recording(path).complete
    assert len(Recording(path)) == 1500


def test_a_close_that_was_interrupted_tells_where_the_match_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 5)
    path.unlink()
    path.write_bytes(b"another file")
    close = recorder._sink.close

    def interrupted(complete: bool) -> None:
        monkeypatch.undo()
        close(complete)
        raise KeyboardInterrupt

    monkeypatch.setattr(recorder._sink, "close", interrupted)
    with (
        pytest.warns(RecordingWarning, match=r"saved in .*a \(2\)"),
        pytest.raises(KeyboardInterrupt),
    ):
        recorder.close()


def test_a_close_that_is_interrupted_twice_notes_what_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=False)
    recorded(recorder, 0, 50)

    def interrupted(complete: bool) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(recorder._sink, "_finish", interrupted)
    with pytest.raises(KeyboardInterrupt) as raised, recorder:
        pass

    assert "the last 50 of 50 events could not be written" in raised.value.__notes__[0]
