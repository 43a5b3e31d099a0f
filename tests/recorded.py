"""Recording one event a frame, for tests of recorders."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from strategies import Put, Vault

from replay import Event, Recorder
from replay.storage.rows_sink import RowsSink

POSIX = pytest.mark.skipif(os.name == "nt", reason="an open file keeps its name here")


def taken(start: int, stop: int) -> list[Event[Any]]:
    """One event a frame."""
    return [Event(Vault.TAKEN, Put(1, frame), frame) for frame in range(start, stop)]


def recorded(recorder: Recorder, start: int, stop: int) -> None:
    for event in taken(start, stop):
        recorder.append(event)
    recorder.end_frame(stop - 1)


def without_columns(recorder: Recorder) -> Recorder:
    """A live recorder that converts its file at close, as after any trouble with its columns."""
    sink = recorder._sink
    if isinstance(sink, RowsSink):
        sink._drop_columns()
    return recorder


def full(*_: object, **__: object) -> NoReturn:
    """What a full disk raises."""
    raise OSError(28, "No space left on device")


def refusing(folder: Path, claim: Callable[..., Any]) -> Callable[..., Any]:
    """Create hidden files, but none in this folder: it is read-only."""

    def claimed(name: Path, *arguments: Any, **named: Any) -> Any:
        if name.parent == folder:
            raise PermissionError(13, "Permission denied", str(name))
        return claim(name, *arguments, **named)

    return claimed
