"""What interrupts a recorder at the worst moment: nothing is lost, and nobody's file is touched."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from errno import EIO, ENOSPC
from pathlib import Path
from typing import Any

import msgpack
import pytest
from recorded import POSIX, without_columns
from strategies import SCHEMA, Ledger, Put, Vault

from replay import Event, EventType, Recorder, Recording, RecordingWarning, Schema
from replay.file.builder import Builder
from replay.storage import compaction
from replay.storage.output_file import Output

Condition = Callable[[Any, str], bool]


def put(frame: int) -> Event[Any]:
    return Event(Vault.PUT, Put(1, frame), frame)


class At:
    """Runs an action once, when a profiled call or return is the one that is waited for."""

    def __init__(self, condition: Condition, action: Callable[[], object]) -> None:
        self._condition, self._action = condition, action
        self.ran = False

    def __call__(self, frame: Any, what: str, argument: object) -> None:
        if not self.ran and self._condition(frame, what):
            self.ran = True
            sys.setprofile(None)
            self._action()

    def during(self, run: Callable[[], object]) -> None:
        before = sys.getprofile()
        sys.setprofile(self)
        try:
            run()
        finally:
            sys.setprofile(before)
        assert self.ran


def frames_of(path: Path) -> list[int]:
    with Recording(path, SCHEMA) as recording:
        return [event.frame for event in recording.events()]


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
        lambda frame, what: what == "call" and frame.f_code.co_name == "_locked",
        lambda: other.replace(path),
    )
    with pytest.raises(ValueError, match="has 2 as metadata 'seed', not 1"):
        at.during(lambda: Recorder(path, SCHEMA, existing="continue", metadata={"seed": 1}))


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


@dataclass(frozen=True)
class Noticed:
    """Data that a finalizer can be set on."""

    number: int


class Notices(EventType):
    SEEN = Noticed


NOTICES = Schema(game="notices", events=Notices, version=1, frame_rate=60)


def seen(number: int, frame: int) -> Event[Any]:
    return Event(Notices.SEEN, Noticed(number), frame)


def numbers_in(path: Path) -> list[int]:
    with Recording(path, NOTICES) as recording:
        return [event.data.number for event in recording.events()]


@pytest.mark.parametrize("does", ["records", "closes"])
@pytest.mark.parametrize("interrupted", [False, True])
def test_what_is_freed_when_a_block_is_written_may_not_record_halfway(
    tmp_path: Path, does: str, interrupted: bool
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, NOTICES, live=False)
    told: list[int] = []

    def gone() -> None:
        with suppress(RuntimeError):
            if does == "closes":
                recorder.close()
            else:
                recorder.append(seen(-1, recorder.frames + 50))
                told.append(-1)

    def goes_on(begin: int, end: int) -> None:
        for number in range(begin, end):
            event = seen(number, recorder.frames)
            if number == 3:
                weakref.finalize(event.data, gone)
            recorder.append(event)
            told.append(number)
            recorder.end_frame(recorder.frames)

    goes_on(0, 1025)

    def raises() -> None:
        raise KeyboardInterrupt

    at = At(
        lambda frame, what: (
            interrupted and what == "return" and frame.f_code is Builder.written.__code__
        ),
        raises,
    )
    sys.setprofile(at)
    try:
        with suppress(ValueError):  # it is closed
            with suppress(KeyboardInterrupt):
                goes_on(1025, 1026)
            sys.setprofile(None)
            goes_on(2000, 2010)
    finally:
        sys.setprofile(None)
    assert at.ran is interrupted
    recorder.close()
    assert numbers_in(path) == told


@pytest.mark.parametrize("live", [True, False])
def test_an_event_for_which_there_is_no_memory_leaves_nothing_in_the_packer(
    tmp_path: Path, live: bool
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, live=live)
    sink: Any = recorder._sink
    own = sink._packer

    class Full(msgpack.Packer):
        def pack(self, value: object) -> bytes:
            super().pack(value)
            raise MemoryError

    sink._packer = Full(autoreset=False)
    sink._pack = sink._packer.pack
    event = Event(Vault.SAID, "text", 0)
    with pytest.raises(MemoryError):
        recorder.append(event)
    assert sink._packer.bytes() == b""
    sink._packer, sink._pack = own, own.pack
    recorder.append(event)
    recorder.close()
    assert len(frames_of(recorder.path)) == 1


@POSIX
@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("moment", ["_give_up_copies", "pop"])
def test_a_signal_in_the_first_moments_of_a_child_does_not_let_it_write(
    tmp_path: Path, live: bool, moment: str
) -> None:
    path = tmp_path / "a.replay"
    script = f"""
import os, sys
def interrupted(frame, what, argument):
    name = frame.f_code.co_name
    if what == "call" and name == {moment!r} or what == "c_return" and (
        argument.__name__ == {moment!r} and name == "_give_up_copies"
    ):
        sys.setprofile(None)
        raise KeyboardInterrupt
armed = []
os.register_at_fork(after_in_child=lambda: armed and sys.setprofile(interrupted))
from replay import Event, EventType, Recorder, Schema
class Facts(EventType):
    SEEN = int
recorder = Recorder({str(path)!r}, Schema("notices", Facts), live={live})
for frame in range(5):
    recorder.append(Event(Facts.SEEN, frame, frame))
recorder.end_frame(5)
sys.unraisablehook = lambda raised: None
armed.append(True)
begin, go = os.pipe()
child = os.fork()
if child == 0:
    os.read(begin, 1)
    refused = 0
    for record in (lambda: recorder.append(Event(Facts.SEEN, 9, 9)), lambda: recorder.end_frame(9)):
        try:
            record()
        except RuntimeError:
            refused += 1
    os._exit(refused)
armed.clear()
for frame in range(10, 40):
    recorder.append(Event(Facts.SEEN, frame, frame))
    recorder.end_frame(frame)
os.write(go, b"x")
_, status = os.waitpid(child, 0)
recorder.close()
print(os.waitstatus_to_exitcode(status), recorder.problem)
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout == "2 None\n", ran.stderr
    with Recording(path) as recording:
        assert [event.frame for event in recording.events()] == [*range(5), *range(10, 40)]


@pytest.mark.parametrize("what", ["draft", "file"])
def test_closing_that_is_interrupted_at_a_descriptor_frees_the_file_all_the_same(
    tmp_path: Path, what: str
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
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        At(is_closed, raises).during(recorder.close)
    with Recorder(recorder.path, SCHEMA, existing="continue") as again:
        again.append(put(5))
    assert frames_of(recorder.path) == [0, 5]


def test_a_value_error_of_a_handler_that_interrupts_a_look_at_the_file_is_the_callers(
    tmp_path: Path,
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorder.append(put(0))
    recorder._sink._next_watch = 0

    def raises() -> None:
        raise ValueError("of the handler")

    at = At(lambda frame, what: what == "call" and frame.f_code.co_name == "same_file", raises)
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


def test_columns_that_are_dropped_halfway_leave_nothing_to_the_garbage_collector(
    tmp_path: Path,
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, projection=Ledger())
    sink: Any = recorder._sink
    for frame in range(3000):
        recorder.append(put(frame))
        recorder.end_frame(frame)
        columns = sink._columns
        if columns._steps is not None and columns._steps.gi_yieldfrom is not None:
            break
    steps = columns._steps
    assert steps is not None
    without_columns(recorder)
    assert steps.gi_frame is None
    assert columns._open == []
    recorder.close()
