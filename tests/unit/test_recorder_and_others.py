"""A recorder among others: programs that take its file, threads, handlers, hooks."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Any

import pytest
from recorded import POSIX, full, recorded, refusing, taken
from strategies import SCHEMA, Ledger, Put, puts, record

from replay import (
    Event,
    EventType,
    Recorder,
    Recording,
    RecordingError,
    RecordingWarning,
    Schema,
    fork,
)  # fmt: skip
from replay.file.builder import Builder
from replay.integrity.repair import repair
from replay.integrity.verify import verify
from replay.storage import ownership
from replay.storage.compaction import write_columns
from replay.storage.hidden_files import claim, hidden
from replay.storage.locking import is_locked
from replay.storage.output_file import Output
from replay.storage.ownership import OwnedFile


class Large(EventType):
    TEXT = str
    NUMBER = int


LARGE_SCHEMA = Schema("large", Large)


@POSIX
def test_a_file_that_somebody_else_is_closing_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 50)
    path.unlink()
    record(path, puts(70))
    draft = hidden(path, "closing")
    with claim(draft, path) as theirs:
        theirs.write(b"half")
        with pytest.warns(RecordingWarning, match="saved in"):
            recorder.close()

    assert draft.read_bytes() == b"half"
    assert len(Recording(path)) == 70
    assert len(Recording(tmp_path / "a (2).replay")) == 50


@POSIX
@pytest.mark.parametrize("link", [False, True])
def test_where_its_folder_was_replaced_the_match_is_saved_above(tmp_path: Path, link: bool) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    recorder = Recorder(folder / "a.replay", SCHEMA)
    recorded(recorder, 0, 50)
    (folder / "a.replay").unlink()
    folder.rmdir()
    if link:
        folder.symlink_to("nowhere")
    else:
        folder.write_text("a file")

    with pytest.warns(RecordingWarning, match="saved in"):
        recorder.close()

    assert recorder.path == tmp_path / "a.replay"
    assert len(Recording(recorder.path)) == 50


@POSIX
@pytest.mark.parametrize("live", [True, False])
def test_where_a_folder_above_became_a_loop_of_links_the_match_is_saved_above_that(
    tmp_path: Path, live: bool
) -> None:
    folder = tmp_path / "b" / "c"
    folder.mkdir(parents=True)
    recorder = Recorder(folder / "a.replay", SCHEMA, live=live)
    recorded(recorder, 0, 50)
    shutil.rmtree(tmp_path / "b")
    (tmp_path / "b").symlink_to("b")

    with pytest.warns(RecordingWarning, match="saved in"):
        recorder.close()

    assert recorder.path == tmp_path / "a.replay"
    assert len(Recording(recorder.path)) == 50


@POSIX
@pytest.mark.parametrize("live", [True, False])
def test_where_its_folder_takes_no_file_the_match_is_saved_above(
    tmp_path: Path, live: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    recorder = Recorder(folder / "a.replay", SCHEMA, live=live)
    recorded(recorder, 0, 50)
    (folder / "a.replay").unlink()
    monkeypatch.setattr("replay.storage.compaction.claim", refusing(folder, claim))

    with pytest.warns(RecordingWarning, match="saved in"):
        recorder.close()

    assert recorder.path == tmp_path / "a.replay"
    assert len(Recording(recorder.path)) == 50


@POSIX
def test_of_a_match_that_was_moved_and_cannot_be_saved_anew_it_is_not_said_that_it_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 50)
    moved = recorder.path.rename(tmp_path / "b.replay")
    monkeypatch.setattr("replay.storage.compaction.claim", full)

    with pytest.warns(RecordingWarning, match="it has 50 of 50 events"):
        recorder.close()

    assert len(Recording(moved)) == 50


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


@POSIX
def test_a_handlers_recording_error_while_closing_is_the_callers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
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
        assert path.exists() == (existing != "refuse" or place != "recorder.Output")
        if existing == "refuse":
            path.unlink(missing_ok=True)


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("lost", ["all", "half", "another"])
def test_what_is_recorded_after_the_file_was_overwritten_can_be_repaired(
    tmp_path: Path, live: bool, lost: str
) -> None:
    path = tmp_path / "a.replay"
    other = record(tmp_path / "b.replay", puts(9), live=False).read_bytes()
    recorder = Recorder(path, SCHEMA, live=live)
    recorded(recorder, 0, 1500)
    if lost == "another":
        path.write_bytes(other)
    else:
        os.truncate(path, 0 if lost == "all" else path.stat().st_size // 2)

    def go_on() -> None:
        recorded(recorder, 1500, 3000)
        recorder.close()

    said = "another program has overwritten it, or cut it off|could not be closed whole"
    with pytest.warns(RecordingWarning, match=said):
        go_on()

    assert recorder.problem is not None
    repair(path, tmp_path / "c.replay")
    with Recording(tmp_path / "c.replay", SCHEMA) as repaired:
        frames = {event.frame for event in repaired.events()}
        assert set(range(2050, 3000)) <= frames <= set(range(3000))
        assert all(event.data == Put(1, event.frame) for event in repaired.events())
        assert not repaired.complete


@pytest.mark.parametrize("live", [True, False])
def test_an_event_appended_just_before_another_thread_closes_is_in_the_file(
    tmp_path: Path, live: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=live)
    recorder.append(puts(1)[0])
    sink: Any = recorder._sink
    stop = sink._stop

    def appended_at_the_last_moment(*arguments: Any) -> None:
        recorder.append(taken(5, 6)[0])
        stop(*arguments)

    monkeypatch.setattr(sink, "_stop", appended_at_the_last_moment)
    closing = Thread(target=recorder.close)
    sink.interrupts_itself = lambda: False  # the thread that records is another one
    monkeypatch.setattr(recorder, "_belongs_to_this_thread", lambda: None)
    closing.start()
    closing.join()

    with Recording(tmp_path / "a.replay", SCHEMA) as recording:
        assert (len(recording), recording.frames) == (len(recorder), 6)
        assert len(recording.get_all_events()) == 2


@pytest.mark.parametrize("live", [True, False])
def test_a_file_that_is_continued_from_half_a_frame_is_closed_whole(
    tmp_path: Path, live: bool
) -> None:
    path = tmp_path / "a.replay"
    history = [replace(event, frame=event.frame // 10) for event in taken(0, 2060)]
    recorder = Recorder(path, SCHEMA, live=False)
    for event in history:
        recorder.append(event)
    recorder._sink.give_up()
    with Recording(path, SCHEMA) as killed:
        half = killed.reader.contents.open_events
        frames = killed.frames
    assert half

    with Recorder(path, SCHEMA, existing="continue", live=live) as recorder:
        assert recorder.frames == frames
        recorder.append(taken(frames, frames + 1)[0])

    with Recording(path, SCHEMA) as recording:
        assert recording.closed
        assert recording.complete


def test_a_closed_file_with_a_damaged_block_is_not_continued(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5000))
    data = bytearray(path.read_bytes())
    with Recording(path, SCHEMA) as recording:
        data[recording.reader.contents.offsets[1] + 60] ^= 1
    path.write_bytes(data)

    with pytest.raises(RecordingError, match="repair"):
        Recorder(path, SCHEMA, existing="continue")

    assert path.read_bytes() == data


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


@pytest.mark.parametrize(
    "given", [{"projection": Ledger}, {"rules_version": True}, {"frame": 1.5}, {"frame": True}]
)
def test_a_branch_that_is_refused_leaves_its_target_as_it_is(
    tmp_path: Path, given: dict[str, Any]
) -> None:
    parent = record(tmp_path / "a.replay", puts(100))
    target = record(tmp_path / "b.replay", puts(300))
    before = target.read_bytes()
    for existing, path in (("replace", target), ("refuse", tmp_path / "c.replay")):
        with pytest.raises(TypeError):
            fork(parent, path, **{"frame": 5, "schema": SCHEMA, "existing": existing, **given})

    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.replay", "b.replay"]


@POSIX
def test_a_file_that_is_replaced_stays_for_whom_it_was(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5))
    path.chmod(0o640)

    record(path, puts(6), existing="replace")

    assert path.stat().st_mode & 0o777 == 0o640


EXIT = """
import sys
sys.path[:0] = {path!r}
import atexit, os, signal
from strategies import SCHEMA, Ledger, puts
from replay import Recorder
class Slow(Ledger):
    name, version = "slow", 1
    interrupted = False
    def apply(self, state, event):
        if event.frame >= 700 and not Slow.interrupted:
            Slow.interrupted = True
            os.kill(os.getpid(), signal.SIGINT)
        return super().apply(state, event)
