"""What ``info`` shows of the metadata can be told from what else it might be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from replay import EventType, Recorder, Schema
from replay.cli.main import main


@dataclass(frozen=True)
class Done:
    pass


class Facts(EventType):
    DONE = Done


def info(capsys: pytest.CaptureFixture[str], path: Path, **metadata: Any) -> dict[str, str]:
    with Recorder(path, Schema("notes", Facts), metadata=metadata):
        pass
    capsys.readouterr()
    assert main(["info", str(path)]) == 0
    facts = [line.split("  ", 1) for line in capsys.readouterr().out.splitlines()]
    return {name.strip(): value.strip() for name, value in facts}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "true"), (None, "null"), ("true", '"true"'), ("null", '"null"'), (12, "12"),
        ("12", '"12"'), ("", '""'), ("-", '"-"'), ("a\nb", r'"a\nb"'), (" a ", '" a "'), ([], "[]"),
        (["a", None], '["a", null]'), ({"a": True}, '{"a": true}'), ("ruby #1", "ruby #1"),
    ],
)  # fmt: skip
def test_values_are_shown_as_queries_have_them(
    value: Any, shown: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert info(capsys, tmp_path / "a.replay", note=value)["note"] == shown


def test_so_are_players(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    players = [{"name": "Mr. X", "mind": "a"}, {"name": ""}, "x\x1b", 3, None, "3", True]

    told = info(capsys, tmp_path / "a.replay", players=players, seed="7")
    assert told["players"] == r'Mr. X a, "", "x\u001b", 3, null, "3", true'
    assert told["seed"] == '"7"'
    assert info(capsys, tmp_path / "b.replay", players="Bo")["players"] == "Bo"
