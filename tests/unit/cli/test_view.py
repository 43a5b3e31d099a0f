"""The command that opens a window, up to the window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from replay.cli.main import main


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[Path]]:
    """Open no window; return the folders whose recordings were to be listed."""
    listed: list[Sequence[Path]] = []
    monkeypatch.setattr("replay.cli.view.why_no_window", lambda: None)
    monkeypatch.setattr("replay.viewer.window.choose_recording", listed.append)
    return listed


def test_a_folder_is_listed_and_nothing_else(tmp_path: Path, lists: list[Sequence[Path]]) -> None:
    main(["view", str(tmp_path)])

    assert lists == [[tmp_path]]


def test_without_a_file_the_recordings_here_are_listed(
    tmp_path: Path, lists: list[Sequence[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    main(["view"])

    assert tmp_path.resolve() in lists[0]


def test_where_there_is_no_window_the_newest_of_a_folder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "only.replay").touch()
    monkeypatch.setattr("replay.cli.view.why_no_window", lambda: "no window")

    assert main(["view", str(tmp_path)]) == 2

    assert f"the newest recording is {tmp_path / 'only.replay'}" in capsys.readouterr().err
