"""Every parser of JSON (RFC 8259) reads what --json prints, also where floats are no numbers."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import odd
import pytest

from replay import Recording
from replay.cli.main import main


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: odd.GAME)
    return odd.record(tmp_path / "a.replay", luck=math.inf, players=[{"name": "", "at": math.nan}])


def strict(text: str) -> Any:
    def refused(word: str) -> Any:
        raise AssertionError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refused)


def printed(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    capsys.readouterr()
    assert main([str(argument) for argument in arguments]) < 2
    return capsys.readouterr().out


COMMANDS = (
    ["info"],
    ["state"],
    ["stats"],
    ["find", "by_number.2 = two"],
    ["find", "by_number.2 != Infinity"],
    ["blame", "kept"],
    ["blame", "--frame", "0", "kept"],
    ["verify"],
    ["repair", "--force"],
    ["fork", "--frame", "50%", "--force"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("installed", [True, False])
def test_what_a_command_prints_is_json(
    command: list[str],
    installed: bool,
    path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not installed:
        if command[0] in ("find", "blame"):
            command = [
                command[0],
                command[-1].replace("by_number.2", "KEPT").replace("kept", "KEPT"),
            ]
        monkeypatch.setattr("replay.cli.opening.find_game", lambda _: None)

    strict(printed(capsys, command[0], path, *command[1:], "--json"))


@pytest.mark.parametrize(
    ("command", "options"), [("events", []), ("events", ["--as-written"]), ("follow", [])]
)
def test_every_line_is_json(
    command: str, options: list[str], path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(capsys, command, path, "--json", *options).splitlines()
    told = [strict(line)["data"] for line in lines]

    shares = [one["share"] for one in told]
    assert shares[:3] == ["Infinity", "-Infinity", "NaN"]
    assert told[0]["pair"] == ["Infinity", 1.5]


def test_a_difference_is_json(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = odd.record(path.with_name("b.replay"), ("Mr. X",))

    found = strict(printed(capsys, "diff", path, other, "--json"))

    assert found["difference"]["a"]["data"]["share"] == "-Infinity"


def test_numbers_are_read_back_by_the_description_of_their_field(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed(capsys, "events", path, "--json", "--as-written").splitlines()
    with Recording(path, odd.SCHEMA) as recording:
        written = [event.data.share for event in recording.events()]

    read = [float(strict(line)["data"]["share"]) for line in lines]

    assert list(map(repr, read)) == list(map(repr, written))


def test_without_the_game_floats_are_still_compared(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: None)

    found = strict(printed(capsys, "find", path, "KEPT.last.share > 5", "--json"))

    assert (found["first"], found["ranges"][1]["first"]) == (0, 3)
