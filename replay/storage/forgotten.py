"""Forgotten recorders: closing the file of one that was left open, whatever is raised meanwhile."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from replay.errors import RecordingWarning
from replay.storage.disk_errors import is_of_disk
from replay.storage.recorder_warnings import unclosed
from replay.storage.sink import Sink


def though_the_disk_fails(close: Callable[[bool], None], complete: bool) -> None:
    """Close; if the disk fails, try again, which leaves an interruption its own second try."""
    try:
        close(complete)
    except OSError as problem:
        if not is_of_disk(problem):
            raise
        close(complete)


def close_forgotten(sink: Sink, path: Path) -> None:
    """Close the file of a recorder that was left open, and mark the recording incomplete.

    Called where nothing can catch what it raises: it tells that to ``sys.excepthook``.
    """
    if not sink.output.is_ours:
        sink.give_up()
        return
    folder_gone = not sink.output.closed and not sink.output.path.parent.is_dir()
    try:
        if not sink.output.closed and not folder_gone:
            _close_incomplete(sink, path)
    finally:
        sink.give_up()
    if folder_gone:
        said = (
            f"{path} was left open, and its folder was moved or deleted: the last "
            f"{sink.unwritten} of {sink.events} events are lost, or all if it was deleted"
        )
        warnings.warn(said, RecordingWarning, stacklevel=2)
    elif sink.problem is not None:
        warnings.warn(unclosed(path, sink, sink.problem), RecordingWarning, stacklevel=2)
    if sink.output.kept_at is not None:
        said = f"{path} was deleted, moved or replaced; the match is saved in {sink.output.kept_at}"
        warnings.warn(said, RecordingWarning, stacklevel=2)


def _close_incomplete(sink: Sink, path: Path) -> None:
    """Close the file; Ctrl-C, at the end of the program say, costs neither it nor the others."""
    try:
        though_the_disk_fails(sink.close, complete=False)
    except BaseException as raised:  # noqa: BLE001 - told, as there is no caller
        try:
            though_the_disk_fails(sink.close, complete=False)
        except BaseException as problem:  # noqa: BLE001 - what was raised first is what counts
            raised.add_note(unclosed(path, sink, problem))
        else:
            if is_of_disk(raised):
                return  # at another try the disk did what was asked
        sys.excepthook(type(raised), raised, raised.__traceback__)
