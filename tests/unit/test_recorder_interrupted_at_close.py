"""What interrupts closing: it is finished, once, and no other writer's file is touched."""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Iterator
from errno import EEXIST, EIO, ENOSPC
from pathlib import Path
from typing import Any

import pytest
from interrupting import At, frames_of, put
from recorded import POSIX, without_columns
from strategies import SCHEMA

from replay import Recorder
from replay.storage import compaction, disk_errors, hidden_files
from replay.storage.output_file import Output


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("closes", [True, False])
def test_closing_that_is_interrupted_behind_the_lock_leaves_the_file_to_the_next_writer(
    tmp_path: Path, live: bool, closes: bool
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA, live=live)
    for frame in range(3):
        recorder.append(put(frame))
    others: list[Recorder] = []

    def unlocked(frame: Any, what: str) -> bool:
        caller = frame.f_back.f_back if frame.f_back else None
        return (
            what == "return"
            and frame.f_code.co_name == "unlock"
            and caller is not None
            and caller.f_locals.get("self") is recorder._sink.output
            and frame.f_back.f_locals.get("self") is recorder._sink.output.file
        )

    def another_writes() -> None:
        other = Recorder(path, SCHEMA, existing="continue")
        others.append(other)
        for frame in range(10, 15):
            other.append(put(frame))
            other.end_frame(frame)
        if closes:
            other.close()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        At(unlocked, another_writes).during(recorder.close)
    others[0].close()
    assert frames_of(path) == [0, 1, 2, *range(10, 15)]
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("live", [True, False])
def test_a_file_that_gets_the_inode_of_a_discarded_draft_is_not_taken_for_the_match(
    tmp_path: Path, live: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = tmp_path / "a.replay", tmp_path / "other.replay"
    recorder = Recorder(path, SCHEMA, live=live)
    for frame in range(3):
        recorder.append(put(frame))
        recorder.end_frame(frame)
    path.unlink()
    take, discard, stat = compaction.take_free_name, compaction.discard, Path.stat
    tried: list[os.stat_result] = []

    def interrupted(name: Path, place: Path) -> Path:
        if not tried:
            tried.append(name.stat())
            raise KeyboardInterrupt
        return take(name, place)

    def reused(name: Path, file: Any) -> None:
        discard(name, file)
        other.write_bytes(b"another recording")

    def with_that_inode(self: Path, **options: Any) -> os.stat_result:
        return tried[0] if self == other and tried else stat(self, **options)

    monkeypatch.setattr(compaction, "take_free_name", interrupted)
    monkeypatch.setattr(compaction, "discard", reused)
    monkeypatch.setattr(Path, "stat", with_that_inode)
    with pytest.raises(KeyboardInterrupt) as raised:
        recorder.close()
    assert recorder.path != other
    assert "is saved in" in raised.value.__notes__[0]
    assert frames_of(recorder.path) == [0, 1, 2]


def test_a_handler_that_closes_as_the_file_is_looked_for_leaves_no_false_message(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorder.append(put(0))
    recorder.end_frame(0)
    path.unlink()
    recorder._sink._next_watch = 0
    with pytest.warns(match="deleted"):
        recorder.end_frame(1)
    recorder.append(put(2))
    at = At(lambda frame, what: what == "call" and frame.f_code.co_name == "_watch", recorder.close)
    with pytest.warns(match="is saved in"):
        at.during(lambda: recorder.end_frame(2))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        recorder.close()
    assert recorder.problem is None
    assert frames_of(recorder.path) == [0, 2]


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("moment", ["_finish", "_stop"])
def test_a_handler_that_closes_while_closing_begins_does_nothing(
    tmp_path: Path, live: bool, moment: str
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=live)
    recorder.append(put(0))
    begins = At(
        lambda frame, what: what == "call" and frame.f_code.co_name == moment, recorder.close
    )
    begins.during(recorder.close)
    assert frames_of(recorder.path) == [0]


def test_what_closing_raised_first_is_what_is_seen_even_if_the_file_cannot_be_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=False)
    recorder.append(put(0))
    raises: list[BaseException] = [KeyboardInterrupt("first")]

    def write(self: Output, data: bytes, offset: int) -> None:
        raise raises.pop() if raises else OSError(ENOSPC, "full")

    def fails() -> None:
        shut()
        raise OSError(EIO, "the disk failed")

    file = recorder._sink.output.file
    shut = file.close
    monkeypatch.setattr(Output, "write", write)
    monkeypatch.setattr(file, "close", fails)
    with pytest.raises(KeyboardInterrupt, match="first"):
        recorder.close()
    assert not recorder._forgotten.alive


@pytest.mark.parametrize("what", ["draft", "file"])
@pytest.mark.parametrize("error", [KeyboardInterrupt, TimeoutError, FileExistsError(EEXIST, "own")])
def test_closing_that_is_interrupted_at_a_descriptor_frees_the_file_all_the_same(
    tmp_path: Path, what: str, error: BaseException
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorder.append(put(0))
    output = recorder._sink.output

    def is_closed(frame: Any, what_happens: str) -> bool:
        return (
            what_happens == "call"
            and frame.f_code.co_name == "close"
            and frame.f_locals.get("self") is getattr(output, what)
            and frame.f_back.f_locals.get("self") is output
        )

    def raises() -> None:
        raise error

    with pytest.raises(type(error) if isinstance(error, Exception) else error):
        At(is_closed, raises).during(recorder.close)
    with Recorder(recorder.path, SCHEMA, existing="continue") as again:
        again.append(put(5))
    assert frames_of(recorder.path) == [0, 5]


@POSIX
def test_a_file_exists_error_of_a_handler_is_the_callers_and_leaves_nothing_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    for frame in range(100):
        recorder.append(put(frame))
    link, raised = os.link, FileExistsError(EEXIST, "the handler's own")

    def interrupted(*arguments: Any, **named: Any) -> None:
        link(*arguments, **named)
        if not raised.__traceback__:
            raise raised

    monkeypatch.setattr(hidden_files.os, "link", interrupted)
    monkeypatch.setattr(disk_errors, "OWN", disk_errors.OWN - {__name__})
    with pytest.raises(FileExistsError, match="the handler's own"):
        recorder.close()

    assert frames_of(recorder.path) == list(range(100))
    assert [one.name for one in tmp_path.iterdir()] == ["a.replay"]


def test_closing_looks_at_no_other_file_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorder.append(put(0))
    looked = compaction._possible_places
    seen: list[Path] = []

    def counted(output: Output) -> Iterator[Path]:
        for path in looked(output):
            seen.append(path)
            yield path

    monkeypatch.setattr(compaction, "_possible_places", counted)
    recorder.close()

    assert seen == [recorder.path.resolve()]


@pytest.mark.parametrize("interrupted", [0, 1])
def test_a_disk_that_fails_once_is_no_interruption_of_closing(
    tmp_path: Path, interrupted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=False)
    for frame in range(5):
        recorder.append(put(frame))
    write = Output.write
    raises: list[BaseException] = [OSError(EIO, "the disk failed")]
    raises.insert(interrupted, KeyboardInterrupt())

    def failing(self: Output, data: bytes, offset: int) -> None:
        if raises:
            raise raises.pop()
        write(self, data, offset)

    monkeypatch.setattr(Output, "write", failing)
    with pytest.raises(KeyboardInterrupt):
        recorder.close()

    assert not raises
    assert frames_of(recorder.path) == list(range(5))


def test_an_interruption_as_the_collector_is_turned_off_leaves_it_on(tmp_path: Path) -> None:
    recorder = without_columns(Recorder(tmp_path / "a.replay", SCHEMA))
    recorder.append(put(0))

    def raises() -> None:
        raise KeyboardInterrupt

    at = At(lambda frame, what: what == "c_return" and not gc.isenabled(), raises)
    with pytest.raises(KeyboardInterrupt):
        at.during(recorder.close)

    assert gc.isenabled()
    assert frames_of(recorder.path) == [0]


@POSIX
def test_a_disk_of_which_nothing_can_be_learnt_leaves_nothing_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_files, "_UNNAMED", 0)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorder.append(put(0))

    def broken(*_: object) -> bool:
        raise OSError(EIO, "the disk failed")

    with monkeypatch.context() as patch:
        patch.setattr(compaction, "_has_final_name", broken)
        patch.setattr(compaction.os, "fsync", broken)
        recorder.close()

    assert frames_of(recorder.path) == [0]
    assert [one.name for one in tmp_path.iterdir()] == ["a.replay"]