"""


INTERRUPTED = """
recorders = [
    Recorder(f"{number}.replay", SCHEMA, live=False, projection=Slow()) for number in range(3)
]
for recorder in recorders:
    for event in puts(1500):
        recorder.append(event)
    recorder.end_frame(event.frame)
"""


HOOKS = """
def last():
    recorder.append(puts(2)[1])
    recorder.close()
    late = Recorder("late.replay", SCHEMA, live=False)
    late.append(puts(1)[0])
    kept.append(late)
kept = []
atexit.register(last)
recorder = Recorder("a.replay", SCHEMA)
recorder.append(puts(1)[0])
"""


def at_exit(folder: Path, program: str) -> str:
    code = EXIT.format(path=[path for path in sys.path if path]) + program
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return ran.stderr


@POSIX
def test_ctrl_c_while_forgotten_recorders_are_closed_costs_none_of_them(tmp_path: Path) -> None:
    assert "KeyboardInterrupt" in at_exit(tmp_path, INTERRUPTED)
    for number in range(3):
        assert len(Recording(tmp_path / f"{number}.replay")) == 1500


def test_exit_hooks_of_a_game_still_record(tmp_path: Path) -> None:
    assert at_exit(tmp_path, HOOKS) == ""
    assert Recording(tmp_path / "a.replay").complete
    assert len(Recording(tmp_path / "a.replay")) == 2
    assert len(Recording(tmp_path / "late.replay")) == 1


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are not listed here")
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # files that the collector closes
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("existing", ["refuse", "continue", "replace"])
def test_a_recorder_that_was_interrupted_as_it_opened_leaves_no_file_open(
    tmp_path: Path, existing: Any
) -> None:
    path = tmp_path / "a.replay"
    line, opened = 0, False
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


def test_drafts_that_killed_writers_left_are_taken_away(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5))
    for left in (".a.replay.closing", ".a.replay.closing-12-5"):
        (tmp_path / left).write_bytes(b"half")

    Recorder(path, SCHEMA, existing="continue").close()

    assert [entry.name for entry in tmp_path.iterdir()] == ["a.replay"]


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


def test_a_forgotten_recorder_whose_folder_is_gone_says_what_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    recorder = Recorder(folder / "a.replay", SCHEMA)
    recorded(recorder, 0, 50)
    shutil.rmtree(folder)

    kept = [recorder]
    del recorder
    with pytest.warns(
        RecordingWarning, match="its folder was moved or deleted: the last 0 of 50 events"
    ):
        kept.clear()


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
        failing.setattr("replay.storage.hidden_files.hidden_ones", full)
        Recorder(path, SCHEMA).close()
    assert len(Recording(path)) == 0


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt
