"""A recording without frames has no frame -1, and one without events is asked like any other."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from strategies import SCHEMA

from replay import EventStore, Recorder, Recording, Timeline, fork
from replay.cli.main import main
from replay.queries.event_counts import EventCounts

NONE = "the recording has no frames"


@pytest.fixture(params=["closed", "open", "incomplete"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "empty.replay"
    with Recorder(tmp_path / "a.replay", SCHEMA) as recorder:
        shutil.copy(recorder.path, path)  # as if its writer had been killed
    if request.param == "closed":
        path = tmp_path / "a.replay"
    if request.param == "incomplete":
        with Recorder(path, SCHEMA, existing="continue") as recorder:
            recorder.close(complete=False)
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("when", ["0", "50%", "100%", "-1", "-10s", "5", "1:02.5"])
def test_every_command_that_takes_a_moment_says_that_there_is_none(
    empty: Path, when: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (
        ("state", empty, "--frame", when),
        ("blame", empty, "--frame", when, "PUT"),
        ("blame", empty, "--frame", when, "--item", 3),
        ("fork", empty, "--frame", when),
        ("view", f"{empty}#f={when}"),
    ):
        code, out, err = run(capsys, *command)

        assert (code, out) == (2, "")
        assert err.endswith(f"replay: there is no frame {when}: {NONE}\n")


COMMANDS = (
    ["info"], ["events"], ["events", "--from", "start"], ["state"], ["state", "--frame", "start"],
    ["stats"], ["find", "PUT.count > 1"], ["find", "PUT = 1"], ["blame", "PUT"],
    ["blame", "--item", "3"], ["blame", "--frame", "start", "PUT"], ["verify"],
    ["fork", "--frame", "start"], ["repair", "--force"],
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_invents_a_frame(
    command: list[str], empty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, err = run(capsys, command[0], empty, *command[1:])

    assert "frame -" not in out + err
    assert "with frame" not in out + err
    if command[0] == "find":
        assert f"{NONE}\n" in err
    if command[0] == "blame" and "PUT" in command:
        assert "at the start there is nothing at PUT; there is nothing in it\n" in err


def test_diff_invents_no_frame(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recorder(tmp_path / "b.replay", SCHEMA) as recorder:
        recorder.end_frame(5)

    for pair in ((empty, recorder.path), (recorder.path, empty)):
        code, out, err = run(capsys, "diff", *pair)
        assert code == 1
        assert "frame -" not in out + err


def test_programs_are_told_the_same(empty: Path, tmp_path: Path) -> None:
    with Recording(empty, SCHEMA) as recording:
        timeline = Timeline(recording, EventCounts())
        for ask in (timeline.at, lambda frame: timeline.walk(frame, 1)):
            with pytest.raises(IndexError, match=f"^there is no frame 3: {NONE}$"):
                ask(3)
        with pytest.raises(IndexError, match=f"{NONE}$"):
            timeline.blame_item(3, 3)
    with pytest.raises(IndexError, match=f"{NONE}$"):
        fork(empty, tmp_path / "c.replay", frame=3, schema=SCHEMA)
    with pytest.raises(IndexError, match=f"{NONE}$"):
        Timeline(EventStore(), EventCounts()).at(0)


def test_what_lies_before_the_first_frame_is_no_negative_frame(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recorder(tmp_path / "b.replay", SCHEMA) as recorder:
        recorder.end_frame(5)

    err = run(capsys, "state", recorder.path, "--frame", "-10s")[2]
    assert err.endswith("-10s is before the first frame, outside the recording's 0 to 5\n")
    err = run(capsys, "state", recorder.path, "--frame", "10s")[2]
    assert err.endswith("10s is frame 600: frame 600 is outside the recording's 0 to 5\n")
    assert "there is nothing in it" in run(capsys, "find", recorder.path, "PUT = 1")[2]
