"""Where a recorder may write: links, locks and permissions of what is there."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from recorded import POSIX
from strategies import SCHEMA, Put, Vault, puts, record

from replay import Event, Recorder, Recording
from replay.errors import RecordingWarning


@pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege here")
@pytest.mark.parametrize("existing", ["refuse", "continue", "replace"])
def test_a_link_in_a_circle_is_an_error_that_names_it(tmp_path: Path, existing: Any) -> None:
    path = tmp_path / "a.replay"
    path.symlink_to(path)

    with pytest.raises(OSError, match=r"a\.replay") as raised:
        Recorder(path, SCHEMA, existing=existing)

    assert raised.value.errno == errno.ELOOP
    assert os.listdir(tmp_path) == ["a.replay"]  # noqa: PTH208 - iterdir follows nothing, either


@pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege here")
def test_a_link_to_nothing_is_refused_in_words_and_its_target_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.replay"
    path.symlink_to(tmp_path / "target.replay")
    for existing in ("refuse", "continue"):
        with pytest.raises(FileExistsError, match="a link that leads to no file"):
            Recorder(path, SCHEMA, existing=existing)  # type: ignore[arg-type]

    record(path, puts(5), existing="replace")

    assert path.is_symlink()
    assert len(Recording(tmp_path / "target.replay", SCHEMA)) == 5


@pytest.mark.parametrize("there", [True, False])
def test_where_there_are_no_hard_links_a_name_is_taken_and_none_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    def unsupported(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links")

    path = tmp_path / "a.replay"
    if there:
        record(path, puts(5))
    monkeypatch.setattr("os.link", unsupported)
    if there:
        with pytest.raises(FileExistsError, match="already"):
            Recorder(path, SCHEMA)
    else:
        record(path, puts(5))

    assert [entry.name for entry in tmp_path.iterdir()] == ["a.replay"]
    assert len(Recording(path, SCHEMA)) == 5


def test_a_link_that_fails_for_another_reason_is_not_tried_by_renaming(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr("os.link", broken)
    with pytest.raises(OSError, match="broken"):
        Recorder(tmp_path / "a.replay", SCHEMA)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="locks are another thing here")
@pytest.mark.parametrize("existing", ["refuse", "replace", "continue"])
def test_a_file_system_without_locks_is_told_of_and_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existing: Any
) -> None:
    def unsupported(descriptor: int, operation: int) -> None:
        raise OSError(37, "No locks available")

    path = tmp_path / "a.replay"
    if existing != "refuse":
        record(path, puts(5))
    monkeypatch.setattr("fcntl.flock", unsupported)
    with pytest.warns(RecordingWarning, match="keeps no locks"):
        with Recorder(path, SCHEMA, existing=existing) as recorder:
            recorder.append(Event(Vault.PUT, Put(1, 2), 99))

    assert [entry.name for entry in tmp_path.iterdir()] == ["a.replay"]
    assert Recording(path, SCHEMA).closed


@pytest.mark.skipif(os.name == "nt", reason="there is no umask here")
def test_the_umask_is_obeyed_and_never_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.replay"
    before = os.umask(0o027)
    try:
        monkeypatch.setattr("os.umask", None)
        recorder = Recorder(path, SCHEMA)
        recorder.end_frame(3)
        open_mode = path.stat().st_mode & 0o777
        recorder.close()
    finally:
        monkeypatch.undo()
        os.umask(before)

    assert open_mode == 0o640
    assert path.stat().st_mode & 0o777 == 0o640


@POSIX
def test_a_file_that_is_replaced_stays_for_whom_it_was(tmp_path: Path) -> None:
    path = record(tmp_path / "a.replay", puts(5))
    path.chmod(0o640)

    record(path, puts(6), existing="replace")

    assert path.stat().st_mode & 0o777 == 0o640
