"""Recorders that nobody closed: they were forgotten, or the program ended."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
from errno import EACCES, EIO
from pathlib import Path

import pytest
from interrupting import frames_of, put
from recorded import POSIX, recorded
from strategies import SCHEMA, puts

from replay import Recorder, Recording
from replay.errors import RecordingWarning
from replay.storage.output_file import Output


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


def test_a_forgotten_recorder_whose_file_was_deleted_saves_the_match_and_says_where(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.replay"
    forgotten = [Recorder(path, SCHEMA)]
    for event in puts(20):
        forgotten[0].append(event)
    path.unlink()
    with pytest.warns(RecordingWarning, match="saved in"):
        forgotten.clear()

    assert len(Recording(path, SCHEMA)) == 20


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


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize(
    ("raises", "told"),
    [
        ([OSError(EIO, "the disk failed")], []),
        ([KeyboardInterrupt()], [KeyboardInterrupt]),
        ([KeyboardInterrupt(), OSError(EIO, "the disk failed")], [KeyboardInterrupt]),
        ([OSError(EIO, "the disk failed"), KeyboardInterrupt()], [KeyboardInterrupt]),
    ],
)
def test_what_interrupts_the_closing_of_a_forgotten_recorder_costs_no_ended_frame(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    live: bool,
    raises: list[BaseException],
    told: list[type[BaseException]],
) -> None:
    hooked: list[type[BaseException]] = []
    left, write = list(raises), Output.write

    def failing(output: Output, data: bytes, offset: int) -> None:
        if left:
            raise left.pop(0)
        write(output, data, offset)

    forgotten = [Recorder(tmp_path / "a.replay", SCHEMA, live=live)]
    for frame in range(5):
        forgotten[0].append(put(frame))
        if frame < 4:
            forgotten[0].end_frame(frame)
    monkeypatch.setattr(Output, "write", failing)
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: hooked.append(kind))
    forgotten.clear()

    assert left == []
    assert frames_of(tmp_path / "a.replay") == [0, 1, 2, 3, 4]
    assert hooked == told


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (KeyboardInterrupt(), [KeyboardInterrupt]),
        (TimeoutError("a handler's"), [TimeoutError]),
        (PermissionError(EACCES, "it cannot be looked at"), []),
    ],
)
def test_a_forgotten_recorder_is_closed_though_looking_at_its_folder_fails(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    raised: BaseException,
    told: list[type[BaseException]],
) -> None:
    hooked: list[type[BaseException]] = []
    left, is_dir = [raised], Path.is_dir

    def failing(path: Path) -> bool:
        if left:
            raise left.pop()
        return is_dir(path)

    forgotten = [Recorder(tmp_path / "a.replay", SCHEMA, live=False)]
    forgotten[0].append(put(0))
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: hooked.append(kind))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "is_dir", failing)
        forgotten.clear()

    assert left == []
    assert frames_of(tmp_path / "a.replay") == [0]
    assert hooked == told


def test_a_forgotten_recorder_whose_disk_fails_for_good_says_what_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked: list[BaseException] = []

    def failing(*_: object) -> None:
        raise OSError(EIO, "the disk failed")

    forgotten = [Recorder(tmp_path / "a.replay", SCHEMA, live=False)]
    forgotten[0].append(put(0))
    monkeypatch.setattr(Output, "write", failing)
    monkeypatch.setattr(sys, "excepthook", lambda _, raised, __: hooked.append(raised))
    forgotten.clear()

    assert [type(one) for one in hooked] == [OSError]
    assert "lost" in hooked[0].__notes__[0]


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
