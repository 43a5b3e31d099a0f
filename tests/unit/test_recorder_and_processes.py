"""A recorder and child processes: only who opened it writes, and no child keeps its files."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread, local
from typing import Any

import pytest
from recorded import recorded, taken, without_columns
from strategies import SCHEMA, Ledger, puts

from replay import Recorder, Recording
from replay.integrity.verify import verify
from replay.storage import hidden_files, ownership
from replay.storage.compaction import write_columns
from replay.storage.sink import Sink

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")


def in_child(do: Callable[[], object]) -> str:
    """Do it in a forked child; return what it raised there."""
    begin, end = os.pipe()
    if (child := os.fork()) == 0:
        try:
            do()
        except BaseException as raised:  # noqa: BLE001 - whatever it is, it is told
            os.write(end, f"{type(raised).__name__}: {raised}".encode())
        finally:
            os._exit(0)
    os.close(end)
    with open(begin, "rb") as told:  # noqa: PTH123 - a pipe has no path
        said = told.read().decode()
    os.waitpid(child, 0)
    return said


@contextmanager
def a_child() -> Iterator[None]:
    """A child that keeps its copies of everything open."""
    begin, end = os.pipe()
    if (child := os.fork()) == 0:
        os.close(end)
        os.read(begin, 1)
        os._exit(0)
    os.close(begin)
    try:
        yield
    finally:
        os.close(end)
        os.waitpid(child, 0)


@FORKS
@pytest.mark.parametrize("live", [True, False])
def test_a_file_that_is_closed_is_free_whatever_copies_children_have(
    tmp_path: Path, live: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ownership, "_owners", [])  # as if a fork came before it was registered
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=live)
    recorded(recorder, 0, 5)
    monkeypatch.setattr(ownership, "_owners", [])
    with a_child():
        recorder.close()
        with Recorder(recorder.path, SCHEMA, existing="continue") as more:
            recorded(more, 5, 9)

    assert len(Recording(recorder.path)) == 9


@FORKS
@pytest.mark.parametrize("live", [True, False])
def test_a_child_neither_records_nor_closes(tmp_path: Path, live: bool) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=live)
    recorded(recorder, 0, 50)
    before = recorder.path.read_bytes(), recorder.path.stat().st_ino

    said = [
        in_child(partial(recorder.end_frame, 60)),
        in_child(partial(recorder.append, taken(49, 50)[0])),
        in_child(partial(recorded, recorder, 50, 51)),
        in_child(lambda: Thread(target=recorded, args=(recorder, 50, 51)).run()),
        in_child(recorder.close),
    ]

    told = f"RuntimeError: this recorder of {recorder.path} belongs to process {os.getpid()}: "
    assert [one.startswith(told) for one in said] == [True, True, True, True, False]
    assert (recorder.path.read_bytes(), recorder.path.stat().st_ino) == before
    recorded(recorder, 50, 60)
    recorder.close()
    assert len(Recording(recorder.path)) == 60


@FORKS
@pytest.mark.parametrize("forgotten", [True, False])
def test_a_child_closes_nothing_even_if_it_was_not_told(
    tmp_path: Path, forgotten: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 50)
    before = recorder.path.read_bytes(), recorder.path.stat().st_ino
    monkeypatch.setattr(ownership, "_owners", [])

    in_child(recorder._forgotten if forgotten else recorder.close)

    assert (recorder.path.read_bytes(), recorder.path.stat().st_ino) == before
    recorder.close()


@FORKS
def test_a_recorder_that_was_being_opened_when_its_process_forked_is_the_parents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register, children = ownership.register, []

    def forking(owner: Any) -> None:
        if isinstance(owner, Sink):
            children.append(os.fork())
        register(owner)

    monkeypatch.setattr(ownership, "register", forking)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    if not children[0]:
        try:
            recorder.end_frame(0)
        except RuntimeError:
            os._exit(7)
        os._exit(0)

    assert os.waitstatus_to_exitcode(os.waitpid(children[0], 0)[1]) == 7
    recorded(recorder, 0, 5)
    recorder.close()
    assert len(Recording(recorder.path)) == 5


@FORKS
@pytest.mark.parametrize(
    ("columns", "what"),
    [
        ("made at close", "lock_if_possible"),
        ("made at close", "is_another"),
        ("growing", "lock_if_possible"),
    ],
)
@pytest.mark.parametrize("first", ["child", "parent"])
def test_a_child_that_goes_on_with_what_its_parent_was_closing_harms_nothing(
    tmp_path: Path, columns: str, what: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    if columns == "made at close":
        without_columns(recorder)
    recorded(recorder, 0, 50)
    step = getattr(hidden_files, what)
    children: list[int] = []

    def forking(*arguments: Any, **named: Any) -> Any:
        if not children:
            children.append(os.fork())
            if children[0] and first == "child":
                os.waitpid(children[0], 0)
            elif not children[0] and first == "parent":
                time.sleep(0.3)
        return step(*arguments, **named)

    monkeypatch.setattr(hidden_files, what, forking)
    try:
        recorder.close()
    finally:
        if not children[0]:
            os._exit(0)
    if first == "parent":
        os.waitpid(children[0], 0)

    assert [entry.name for entry in tmp_path.iterdir()] == ["a.replay"]
    with Recording(recorder.path) as recording:
        assert recording.closed
        assert not list(verify(recording))
        assert len(recording) == 50


@FORKS
def test_a_recorder_that_only_another_thread_knows_is_left_alone_by_children(
    tmp_path: Path,
) -> None:
    here, ready, done = local(), Event(), Event()
    path = tmp_path / "a.replay"

    def play() -> None:
        here.recorder = Recorder(path, SCHEMA)
        recorded(here.recorder, 0, 50)
        ready.set()
        done.wait()
        recorded(here.recorder, 50, 60)
        here.recorder.close()

    player = Thread(target=play)
    player.start()
    ready.wait()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks where there are threads
        in_child(lambda: None)
    done.set()
    player.join()

    assert [entry.name for entry in tmp_path.iterdir()] == ["a.replay"]
    assert len(Recording(path)) == 60


@FORKS
def test_a_child_forked_while_a_file_is_closed_leaves_its_parents_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    recorder = without_columns(Recorder(path, SCHEMA))
    recorded(recorder, 0, 50)
    codes = []

    def forking(file: Any) -> None:
        if (child := os.fork()) == 0:
            raise SystemExit
        codes.append(os.waitpid(child, 0)[1])

    def written(*arguments: Any) -> Any:
        try:
            if not unwinding:
                forking(arguments)
            return write_columns(*arguments)
        except SystemExit:
            unwinding.append(True)
            raise

    unwinding: list[bool] = []
    monkeypatch.setattr("replay.storage.compaction.write_columns", written)
    try:
        recorder.close()
    finally:
        if unwinding:
            os._exit(0)

    assert codes == [0]
    assert Recording(path).reader.contents.closed
    assert path.stat().st_size < 3000
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.replay"]


@FORKS
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
