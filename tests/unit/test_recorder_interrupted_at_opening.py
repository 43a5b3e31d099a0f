"""What interrupts opening: nothing is left of it, the file is free, and the caller hears of it."""

from __future__ import annotations

from collections.abc import Callable
from errno import ENOSPC, EROFS
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from interrupting import At, frames_of, put
from strategies import SCHEMA

from replay import Recorder
from replay.storage import creation, hidden_files

MOMENTS = [
    ("hidden_files", "lock_if_possible"),
    ("creation", "_fill"),
    ("free_names", "take_name"),
    ("hidden_files", "tidy"),
    ("output_file", "__init__"),
    ("rows_sink", "__init__"),
    ("growing_columns", "__init__"),
    ("sink", "key"),
]
"""Modules and functions at whose beginning an opening is interrupted."""


def interrupted(
    path: Path, module: str, function: str, then: Callable[[], object] = bool
) -> BaseException:
    """Interrupt the opening of a recorder there, and return what its caller gets."""

    def raises() -> None:
        then()
        raise KeyboardInterrupt

    def is_there(frame: Any, what: str) -> bool:
        code = frame.f_code
        return what == "call" and code.co_name == function and Path(code.co_filename).stem == module

    at = At(is_there, raises)
    try:
        at.during(lambda: Recorder(path, SCHEMA))
    except BaseException as raised:  # noqa: BLE001 - whatever it is
        return raised
    raise AssertionError("it opened")


@pytest.mark.parametrize(("module", "function"), MOMENTS)
def test_an_opening_that_is_interrupted_leaves_nothing(
    tmp_path: Path, module: str, function: str
) -> None:
    raised = interrupted(tmp_path / "a.replay", module, function)

    assert type(raised) is KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("module", "function"), MOMENTS)
def test_an_interrupted_opening_that_cannot_delete_its_file_frees_it_and_says_what_came_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, function: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(EROFS, "nothing can be deleted here")

    with monkeypatch.context() as patch:
        fails = partial(patch.setattr, Path, "unlink", broken)
        raised = interrupted(tmp_path / "a.replay", module, function, fails)

    assert type(raised) is KeyboardInterrupt
    with Recorder(tmp_path / "a.replay", SCHEMA, existing="continue") as recorder:
        recorder.append(put(0))
    assert frames_of(recorder.path) == [0]


@pytest.mark.parametrize("closes", [False, True])
@pytest.mark.parametrize(("module", "function"), MOMENTS[4:])
def test_an_interrupted_opening_leaves_the_file_that_another_recorder_has_put_there(
    tmp_path: Path, module: str, function: str, closes: bool
) -> None:
    path, others = tmp_path / "a.replay", []

    def another_takes_the_name() -> None:
        path.rename(tmp_path / "b.replay")
        other = Recorder(path, SCHEMA)
        others.append(other)
        other.append(put(0))
        other.end_frame(0)
        if closes:
            other.close()

    raised = interrupted(path, module, function, another_takes_the_name)
    others[0].close()

    assert type(raised) is KeyboardInterrupt
    assert frames_of(path) == [0]


def test_a_new_file_that_another_recorder_has_taken_before_it_was_locked_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hidden_files, "OPEN_FILES_CAN_BE_RENAMED", False)
    path = tmp_path / "a.replay"

    def another_takes_it() -> None:
        with Recorder(path, SCHEMA, existing="replace") as other:
            other.append(put(0))

    raised = interrupted(path, "hidden_files", "lock_if_possible", another_takes_it)

    assert type(raised) is KeyboardInterrupt
    assert frames_of(path) == [0]


@pytest.mark.parametrize("function", ["lock_if_possible", "_fill"])
def test_a_file_whose_opening_is_interrupted_is_deleted_where_open_files_keep_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    monkeypatch.setattr(hidden_files, "OPEN_FILES_CAN_BE_RENAMED", False)
    module = "creation" if function == "_fill" else "hidden_files"
    raised = interrupted(tmp_path / "a.replay", module, function)

    assert type(raised) is KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_that_is_not_filled_is_deleted_where_open_files_keep_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(ENOSPC, "the disk is full")

    monkeypatch.setattr(creation, "_fill", broken)
    with pytest.raises(OSError, match="full"):
        creation._create_in_place(tmp_path / "a.replay", (), replace=False)

    assert list(tmp_path.iterdir()) == []
