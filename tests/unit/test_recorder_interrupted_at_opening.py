"""What interrupts opening: nothing is left of it, the file is free, and the caller hears of it."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from errno import EINVAL, ENOSPC, EPERM, EROFS
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from interrupting import At, frames_of, put
from strategies import SCHEMA, puts, record

from replay import Recorder, Recording
from replay.storage import creation, hidden_files
from replay.storage.creation import Existing
from replay.storage.ownership import OwnedFile

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


def no_links(*_: object, **__: object) -> None:
    raise OSError(EPERM, "there are no hard links here")


def callers(frame: Any) -> Iterator[str]:
    while frame:
        yield frame.f_code.co_name
        frame = frame.f_back


def interrupted(
    path: Path,
    module: str,
    function: str,
    then: Callable[[], object] = bool,
    existing: Existing = "refuse",
    within: str = "__init__",
) -> BaseException:
    """Interrupt the opening of a recorder there, and return what its caller gets."""

    def raises() -> None:
        then()
        raise KeyboardInterrupt

    def is_there(frame: Any, what: str) -> bool:
        code = frame.f_code
        is_it = code.co_name == function and Path(code.co_filename).stem == module
        return what == "call" and is_it and within in callers(frame)

    at = At(is_there, raises)
    try:
        at.during(lambda: Recorder(path, SCHEMA, existing=existing))
    except BaseException as raised:  # noqa: BLE001 - whatever it is
        return raised
    raise AssertionError("it opened")


@pytest.mark.parametrize("existing", ["refuse", "replace", "continue"])
@pytest.mark.parametrize(("module", "function"), MOMENTS)
def test_an_opening_that_is_interrupted_leaves_nothing(
    tmp_path: Path, module: str, function: str, existing: Existing
) -> None:
    raised = interrupted(tmp_path / "a.replay", module, function, existing=existing)

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


RESERVING = [
    ("free_names", "reserve"),
    ("ownership", "__init__"),
    ("locking", "lock"),
    ("locking", "same_file"),
    ("ownership", "close"),
]


@pytest.mark.skipif(os.name == "nt", reason="renaming never replaces here: nothing is reserved")
@pytest.mark.parametrize("existing", ["refuse", "replace", "continue"])
@pytest.mark.parametrize(("module", "function"), RESERVING)
def test_where_there_are_no_hard_links_an_opening_that_is_interrupted_leaves_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    function: str,
    existing: Existing,
) -> None:
    monkeypatch.setattr(os, "link", no_links)
    raised = interrupted(
        tmp_path / "a.replay", module, function, existing=existing, within="_take_without_links"
    )

    assert type(raised) is KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be replaced here")
@pytest.mark.parametrize("interrupts", [False, True])
@pytest.mark.parametrize(
    ("caller", "moment"),
    [
        ("reserve", "same_file"),
        ("_take_without_links", "same_file"),
        ("_take_without_links", "replace"),
    ],
)
def test_where_there_are_no_hard_links_no_file_is_lost_that_takes_the_name_at_that_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caller: str, moment: str, interrupts: bool
) -> None:
    path, other = tmp_path / "a.replay", tmp_path / "other.replay"
    record(other, [put(frame) for frame in range(9)])
    recorder = Recorder(path, SCHEMA)
    recorder.append(put(0))
    recorder.end_frame(0)
    path.unlink()
    monkeypatch.setattr(os, "link", no_links)

    def another_takes_the_name() -> None:
        with suppress(BlockingIOError):  # the name is reserved: it waits, or takes another
            Recorder(path, SCHEMA, existing="replace").close()
        if moment == "same_file":
            other.replace(path)  # what knows of no locks takes it all the same
        if interrupts:
            raise KeyboardInterrupt

    def is_there(frame: Any, what: str) -> bool:
        by = frame.f_back and frame.f_back.f_code.co_name
        return what == "call" and frame.f_code.co_name == moment and by == caller

    at = At(is_there, another_takes_the_name)
    with suppress(KeyboardInterrupt), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        at.during(recorder.close)

    found = sorted(tuple(frames_of(file)) for file in tmp_path.iterdir())
    assert found == [(0,), tuple(range(9))]


@pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege here")
@pytest.mark.parametrize("through_a_link", [False, True])
@pytest.mark.parametrize(
    ("in_place", "module", "function"),
    [(False, *MOMENTS[1]), *((False, *moment) for moment in MOMENTS[3:])]
    + [(True, *moment) for moment in MOMENTS[3:6]],
)
def test_an_interrupted_replacing_leaves_the_old_match_or_an_empty_one(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    function: str,
    in_place: bool,
    through_a_link: bool,
) -> None:
    target = path = record(tmp_path / "a.replay", puts(50))
    if through_a_link:
        path = tmp_path / "link.replay"
        path.symlink_to(target)
    monkeypatch.setattr(hidden_files, "OPEN_FILES_CAN_BE_RENAMED", not in_place)
    raised = interrupted(path, module, function, existing="replace")

    assert type(raised) is KeyboardInterrupt
    assert sorted(tmp_path.iterdir()) == sorted({path, target})
    assert len(Recording(path)) in (0, 50)
    Recorder(path, SCHEMA, existing="continue").close()


@pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege here")
@pytest.mark.parametrize(("module", "function"), MOMENTS)
def test_an_interrupted_opening_through_a_link_to_nothing_leaves_the_link_alone(
    tmp_path: Path, module: str, function: str
) -> None:
    link = tmp_path / "link.replay"
    link.symlink_to(tmp_path / "a.replay")
    raised = interrupted(link, module, function, existing="replace")

    assert type(raised) is KeyboardInterrupt
    assert os.listdir(tmp_path) == ["link.replay"]  # noqa: PTH208 - iterdir follows nothing, either


def test_what_cannot_be_truncated_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError(EINVAL, "it is mapped")

    monkeypatch.setattr(hidden_files, "OPEN_FILES_CAN_BE_RENAMED", False)
    path = record(tmp_path / "a.replay", puts(50))
    with monkeypatch.context() as patch:
        patch.setattr(OwnedFile, "truncate", refused, raising=False)
        with pytest.raises(OSError, match="mapped"):
            Recorder(path, SCHEMA, existing="replace")

    assert len(Recording(path)) == 50


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
