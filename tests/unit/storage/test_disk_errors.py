"""What a signal handler raises is told from what the disk refuses, whatever raised it."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FunctionType

import pytest
from strategies import SCHEMA

from replay import Recorder
from replay.errors import RecordingWarning
from replay.storage.disk_errors import is_of_disk


def raised_by(do: Callable[[], object]) -> OSError:
    try:
        do()
    except OSError as raised:
        return raised
    raise AssertionError("nothing was raised")


def of_module(name: str, do: FunctionType) -> Callable[[], object]:
    """The function as if it stood in another module."""
    return FunctionType(do.__code__, {**do.__globals__, "__name__": name})


def refused() -> None:
    os.stat("/nowhere/at/all")  # noqa: PTH116


@pytest.mark.parametrize(
    "handler",
    [
        lambda: Path("/nowhere/at/all").read_text(),
        lambda: subprocess.run(["/nowhere/at/all"], check=False),
        lambda: socket.create_connection(("127.0.0.1", 1), timeout=0.1),
        lambda: Path("/nowhere/at/all").unlink(),
    ],
)
def test_an_error_that_a_handler_gets_from_pythons_library_is_the_handlers(
    handler: Callable[[], object],
) -> None:
    assert not is_of_disk(raised_by(handler))


@pytest.mark.parametrize(
    ("module", "is_the_disks"),
    [
        ("replay.storage.output_file", True),
        ("replay", True),
        ("pathlib", True),
        ("replay_game.signals", False),
        ("__main__", False),
        ("game.match", False),
    ],
)
def test_the_module_decides_and_not_the_place_of_its_file(module: str, is_the_disks: bool) -> None:
    library = of_module(module, refused)
    caught = of_module("replay.storage.sink", raised_by)  # where the engine catches it

    assert is_of_disk(caught(library)) == is_the_disks  # type: ignore[call-arg]


def test_what_a_disk_answers_is_not_told_as_another_programs_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    recorder = Recorder(tmp_path / "a.replay", SCHEMA)
    with monkeypatch.context() as patch:
        patch.setattr("replay.storage.output_file.write_all", of_module("os", fails))
        with pytest.warns(RecordingWarning, match="cannot be written") as told:
            recorder.end_frame(3)
    recorder.end_frame(4)
    recorder.close()

    assert "damaged" not in str(told[0].message)


@pytest.mark.skipif(sys.platform == "win32", reason="no file system there is without locks")
def test_the_warning_of_missing_locks_names_the_line_that_opens_the_recorder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", of_module("fcntl", no_locks))
    with pytest.warns(RecordingWarning, match="nothing keeps two programs") as told:
        Recorder(tmp_path / "a.replay", SCHEMA).close()
    with pytest.warns(RecordingWarning, match="nothing keeps two programs") as again:
        Recorder(tmp_path / "a.replay", SCHEMA, existing="continue").close()

    assert {told[0].filename, again[0].filename} == {__file__}
