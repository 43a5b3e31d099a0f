"""The audit trail: the events of a player, a thing, a word; and the game's own questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commands import run
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import puts, record

from game.model.events import SCHEMA, Facts
from game.queries.answers import QUESTIONS
from replay import Recording, fold
from replay.cli.opening import open_recording
from replay.cli.telling import Teller
from replay.values.jsonable import jsonable

MATCH = Path(__file__).parents[3] / "recordings" / "four-bots.replay"
OLD = MATCH.parent / "golden" / "packrat-v1.replay"
PLAYERS = ["Ana", "Bo", "Cleo", "Dex"]


def numbers(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[int]:
    code, out, _ = run(capsys, "events", MATCH, "--json", *arguments)
    found = [json.loads(line)["n"] for line in out.splitlines()]
    assert code == 0 or (code == 1 and not found)
    return found


@pytest.fixture(scope="module")
def match() -> list[Any]:
    with Recording(MATCH, SCHEMA) as recording:
        return recording.get_all_events()


@pytest.fixture(scope="module")
def lines() -> list[str]:
    opened = open_recording(MATCH)
    teller = Teller(opened)
    return [teller.told(event) for event in opened.recording.events()]


@given(
    types=st.sets(st.sampled_from([fact.name for fact in Facts]), max_size=3),
    player=st.none() | st.integers(0, 3) | st.sampled_from(PLAYERS) | st.just("cleo"),
    item=st.none() | st.integers(0, 50),
    text=st.none() | st.sampled_from(["ruby", "STOLE", "Bo", "ITEM_ADDED", "zebra", " "]),
    start=st.none() | st.integers(0, 5400),
    stop=st.none() | st.integers(0, 5400),
)
def test_filters_combine_as_and(
    types: set[str],
    player: int | str | None,
    item: int | None,
    text: str | None,
    start: int | None,
    stop: int | None,
    match: list[Any],
    lines: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assume(start is None or stop is None or start <= stop)
    arguments: list[object] = []
    for name, value in (("player", player), ("item", item), ("text", text)):
        arguments += [] if value is None else [f"--{name}", value]
    for name, frame in (("from", start), ("to", stop)):
        arguments += [] if frame is None else [f"--{name}", frame]
    for type_ in types:
        arguments += ["--type", type_]
    who = PLAYERS.index(player.title()) if isinstance(player, str) else player

    got = numbers(capsys, *arguments)

    assert got == [
        number
        for number, event in enumerate(match)
        if (not types or event.type.name in types)
        and (who is None or getattr(event.data, "player", None) == who)
        and (item is None or getattr(event.data, "item", None) == item)
        and (text is None or text.lower() in lines[number].lower())
        and (start is None or event.frame >= start)
        and (stop is None or event.frame < stop)
    ]


def test_people_are_told_who_did_what_to_what(
    match: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    number, taken = next((n, e) for n, e in enumerate(match) if e.type is Facts.ITEM_ADDED)
    data = taken.data

    _, out, _ = run(capsys, "events", MATCH, "--from", taken.frame, "--to", taken.frame + 1)

    line = next(line for line in out.splitlines() if line.split()[0] == str(number))
    assert line.endswith(f"{PLAYERS[data.player]} picked up {data.kind.value} #{data.item}")
    assert "ITEM_ADDED" in line


def test_what_was_knocked_out_of_a_bag_is_told_as_that(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "events", MATCH, "--type", "ITEM_REMOVED")

    ways = {line.split("ITEM_REMOVED")[1].split()[1] for line in out.splitlines()}
    assert {"lost", "brought"} <= ways
    assert "knocked out of the bag" in out


def test_an_old_recording_does_not_pretend_to_know_why(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "events", OLD, "--type", "ITEM_REMOVED")

    assert out
    assert "knocked out" not in out


def test_a_player_who_is_not_there_is_told_with_those_who_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, _, err = run(capsys, "events", MATCH, "--player", "Zoe")

    assert code == 2
    assert "the players are Ana (#0), Bo (#1), Cleo (#2), Dex (#3)" in err


def test_without_the_game_filters_go_by_fields(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record(tmp_path / "a.replay", puts(400))

    _, out, _ = run(capsys, "events", path, "--player", 2, "--text", "item=7")

    expected = [
        number
        for number, event in enumerate(puts(400))
        if event.data.player == 2 and str(event.data.item).startswith("7")
    ]
    assert [int(line.split()[0]) for line in out.splitlines()] == expected
    assert expected


def test_a_thing_that_is_its_own_name_can_be_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from replay import Event, EventType, Recorder, Schema

    class Pack(EventType):
        ITEM_ADDED = str
        ITEM_REMOVED = str

    with Recorder(tmp_path / "a.replay", Schema("pack", Pack)) as recorder:
        for frame, (type_, name) in enumerate(
            [(Pack.ITEM_ADDED, "sword"), (Pack.ITEM_ADDED, "coin"), (Pack.ITEM_REMOVED, "sword")]
        ):
            recorder.append(Event(type_, name, frame))

    _, out, _ = run(capsys, "events", tmp_path / "a.replay", "--item", "sword")

    assert [line.split()[0] for line in out.splitlines()] == ["0", "2"]


def test_stats_answer_the_games_own_questions(
    match: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "stats", MATCH, "--json")

    answers = json.loads(out)["questions"]
    assert code == 0
    assert answers == {
        asked.projection.name: jsonable(asked.projection.view(fold(match, asked.projection)))
        for asked in QUESTIONS
    }


def test_stats_tell_people_the_classic_answers_first(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "stats", MATCH)

    titles = ["Most collected\n", "In the bags at the end", *(q.title for q in QUESTIONS[1:])]
    places = [out.index(title) for title in titles]
    assert places == sorted(places)


def test_stats_of_an_unknown_game_are_the_classic_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = record(tmp_path / "a.replay", puts(40))

    _, out, _ = run(capsys, "stats", path, "--json")

    assert json.loads(out)["questions"] == {}


def test_types_are_found_without_regard_to_case_and_all_words_must_be_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    every = run(capsys, "events", MATCH)[1].splitlines()
    added = run(capsys, "events", MATCH, "--type", "item_added")[1].splitlines()
    told = run(capsys, "events", MATCH, "--text", "ruby", "--text", "Bo")[1].splitlines()

    assert added == [line for line in every if line.split()[3] == "ITEM_ADDED"]
    assert told == [line for line in every if "ruby" in line and "Bo" in line]
    assert added
    assert told
