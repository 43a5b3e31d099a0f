"""An empty name is seen wherever people read it, and can be asked for as it is seen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from replay import Event, EventType, Recorder, Schema
from replay.cli.main import main
from replay.games import EventText, Game
from replay.queries.event_counts import EventCounts


@dataclass(frozen=True, slots=True)
class Added:
    player: int
    item: str


@dataclass(frozen=True, slots=True)
class Named:
    player: int
    name: str


class Facts(EventType):
    ITEM_ADDED = Added
    NAMED = Named


SCHEMA = Schema("names", Facts)
GAME = Game(SCHEMA, EventCounts(), words=lambda event, _: EventText(event.data.player, "acted"))


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: GAME)
    players = [{"name": "", "mind": ""}, "Bo", "\n", {"name": "old"}]
    notes = {
        "players": players,
        "": "nameless",
        "place": "",
        "luck": float("inf"),
        "seed": "",
        "left": True,
        "none": None,
        "digits": "12",
        "number": 12,
        "list": [],
        "line": "a\nb",
    }
    with Recorder(tmp_path / "a.replay", SCHEMA, metadata=notes) as recorder:
        for frame, item in enumerate(["", "12", "ruby", ""]):
            recorder.append(Event(Facts.ITEM_ADDED, Added(frame % 2, item), frame))
        recorder.append(Event(Facts.NAMED, Named(3, " "), 9))
    return recorder.path


def test_info_shows_empty_names_and_values(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = [line.split("  ", 1) for line in run(capsys, "info", path)[1].splitlines()]
    told = {name.strip(): value.strip() for name, value in facts}

    assert told["players"] == '"" "", Bo, "\\n", old'
    assert told["''"] == "nameless"
    assert told["place"] == told["seed"] == '""'
    assert (told["luck"], told["left"], told["none"]) == ("Infinity", "true", "null")
    assert (told["digits"], told["number"], told["list"]) == ('"12"', "12", "[]")
    assert told["line"] == '"a\\nb"'


def test_events_name_who_has_no_name(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(capsys, "events", path)[1].splitlines()

    assert lines[0].endswith("ITEM_ADDED        '' acted")
    assert lines[-1].endswith("NAMED             ' ' acted")


def test_stats_name_what_and_who_have_no_name(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = run(capsys, "stats", path)[1]

    assert '""        2' in out
    assert '"12"      1' in out
    assert "''    1 \"\", 1 ruby" in out
    assert 'Bo    1 "", 1 "12"' in out


@pytest.mark.parametrize(
    ("asked", "lines"), [("''", 2), ('""', 2), ("", 2), ("' '", 1), (r"\n", 0)]
)
def test_a_player_is_found_by_the_name_that_is_seen(
    asked: str, lines: int, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "events", path, f"--player={asked}")

    assert len(out.splitlines()) == lines
    assert code == (0 if lines else 1)
    assert "there is no player" not in err


def test_messages_name_them(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    err = run(capsys, "events", path, "--player=Jo")[2]
    assert err.endswith(
        "no player Jo; the players are '' (#0), Bo (#1), '\\n' (#2), ' ' (#3, once old)\n"
    )
    err = run(capsys, "blame", path, "--item", "")[2]
    assert err == ""
    err = run(capsys, "events", path, "--player=   ")[2]
    assert "there is no player '   '; the players" in err


def test_labels_that_are_shown_are_understood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: GAME)
    with Recorder(tmp_path / "a.replay", SCHEMA, metadata={"players": ["", "", "Bo"]}) as recorder:
        for player in range(5):
            recorder.append(Event(Facts.ITEM_ADDED, Added(player, "x"), player))

    lines = run(capsys, "events", recorder.path)[1].splitlines()
    for number, line in enumerate(lines):
        label = line[28:].split("  ")[-1].removesuffix(" acted").strip()
        told = run(capsys, "events", recorder.path, f"--player={label}")[1].splitlines()
        assert told == [line], (number, label)
    assert "'' (#1) acted" in lines[1]
    assert "player 4 acted" in lines[4]
