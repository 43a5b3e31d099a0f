"""Whatever goes wrong while columns grow costs the columns, and no event."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from growing import (
    NO_FILES,
    UNNAMED,
    check,
    fill_the_disk_with_columns,
    has_no_columns,
    names_in,
    never_converted,
    small_blocks,
)
from recorded import POSIX, full, recorded, taken
from strategies import SCHEMA, Ledger, Put, Vault

from replay import Event, Recorder, Recording
from replay.errors import RecordingWarning
from replay.integrity.verify import verify
from replay.storage import growing_columns, hidden_files, rows_sink
from replay.storage.growing_columns import GrowingColumns

pytestmark = POSIX
__all__ = ["never_converted", "small_blocks"]


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("fails", ["begin_draft", "write_all"])
def test_a_disk_that_does_not_take_the_columns_costs_only_them(
    tmp_path: Path, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    place = "rows_sink" if fails == "begin_draft" else "growing_columns"
    with monkeypatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("error")
        patch.setattr(f"replay.storage.{place}.{fails}", full)
        recorded(recorder, 0, 100)
        assert has_no_columns(recorder)
        assert recorder.problem is None
    recorded(recorder, 100, 200)
    recorder.close()
    check(path, taken(0, 200))
    assert names_in(tmp_path) == ["a.replay"]


@pytest.mark.usefixtures("small_blocks")
def test_a_disk_that_the_columns_have_filled_takes_the_match_once_they_are_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 100)
    with monkeypatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("error")
        fill_the_disk_with_columns(patch, recorder)
        recorded(recorder, 100, 200)
    assert recorder.problem is None
    recorder.close()
    check(path, taken(0, 200))


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("fails", ["fsync", "link"])
def test_columns_that_cannot_take_the_files_place_are_made_anew(
    tmp_path: Path, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    recorder = Recorder(path, SCHEMA)
    recorded(recorder, 0, 100)
    real: Callable[..., Any] = getattr(os, fails)
    failed: list[bool] = []

    def once(*arguments: Any, **named: Any) -> Any:
        if not failed:
            failed.append(True)
            full()
        return real(*arguments, **named)

    monkeypatch.setattr(os, fails, once)
    recorder.close()
    assert failed
    check(path, taken(0, 100))
    assert names_in(tmp_path) == ["a.replay"]


class Fails(Ledger):
    name = "fails"

    def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
        if event.frame == 50:
            raise LookupError("no such thing")
        return super().apply(state, event)


@pytest.mark.usefixtures("small_blocks", "never_converted")
def test_a_projection_that_raises_is_told_of_once_and_while_recording(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA, projection=Fails())
    with pytest.warns(RecordingWarning, match="Fails raised LookupError") as told:
        recorded(recorder, 0, 100)
    assert len(told) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        recorder.close()
    check(recorder.path, taken(0, 100))


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("flag", [UNNAMED, NO_FILES])
def test_what_is_raised_while_they_grow_costs_only_the_columns(
    tmp_path: Path, flag: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_files, "_UNNAMED", flag)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 100)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(GrowingColumns, "advance", interrupted)
        recorder.append(taken(100, 101)[0])
        with pytest.raises(KeyboardInterrupt):
            recorder.end_frame(100)
    assert has_no_columns(recorder)
    assert names_in(tmp_path) == ["a.replay"]
    recorded(recorder, 101, 150)
    recorder.close()
    check(recorder.path, taken(0, 150))


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("line", range(4))
def test_events_that_were_taken_only_in_part_are_no_match(
    tmp_path: Path, line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 100)
    sink: Any = recorder._sink
    waiting = sink._columns._open

    class Interrupts(list[Any]):
        def append(self, entry: Any) -> None:
            if len(self) == line:
                raise KeyboardInterrupt
            super().append(entry)

    sink._columns._open = Interrupts(waiting[:0])
    sink._columns._open_bytes = 0
    for event in [Event(Vault.PUT, Put(1, n), 100) for n in range(6)]:
        recorder.append(event)
    with pytest.raises(KeyboardInterrupt):
        recorder.end_frame(100)
    recorder.close()
    with Recording(recorder.path, SCHEMA) as recording:
        assert len(recording) == 106
        assert not list(verify(recording))


@pytest.mark.usefixtures("small_blocks")
def test_a_killed_recorder_leaves_its_live_file_and_nothing_else(tmp_path: Path) -> None:
    if not hidden_files._UNNAMED:
        return  # there it leaves a hidden file, which the next recorder deletes
    path = tmp_path / "a.replay"
    script = f"""
import os, signal
from replay import Event, EventType, Recorder, Schema
class Facts(EventType):
    SEEN = int
recorder = Recorder({str(path)!r}, Schema("tiny", Facts))
for frame in range(3000):
    recorder.append(Event(Facts.SEEN, frame, frame))
recorder.end_frame(3000)
assert recorder._sink.output.draft is not None
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", script], check=False)
    assert names_in(tmp_path) == ["a.replay"]
    with Recording(path) as recording:
        assert len(recording) == 3000


