from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from game import display
from game.main import main
from game.match import LiveMatch
from game.model.events import SCHEMA
from game.paths import assets_folder, fresh_recording, recordings_folder
from replay import Recording
from replay.cli.view import why_no_window

SHORT = ("--headless", "--seconds", "5", "--bots", "2")


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.main.why_no_display", lambda: "there is no display here")


def test_a_headless_match_is_recorded_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "out.replay"

    code = main([*SHORT, "--seed", "11", "--record", str(path)])

    assert code == 0
    with Recording(path) as recording:
        assert recording.complete
        assert recording.frames == 301
        assert recording.metadata["seed"] == 11
        assert recording.metadata["players"] == [
            {"name": "Ana", "mind": "hoarder"},
            {"name": "Bo", "mind": "thief"},
        ]
    printed = capsys.readouterr().out
    assert "Ana" in printed
    assert str(path) in printed


def test_the_same_seed_gives_the_same_match(tmp_path: Path) -> None:
    paths = [tmp_path / "one.replay", tmp_path / "two.replay"]

    for path in paths:
        main([*SHORT, "--record", str(path)])

    with Recording(paths[0], SCHEMA) as one, Recording(paths[1], SCHEMA) as two:
        assert one.get_all_events() == two.get_all_events()


def test_another_seed_gives_another_match(tmp_path: Path) -> None:
    paths = [tmp_path / f"{seed}.replay" for seed in (1, 2)]

    for seed, path in enumerate(paths):
        main([*SHORT, "--seed", str(seed), "--record", str(path)])

    with Recording(paths[0], SCHEMA) as one, Recording(paths[1], SCHEMA) as two:
        assert one.get_all_events() != two.get_all_events()


def test_a_file_that_exists_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.replay"
    path.write_text("mine")

    code = main([*SHORT, "--record", str(path)])

    assert code == 2
    assert path.read_text() == "mine"
    error = capsys.readouterr().err
    assert error == f"packrat: there is a file {path} already; --force replaces it\n"


def test_force_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "old.replay"
    path.write_text("old")

    assert main([*SHORT, "--force", "--record", str(path)]) == 0
    with Recording(path) as recording:
        assert recording.complete


def test_a_folder_that_does_not_exist_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "nowhere" / "out.replay"

    code = main([*SHORT, "--record", str(path)])

    assert code == 2
    error = capsys.readouterr().err
    assert error == f"packrat: there is no folder {path.parent}\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_output_is_not_the_recordings_fault(tmp_path: Path) -> None:
    path = tmp_path / "out.replay"
    command = [sys.executable, "-m", "game", *SHORT, "--record", str(path)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)

    assert done.returncode == 2
    assert str(path) not in done.stderr
    with Recording(path) as recording:
        assert recording.complete


@pytest.mark.parametrize(
    "wrong",
    [
        ["--bots", "0"],
        ["--bots", "9"],
        ["--seconds", "1"],
        ["--seed", "-1"],
        ["--seed", "seven"],
        ["--size", "3"],
        ["--record", ""],
        ["--record", "."],
    ],
)
def test_a_wrong_argument_is_one_sentence(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--headless", *wrong])

    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--help"])

    assert left.value.code == 0
    assert "example: packrat --headless" in capsys.readouterr().out


@pytest.mark.usefixtures("no_display")
def test_without_a_display_bots_play_and_it_is_said_where(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(["--seconds", "5"])

    printed = capsys.readouterr().out
    recorded = max(recordings_folder().glob("*.replay"), key=os.path.getmtime)
    assert code == 0
    assert printed.startswith("There is no display here, so bots play a match without you.\n")
    assert f"replay info {recorded}" in printed
    with Recording(recorded) as recording:
        assert len(recording.metadata["players"]) == 4


@pytest.mark.usefixtures("no_display")
def test_what_to_call_next_is_found_where_python_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "an environment"
    folder.mkdir()
    (folder / "replay").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.executable", str(folder / "python"))
    monkeypatch.chdir(tmp_path)

    main(["--seconds", "5"])

    assert "look at it with: 'an environment/replay' info" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="Windows has no polite request to end")
def test_asked_to_end_it_closes_the_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "asked.replay"
    advance = LiveMatch.advance

    def asked(match: LiveMatch, human: Any) -> None:
        if match.frame == 99:
            os.kill(os.getpid(), signal.SIGTERM)
        advance(match, human)

    monkeypatch.setattr(LiveMatch, "advance", asked)
    before = signal.getsignal(signal.SIGTERM)

    assert main([*SHORT, "--record", str(path)]) == 130
    assert signal.getsignal(signal.SIGTERM) is before
    with Recording(path) as recording:
        assert recording.closed
        assert not recording.complete


def test_whoever_reads_may_have_seen_enough(tmp_path: Path) -> None:
    path = tmp_path / "read.replay"
    command = [sys.executable, "-m", "game", *SHORT, "--record", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        said = program.stderr.read()

    assert (program.returncode, said) == (0, b"")
    with Recording(path) as recording:
        assert recording.complete


def test_an_interrupted_match_keeps_what_was_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cut.replay"
    advance = LiveMatch.advance

    def interrupted(match: LiveMatch, human: Any) -> None:
        if match.frame == 99:
            raise KeyboardInterrupt
        advance(match, human)

    monkeypatch.setattr(LiveMatch, "advance", interrupted)

    assert main([*SHORT, "--record", str(path)]) == 130
    with Recording(path) as recording:
        assert recording.frames == 100
        assert not recording.complete


def test_a_fresh_recording_never_has_the_name_of_another() -> None:
    first = fresh_recording(7)
    first.touch()
    second = fresh_recording(7)

    assert first.parent == recordings_folder()
    assert second != first
    assert "seed7" in first.name


def test_the_pictures_are_found() -> None:
    assert (assets_folder() / "sprites" / "items.png").is_file()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there a variable says so")
def test_where_no_display_is_named_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    assert display.why_no_display() == "there is no display here"


def test_a_driver_that_nobody_sees_is_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr("pygame.display.init", lambda: None)
    monkeypatch.setattr("pygame.display.get_driver", lambda: "offscreen")
    monkeypatch.setattr("pygame.display.quit", lambda: None)

    assert display.why_no_display() == "there is no display here"


@pytest.mark.parametrize("why", [display.why_no_display, why_no_window])
@pytest.mark.parametrize(
    ("pygame", "mended"),
    [(None, "pip install pygame-ce"), (ModuleType("pygame"), "pip install --force-reinstall")],
    ids=["missing", "empty"],
)
def test_without_pygame_there_is_no_display(
    pygame: Any, mended: str, why: Callable[[], str | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pygame", pygame)

    trouble = why()

    assert trouble is not None
    assert mended in trouble
