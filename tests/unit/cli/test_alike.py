"""Items and names that look alike are all there, and each can be asked for."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from enum import Enum, Flag
from pathlib import Path
from typing import Any

import pytest

from replay import Event, EventType, Projection, Recorder, Schema
from replay.cli.main import main
from replay.games import Game


class Gem(Enum):
    RED = 1


class Way(Flag):
    UP = 1
    DOWN = 2


@dataclass(frozen=True)
class Got:
    player: int | str | None
    item: int | str | float | bool | bytes | Gem | tuple[int, ...] | None


class Facts(EventType):
    ITEM_ADDED = Got


class Last(Projection[Any, dict[Any, int]]):
    """Where each item was last added."""

    name = "last"

    def initial(self) -> dict[Any, int]:
        return {}

    def apply(self, state: dict[Any, int], event: Event[Any]) -> dict[Any, int]:
        state[event.data.item] = event.frame
        return state

    def view(self, state: dict[Any, int]) -> object:
        return {"d": state, "one": [1], "flags": [True, None], "ways": Way(3)}


ITEMS = (
    12, "12", 12, Gem.RED, "RED", "Gem.RED", True, "True", 1.5, "1.5", None, "None", (0, 1),
    "(0, 1)", b"\x00\xff",
)  # fmt: skip
GAME = Game(Schema("alike", Facts), Last())


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: GAME)
    with Recorder(tmp_path / "a.replay", GAME.schema, metadata={"players": ["Bo"]}) as recorder:
        for frame, item in enumerate(ITEMS):
            recorder.append(Event(Facts.ITEM_ADDED, Got(0, item), frame))
        for player in ("Bo", None, "null"):
            recorder.append(Event(Facts.ITEM_ADDED, Got(player, math.nan), len(ITEMS)))
            recorder.append(Event(Facts.ITEM_ADDED, Got(player, math.nan), len(ITEMS)))
    return tmp_path / "a.replay"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    capsys.readouterr()
    assert main([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


def test_bags_have_every_item_in_the_form_of_json(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(run(capsys, "stats", path, "--json"))

    bag = told["bags"]["Bo"]
    assert bag[0] == {"item": 12, "count": 2}
    assert sorted(repr(one["item"]) for one in bag) == sorted(
        map(repr, [12, "12", "RED", "RED", "Gem.RED", True, "True", 1.5, "1.5", None, "None",
                   [0, 1], "(0, 1)", "00ff"])
    )  # fmt: skip
    nans = [{"item": "NaN", "count": 2}]
    assert {name: bag for name, bag in told["bags"].items() if name != "Bo"} == {
        '"Bo"': nans, "null": nans, '"null"': nans,
    }  # fmt: skip
    assert told["most_collected"][0] == {"item": "NaN", "times": 6}


def test_mappings_have_every_key_under_the_name_that_a_path_has(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = json.loads(run(capsys, "state", path, "--json"))["state"]["d"]

    assert {name: at for name, at in state.items() if at < 15} == {
        "12": 2, '"12"': 1, "(Gem.RED)": 3, "RED": 4, "Gem.RED": 5, "(True)": 6, "True": 7,
        "(1.5)": 8, "1.5": 9, "(None)": 10, "None": 11, "((0, 1))": 12, "(0, 1)": 13,
        "b'\\x00\\xff'": 14,
    }  # fmt: skip


def test_paths_lead_to_every_key_as_state_shows_it(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = run(capsys, "state", path).splitlines()

    shown = dict(line.strip().split("  ") for line in lines if line.startswith("  "))
    assert shown.keys() > {
        "12", '"12"', "(Gem.RED)", "(True)", "True", "(1.5)", '"1.5"', "(None)", "None", "((0, 1))",
        "(0, 1)",
    }  # fmt: skip
    for name, at in shown.items():
        if name != "nan":
            run(capsys, "find", path, f"d.{name} = {at}")


def test_nothing_truth_values_and_short_lists_have_one_form(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state = run(capsys, "state", path)
    events = run(capsys, "events", path)

    assert "one  [1]\n" in state
    assert "flags  [true, null]\n" in state
    assert "player=0 item=true\n" in events
    assert "player=0 item=null\n" in events
    assert "player=null item=NaN\n" in events
    assert main(["blame", str(path), "flags.1"]) == 1  # it was so from the start
    assert ": null\n" in capsys.readouterr().out
    for shown in ("[1]", "[true, null]"):
        run(capsys, "find", path, f"{'one' if shown == '[1]' else 'flags'} = {shown}")


def test_flags_are_no_list_that_is_no_list(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 'ways  ["UP", "DOWN"]\n' in run(capsys, "state", path)
    run(capsys, "find", path, 'ways = ["UP", "DOWN"]')
    run(capsys, "find", path, 'ways = ["DOWN", "UP"]')
    run(capsys, "find", path, "ways has UP")
    assert main(["find", str(path), 'ways = ["UP"]']) == 1
    assert "which is no" not in capsys.readouterr().err
    assert main(["find", str(path), "ways = UP"]) == 1
    assert 'is ["UP", "DOWN"], which is no text\n' in capsys.readouterr().err
