"""A recorder among others: programs that take its file, threads, handlers, hooks, forks."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any, cast

import pytest
from strategies import SCHEMA, Ledger, Put, Vault, puts, record

from replay import Event, Recorder, Recording, RecordingError, RecordingWarning, fork
from replay.integrity.repair import repair
from replay.storage import ownership
from replay.storage.compaction import write_columns
from replay.storage.hidden_files import claim, hidden
from replay.storage.input_file import Source
from replay.storage.rows_sink import RowsSink

POSIX = pytest.mark.skipif(os.name == "nt", reason="an open file keeps its name here")


def taken(start: int, stop: int) -> list[Event[Any]]:
    """One event a frame."""
    return [Event(Vault.TAKEN, Put(1, frame), frame) for frame in range(start, stop)]


def recorded(recorder: Recorder, start: int, stop: int) -> None:
    for event in taken(start, stop):
        recorder.append(event)
    recorder.end_frame(stop - 1)


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


@POSIX
def test_a_child_that_is_forked_while_a_recorder_opens_has_no_copy_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = record(tmp_path / "a.replay", puts(5))
    resumed, codes = RowsSink.resumed, []

    def forked(output: Any, *arguments: Any, **named: Any) -> RowsSink:
        child = os.fork()
        if not child:
            os._exit(7 if output.closed else 1)
        codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        return resumed(output, *arguments, **named)

    monkeypatch.setattr(RowsSink, "resumed", forked)
    with Recorder(path, SCHEMA, existing="continue"):
        pass

    assert codes == [7]


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


def test_drafts_that_killed_writers_left_are_taken_away(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5))
    for left in (".a.replay.closing", ".a.replay.closing-12-5"):
        (tmp_path / left).write_bytes(b"half")

    Recorder(path, SCHEMA, existing="continue").close()

    assert [entry.name for entry in tmp_path.iterdir()] == ["a.replay"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_child_does_not_hold_on_to_a_file_that_is_being_closed(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    source = Source(recorder.path, recorder._sink.output.file)
    if (child := os.fork()) == 0:
        os._exit(0 if source._file.closed else 1)
    _, code = os.waitpid(child, 0)

    assert code == 0
    source.close()
    recorder.close()


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


def test_a_disk_that_is_full_at_the_end_is_told_truly_after_a_chdir(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    recorder = Recorder("a.replay", SCHEMA)
    recorded(recorder, 0, 50)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setattr("replay.storage.rows_sink.compact", full)
    monkeypatch.setattr("replay.storage.rows_sink.close_in_place", full)

    with pytest.warns(RecordingWarning, match="could not be closed whole") as told:
        recorder.close()

    assert not any("deleted" in str(one.message) for one in told)
    assert len(Recording(tmp_path / "a.replay")) == 50


def full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@POSIX
def test_what_is_lost_with_a_replaced_file_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 50)
    path.unlink()
    path.write_text("somebody else's")
    monkeypatch.setattr("replay.storage.rows_sink.compact", full)
    monkeypatch.setattr("replay.storage.rows_sink.close_in_place", full)

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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_child_forked_while_a_file_is_closed_leaves_its_parents_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 50)
    codes = []

    def forking(file: Any) -> None:
        if (child := os.fork()) == 0:
            raise SystemExit
        codes.append(os.waitpid(child, 0)[1])

    def written(*arguments: Any) -> Any:
        try:
            if not in_child:
                forking(arguments)
            return write_columns(*arguments)
        except SystemExit:
            in_child.append(True)
            raise

    in_child: list[bool] = []
    monkeypatch.setattr("replay.storage.compaction.write_columns", written)
    try:
        recorder.close()
    finally:
        if in_child:
            os._exit(0)

    assert codes == [0]
    assert Recording(path).reader.contents.closed
    assert path.stat().st_size < 3000
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.replay"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_fork_waits_while_a_file_is_being_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    forking: list[Thread] = []

    def fork_elsewhere() -> None:
        if os.fork() == 0:
            os._exit(0)
        order.append("forked")

    def slow(what: Any, disown: Any) -> None:
        if not forking:
            forking.append(Thread(target=fork_elsewhere))
            forking[0].start()
            forking[0].join(0.2)
        order.append("registered")
        own(what, disown)

    own = ownership.own
    monkeypatch.setattr(ownership, "own", slow)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks where there are threads
        Recorder(tmp_path / "a.replay", SCHEMA).close()
        forking[0].join()

    assert order.index("registered") < order.index("forked")
    os.wait()


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
