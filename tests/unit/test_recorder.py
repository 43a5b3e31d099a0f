"""What a recorder promises whoever uses it: refusals, threads, processes, files that go away."""

from __future__ import annotations

import copy
import gc
import os
import pickle
import threading
import time
import warnings
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from strategies import SCHEMA, Ledger, Put, Vault, puts, record

from replay import Event, EventType, Recorder, Recording, RecordingWarning
from replay.integrity.verify import verify


class Other(EventType):
    """The catalogue of another game."""

    SAID = str


REFUSED: dict[str, Event[Any]] = {
    "another payload": Event(Vault.PUT, "gold", 9),
    "too large": Event(Vault.SAID, "x" * 200_000, 9),
    "no text": Event(Vault.SAID, "\ud800", 9),
    "too large a number": Event(Vault.COUNTED, 2**63, 9),
    "another catalogue": Event(Other.SAID, "hello", 9),
    "too late a frame": Event(Vault.COUNTED, 1, 2**60),
}


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED.keys())
def test_a_refused_append_changes_nothing(tmp_path: Path, refused: Event[Any], live: bool) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, SCHEMA, live=live) as recorder:
        recorder.append(Event(Vault.PUT, Put(1, 2), 4))
        with pytest.raises((TypeError, ValueError)):
            recorder.append(refused)
        assert len(recorder) == 1
        recorder.append(Event(Vault.PUT, Put(1, 3), 4))
        recorder.append(Event(Vault.PUT, Put(1, 4), 5))

    with Recording(path, SCHEMA) as recording:
        assert [event.frame for event in recording.events()] == [4, 4, 5]
        assert recording.frames == 6


def test_a_frame_is_a_whole_number_and_no_bool(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        for wrong in (True, 5.0, "7", None):
            with pytest.raises(TypeError, match="whole number"):
                recorder.end_frame(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("live", [True, False])
def test_quiet_frames_before_half_a_frame_survive_going_on_and_a_kill(
    tmp_path: Path, live: bool
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA, live=False)
    for number in range(1500):  # the second block is half of frame 500, behind 400 quiet ones
        recorder.append(Event(Vault.PUT, Put(1, number % 64), 99 if number < 900 else 500))
    killed = path.read_bytes()
    recorder.close()
    path.write_bytes(killed)
    with Recording(path, SCHEMA) as recording:
        seen = recording.frames
        assert seen == 500

    again = Recorder(path, SCHEMA, live=live, existing="continue")
    killed = path.read_bytes()
    again.close()
    path.write_bytes(killed)

    with Recording(path, SCHEMA) as recording:
        assert recording.frames == seen
        assert len(recording) == 900


def test_only_the_first_thread_that_records_may(tmp_path: Path) -> None:
    path, said = tmp_path / "a.replay", []
    with Recorder(path, SCHEMA) as recorder:

        def others() -> None:
            for call in (
                lambda: recorder.append(Event(Vault.PUT, Put(1, 2), 5)),
                lambda: recorder.end_frame(9),
            ):
                with pytest.raises(RuntimeError, match="another thread records") as refused:
                    call()
                said.append(refused)

        recorder.append(Event(Vault.PUT, Put(1, 2), 3))
        thread = threading.Thread(target=others)
        thread.start()
        thread.join()

    assert len(said) == 2
    with Recording(path, SCHEMA) as recording:
        assert len(recording) == 1
        assert recording.frames == 4


def test_a_recorder_may_be_opened_in_one_thread_used_in_another_and_closed_in_a_third(
    tmp_path: Path,
) -> None:
    path, history = tmp_path / "a.replay", puts(2000)
    recorder = Recorder(path, SCHEMA, projection=Ledger())
    for work in (lambda: [recorder.append(event) for event in history], recorder.close):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

    with Recording(path, SCHEMA) as recording:
        assert recording.get_all_events() == history
        assert recording.complete


def test_several_threads_may_read_one_recording(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, SCHEMA, live=False) as recorder:
        for frame in range(100_000):
            recorder.append(Event(Vault.COUNTED, frame * 7919, frame))
    wrong: list[object] = []

    def look(recording: Recording, seed: int) -> None:
        for turn in range(120):
            start = (turn * 7877 + seed * 4999) % 99_000
            try:
                frames = [event.frame for event in recording.events(start, start + 50)]
            except Exception as error:  # noqa: BLE001 - is what is looked for
                wrong.append(error)
            else:
                wrong.extend([frames] if frames != list(range(start, start + 50)) else [])

    with Recording(path, SCHEMA) as recording:
        threads = [threading.Thread(target=look, args=(recording, seed)) for seed in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert wrong == []


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")


@needs_fork
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("live", [True, False])
def test_a_forked_child_can_neither_record_nor_close(tmp_path: Path, live: bool) -> None:
    path, history = tmp_path / "a.replay", puts(1000)
    with Recorder(path, SCHEMA, projection=Ledger(), live=live) as recorder:
        for event in history[:500]:
            recorder.append(event)
        child = os.fork()
        if child == 0:
            refused = 0
            for call in (lambda: recorder.append(history[500]), lambda: recorder.end_frame(10**6)):
                try:
                    call()
                except RuntimeError as error:
                    refused += f"belongs to process {os.getppid()}" in str(error)
            recorder.close()
            os._exit(0 if refused == 2 else 1)
        assert os.waitpid(child, 0)[1] == 0
        for event in history[500:]:
            recorder.append(event)

    with Recording(path, SCHEMA) as recording:
        assert recording.get_all_events() == history
        assert recording.complete
        assert list(verify(recording, Ledger())) == []
    with Recorder(path, SCHEMA, existing="continue"):  # nobody holds its lock
        pass


def _do_nothing() -> None:
    """What a child process does that only has copies of everything."""


def _record_there(recorder: Recorder) -> None:
    recorder.end_frame(5)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_child_processes_of_multiprocessing_cost_the_match_nothing(
    tmp_path: Path, method: str
) -> None:
    try:
        context: Any = get_context(method)
    except ValueError:
        pytest.skip(f"processes are not started by {method} here")
    path, history = tmp_path / "a.replay", puts(300)
    with Recorder(path, SCHEMA) as recorder:
        recorder.append(history[0])
        child = context.Process(target=_do_nothing)
        child.start()
        child.join()
        if method != "fork":
            with pytest.raises(TypeError, match="cannot be copied"):
                context.Process(target=_record_there, args=(recorder,)).start()
        for event in history[1:]:
            recorder.append(event)

    assert child.exitcode == 0
    assert Recording(path, SCHEMA).get_all_events() == history


def test_a_recorder_is_neither_copied_nor_pickled(tmp_path: Path) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        for duplicate in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError, match="one file, alone"):
                duplicate(recorder)


def test_a_forgotten_recorder_closes_its_file_as_incomplete(tmp_path: Path) -> None:
    path, history = tmp_path / "a.replay", puts(50)
    recorder = Recorder(path, SCHEMA)
    for event in history:
        recorder.append(event)
    del recorder
    gc.collect()

    with Recording(path, SCHEMA) as recording:
        assert recording.get_all_events() == history
        assert recording.closed
        assert not recording.complete


def test_an_error_while_closing_does_not_hide_the_one_that_was_raised(tmp_path: Path) -> None:
    with (
        pytest.MonkeyPatch.context() as patch,
        pytest.raises(KeyboardInterrupt) as raised,
        Recorder(tmp_path / "a.replay", SCHEMA, live=False) as recorder,
    ):
        recorder.append(Event(Vault.PUT, Put(1, 2), 3))

        def full(data: bytes, offset: int) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr(recorder._sink.output, "write", full)
        raise KeyboardInterrupt

    assert any("No space left" in note for note in raised.value.__notes__)


def _delete(path: Path) -> None:
    path.unlink()


def _replace(path: Path) -> None:
    path.unlink()
    path.write_text("something else")


def _move(path: Path) -> None:
    path.rename(path.with_suffix(".moved"))


def _delete_folder(path: Path) -> None:
    path.unlink()
    path.parent.rmdir()


@pytest.fixture(autouse=True)
def watched_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for the file at every frame, so that no test has to wait."""
    monkeypatch.setattr("replay.storage.sink.WATCH_S", 0.0)


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted here")
@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("gone", [_delete, _replace, _move, _delete_folder])
def test_a_match_whose_file_goes_away_is_told_of_and_kept(
    tmp_path: Path, gone: Callable[[Path], None], live: bool
) -> None:
    folder = tmp_path / "matches"
    folder.mkdir()
    path, history = folder / "a.replay", puts(3000)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with Recorder(path, SCHEMA, projection=Ledger(), live=live) as recorder:
            for event in history[:1300]:
                recorder.append(event)
            gone(path)
            for event in history[1300:]:
                recorder.append(event)
            noticed = recorder.problem
            said = [str(warning.message) for warning in told]
            if live:
                assert isinstance(noticed, FileNotFoundError)
                assert len(said) == 1
                assert "was deleted, moved or replaced" in said[0]

    assert recorder.problem is None
    assert recorder.path == (folder / "a (2).replay" if gone is _replace else path)
    assert all(warning.category is RecordingWarning for warning in told)
    assert f"the match is saved in {recorder.path}" in str(told[-1].message)
    assert len(told) == 2
    with Recording(recorder.path, SCHEMA) as recording:
        assert recording.get_all_events() == history
        assert recording.complete
        assert list(verify(recording, Ledger())) == []
    if gone is _replace:
        assert path.read_text() == "something else"
    assert [entry.name for entry in folder.iterdir() if entry.name.startswith(".")] == []


def test_a_file_that_goes_away_is_noticed_within_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    path = tmp_path / "a.replay"
    now_s = [time.monotonic()]
    for module in ("sink", "rows_sink"):
        monkeypatch.setattr(f"replay.storage.{module}.monotonic", lambda: now_s[0])
    with warnings.catch_warnings(), Recorder(path, SCHEMA) as recorder:
        warnings.simplefilter("ignore", RecordingWarning)
        recorder.end_frame(0)
        path.rename(tmp_path / "b.replay")
        for frame in range(1, 61):
            now_s[0] += 1 / 60
            recorder.end_frame(frame)
        noticed = recorder.problem

    assert isinstance(noticed, FileNotFoundError)


def test_what_is_in_the_way_of_the_hidden_file_is_named_and_not_waited_for(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.replay"
    hidden = tmp_path / ".a.replay.new"
    hidden.symlink_to(tmp_path / "nowhere")
    with pytest.raises(OSError, match="in the way"):
        Recorder(path, SCHEMA)
    hidden.unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(hidden)
        with pytest.raises(OSError, match="in the way"):
            Recorder(path, SCHEMA)
        hidden.unlink()
    hidden.mkdir()
    with pytest.raises(OSError, match="in the way"):
        Recorder(path, SCHEMA)
    hidden.rmdir()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_under_the_name_of_the_closing_file_holds_nobody_up(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(20))
    os.mkfifo(tmp_path / ".a.replay.closing")

    with Recorder(path, SCHEMA, existing="continue") as recorder:
        recorder.append(Event(Vault.PUT, Put(1, 2), 999))

    with Recording(path, SCHEMA) as recording:
        assert len(recording) == 21
        assert recording.closed


@pytest.mark.skipif(os.name == "nt", reason="locks are another thing here")
@pytest.mark.parametrize("existing", ["refuse", "replace", "continue"])
def test_a_file_system_without_locks_is_told_of_and_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existing: Any
) -> None:
    def unsupported(descriptor: int, operation: int) -> None:
        raise OSError(37, "No locks available")

    path = tmp_path / "a.replay"
    if existing != "refuse":
        record(path, puts(5))
    monkeypatch.setattr("fcntl.flock", unsupported)
    with pytest.warns(RecordingWarning, match="keeps no locks"):
        with Recorder(path, SCHEMA, existing=existing) as recorder:
            recorder.append(Event(Vault.PUT, Put(1, 2), 99))

    assert [entry.name for entry in tmp_path.iterdir()] == ["a.replay"]
    assert Recording(path, SCHEMA).closed


@pytest.mark.skipif(os.name == "nt", reason="there is no umask here")
def test_the_umask_is_obeyed_and_never_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    before = os.umask(0o027)
    try:
        monkeypatch.setattr("os.umask", None)
        recorder = Recorder(path, SCHEMA)
        recorder.end_frame(3)
        open_mode = path.stat().st_mode & 0o777
        recorder.close()
    finally:
        monkeypatch.undo()
        os.umask(before)

    assert open_mode == 0o640
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("live", [True, False])
def test_a_file_that_another_thread_closes_meanwhile_takes_no_event_without_a_word(
    tmp_path: Path, live: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=live)
    pack = recorder._sink._pack  # type: ignore[attr-defined]

    def closed_meanwhile(row: object) -> Any:
        thread = threading.Thread(target=recorder.close)
        thread.start()
        thread.join()
        return pack(row)

    monkeypatch.setattr(recorder._sink, "_pack", closed_meanwhile)
    with pytest.raises(ValueError, match="closed"):
        recorder.append(Event(Vault.SAID, "hello", 3))


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


def test_fsync_s_holds_in_bulk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    monkeypatch.setattr("os.fsync", synced.append)
    with Recorder(tmp_path / "a.replay", SCHEMA, live=False, fsync_s=0) as recorder:
        for event in puts(5000):
            recorder.append(event)
        assert len(synced) >= 3
