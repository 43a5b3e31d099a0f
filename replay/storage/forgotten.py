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

    Called where nothing can catch what it raises, at the end of the program say: it tells that to
    ``sys.excepthook``, so that the files of other recorders are closed, too.
    """
    folder_gone = False
    try:
        folder_gone = _close_incomplete(sink)
    except BaseException as raised:  # noqa: BLE001 - told, as there is no caller
        try:
            folder_gone = _close_incomplete(sink)
        except BaseException as problem:  # noqa: BLE001 - what was raised first is what counts
            raised.add_note(unclosed(path, sink, problem))
            sys.excepthook(type(raised), raised, raised.__traceback__)
        else:
            if not is_of_disk(raised):  # a disk did at another try what was asked
                sys.excepthook(type(raised), raised, raised.__traceback__)
    finally:
        sink.give_up()
    if not sink.output.is_ours:
        return
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


def _close_incomplete(sink: Sink) -> bool:
    """Close the file, unless its folder is gone, which is returned; in a child do nothing."""
    if not sink.output.is_ours or sink.output.closed:
        return False
    if _is_gone(sink.output.path.parent):
        return True
    though_the_disk_fails(sink.close, complete=False)
    return False


def _is_gone(folder: Path) -> bool:
    try:
        return not folder.is_dir()
    except OSError as problem:
        if not is_of_disk(problem):
            raise
        return False  # it is there, and cannot be looked at: the file is open already
