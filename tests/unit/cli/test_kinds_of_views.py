"""Views of every kind are shown, and what is said of questions about them is true."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from pathlib import Path
from typing import Any

import odd
import pytest

from replay import Event, Projection
from replay.cli.main import main


class Level(IntEnum):
    HIGH = 3


class Shows(Projection[Any, int]):
    """Shows the same all the time."""

    def __init__(self, view: object) -> None:
        self._view = view

    def initial(self) -> int:
        return 0

    def apply(self, state: int, event: Event[Any]) -> int:
        return state

    def view(self, state: int) -> object:
        return self._view


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return odd.record(tmp_path / "a.replay")


def show(view: object, monkeypatch: pytest.MonkeyPatch) -> None:
    game = replace(odd.GAME, projection=Shows(view))
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: game)


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        (7, "7"), ("12", '"12"'), ({2, 1}, "[1, 2]"), (None, "null"), ({}, "{}"), ([], "[]"),
        (Level.HIGH, "HIGH"), ([7], "0  7"),
    ],
)  # fmt: skip
def test_a_state_of_any_kind_is_printed(
    view: object, shown: str, path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    show(view, monkeypatch)

    assert main(["state", str(path)]) == 0

    assert capsys.readouterr().out.splitlines()[1:] == [shown]


VIEW = {"true": True, "level": Level.HIGH, "n": -3, "text": "abc"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("true has x", "true at frame 23 is true, which has nothing in it"),
        ("n has x", "n at frame 23 is -3, which has nothing in it"),
        ("true > 0", "> compares numbers, and true at frame 23 is no number but true"),
        ("true = 1", "true at frame 23 is true, which is no number"),
        ("n = a and b", "this one's value is the text a and b"),
        (r'n = "a and \x1b"', r' value is the text "a and \u001b"'),
        ("n = x", "n at frame 23 is -3, which is no text"),
        ("level has x", None),
        ("level = LOW", None),
        ("level = 2", None),
        ("text.0 = a", "no frame has anything at text.0; text has nothing in it"),
        (f"n = 1{'0' * 5000}", "a number has at most 4300 digits; as a text it needs quotes"),
    ],
)
def test_what_is_said_of_a_query_without_an_answer_is_true(
    query: str, said: str | None, path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    show(VIEW, monkeypatch)

    assert main(["find", str(path), query]) > 0

    err = capsys.readouterr().err
    assert err.endswith(f"{said}\n") if said else not err