@pytest.mark.usefixtures("small_blocks")
def test_no_draft_is_begun_where_the_file_is_gone(tmp_path: Path) -> None:
    folder = tmp_path / "matches"
    folder.mkdir()
    recorder = Recorder(folder / "a.replay", SCHEMA)
    folder.rename(tmp_path / "moved")
    recorded(recorder, 0, 100)
    assert names_in(tmp_path) == ["moved"]
    (tmp_path / "moved").rename(folder)
    recorder.close()
    check(recorder.path, taken(0, 100))
    assert names_in(folder) == ["a.replay"]


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("flag", [UNNAMED, NO_FILES])
def test_a_full_disk_at_close_is_freed_of_the_columns_and_nothing_hidden_is_left(
    tmp_path: Path, flag: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_files, "_UNNAMED", flag)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 100)
    recorder.append(taken(100, 101)[0])
    fill_the_disk_with_columns(monkeypatch, recorder)
    recorder.close()
    check(recorder.path, taken(0, 101))
    assert names_in(tmp_path) == ["a.replay"]


@pytest.mark.usefixtures("small_blocks")
def test_columns_of_which_another_program_cut_some_off_are_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_files, "_UNNAMED", 0)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 100)
    os.truncate(tmp_path / ".a.replay.closing", 500)
    recorder.close()
    check(recorder.path, taken(0, 100))
    assert names_in(tmp_path) == ["a.replay"]


@pytest.mark.usefixtures("small_blocks")
def test_a_draft_is_as_private_as_the_match(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_files, "_UNNAMED", 0)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorder.path.chmod(0o600)
    recorded(recorder, 0, 100)
    assert (tmp_path / ".a.replay.closing").stat().st_mode & 0o777 == 0o600
    recorder.close()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers here")
@pytest.mark.parametrize("live", [True, False])
def test_what_a_signal_handler_raises_while_a_projection_folds_is_the_callers(
    tmp_path: Path, live: bool
) -> None:
    raised: list[bool] = []

    class Interrupted(Ledger):
        name = "interrupted"
        parameters = None

        def apply(self, state: list[Any], event: Event[Any]) -> list[Any]:
            if event.frame == 50 and not raised:
                raised.append(True)
                signal.raise_signal(signal.SIGALRM)
            return super().apply(state, event)

    def times_up(number: int, frame: object) -> None:
        raise TimeoutError("time is up")

    before = signal.signal(signal.SIGALRM, times_up)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(growing_columns, "BLOCK_EVENTS", 10)
            recorder = Recorder(tmp_path / "a.replay", SCHEMA, projection=Interrupted(), live=live)
            with pytest.raises(TimeoutError, match="time is up"):
                recorded(recorder, 0, 3000)
    finally:
        signal.signal(signal.SIGALRM, before)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # in bulk there are no more keyframes from there on
        recorder.close(complete=False)
    with Recording(recorder.path, SCHEMA) as recording:
        assert [finding.problem for finding in verify(recording)] == []
        assert len(recording) == len(recorder)


@pytest.mark.parametrize("flag", [UNNAMED, NO_FILES])
@pytest.mark.parametrize("fails", ["fchmod", "write_all"])
def test_a_draft_that_cannot_be_begun_at_close_is_not_put_in_the_matchs_place(
    tmp_path: Path, flag: int, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_files, "_UNNAMED", flag)
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    recorded(recorder, 0, 100)
    place: Any = growing_columns if fails == "write_all" else os
    real: Callable[..., Any] = getattr(place, fails)
    failed: list[bool] = []

    def once(*arguments: Any) -> Any:
        if not failed:
            failed.append(True)
            full()
        return real(*arguments)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        monkeypatch.setattr(place, fails, once)
        recorder.close()

    assert failed
    check(recorder.path, taken(0, 100))
    assert names_in(tmp_path) == ["a.replay"]


@pytest.mark.usefixtures("small_blocks")
def test_what_is_raised_twice_while_they_grow_costs_only_the_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    add, raised = GrowingColumns._add, []

    def interrupted(self: GrowingColumns, group: list[Any]) -> None:
        raised.append(True)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        for place, name in (
            (GrowingColumns, "discard"), (rows_sink.RowsSink, "_drop_columns"),
        ):  # fmt: skip
            patch.setattr(place, name, interrupted_once(getattr(place, name), raised))
        patch.setattr(GrowingColumns, "_add", interrupted)
        for event in taken(0, 30):
            while len(recorder) <= event.frame:
                with suppress(KeyboardInterrupt):
                    recorder.append(event)
                    recorder.end_frame(event.frame)
    assert raised == [True, True]
    assert GrowingColumns._add is add
    recorded(recorder, 30, 60)
    recorder.close()
    check(recorder.path, taken(0, 60))


def interrupted_once(real: Callable[..., Any], raised: list[bool]) -> Callable[..., Any]:
    """Interrupt the call that follows on the first interruption, as a signal handler may."""

    def called(*arguments: Any) -> Any:
        if raised == [True]:
            raised.append(True)
            raise KeyboardInterrupt
        return real(*arguments)

    return called
