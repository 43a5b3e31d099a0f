"""Whom ``--player`` means: each player is found, or refused with a list of who there is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay import Event, EventType, Projection, Recorder, Recording, Schema
from replay.cli.candidates import folded
from replay.cli.main import main
from replay.cli.opening import Opened, open_recording
from replay.cli.players import Players
from replay.games import Game, PlayerCard

ZOE = "Zoë"


@dataclass(frozen=True, slots=True)
class Took:
    player: int
    item: int
    name: str = "a ruby"


@dataclass(frozen=True, slots=True)
class Named:
    player: int
    name: str


class Facts(EventType):
    TOOK = Took
    NAMED = Named


@dataclass(frozen=True, slots=True)
class Greeted:
    player: str


class Greetings(EventType):
    GREETED = Greeted


def match(path: Path, *events: Took | Named, players: Sequence[str] = ()) -> Path:
    with Recorder(
        path, Schema("tinycase", Facts), metadata={"players": list(players)}, existing="replace"
    ) as recorder:
        for frame, data in enumerate(events):
            type_ = Facts.TOOK if isinstance(data, Took) else Facts.NAMED
            recorder.append(Event(type_, data, frame))
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Zoë, two of the name of Bo, one who is called 7, one who came late, one without a name."""
    return match(
        tmp_path / "a.replay",
        Named(4, "Late"),
        *(Took(player, 100 + player) for player in range(6)),
        Named(1, "Bob"),
        Named(3, "9"),
        Took(9, 1),
        players=[normalize("NFD", ZOE), "Bo", "Bo", "7"],
    )


def whose(capsys: pytest.CaptureFixture[str], path: Path, player: str) -> list[int] | str:
    """Return whose events are listed, or what is said against it."""
    code = main(["events", str(path), "--player", player, "--type", "TOOK", "--json"])
    out, err = capsys.readouterr()
    if code == 0:
        return [json.loads(line)["data"]["player"] for line in out.splitlines()]
    assert (code, out) == (2, "")
    return str(err.splitlines()[-1])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (normalize("NFC", ZOE), [0]),
        (normalize("NFD", ZOE).upper(), [0]),
        ("0", [0]),
        ("#1", [1]),
        ("1", [1]),
        ("BOB", [1]),
        ("7", [3]),
        ("late", [4]),
        ("4", [4]),
        ("5", [5]),
        ("#9", [9]),
    ],
)
def test_a_player_is_found_by_number_and_by_every_name(
    asked: str, found: list[int], path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert whose(capsys, path, asked) == found


EVERYBODY = (
    f"{normalize('NFD', ZOE)} (#0), Bob (#1, once Bo), Bo (#2), 9 (#3, once 7), Late (#4), #5, #9"
)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Bo", "replay: Bo may be Bob (#1, once Bo), Bo (#2): ask for one of them"),
        ("9", "replay: 9 may be 9 (#3, once 7), #9: ask for one of them"),
        ("99", f"replay: there is no player 99; the players are {EVERYBODY}"),
        ("#7", f"replay: there is no player #7; the players are {EVERYBODY}"),
        ("ruby", f"replay: there is no player ruby; the players are {EVERYBODY}"),
        ("", f"replay: there is no player ''; the players are {EVERYBODY}"),
    ],
)
def test_who_is_not_one_is_refused_with_a_list(
    asked: str, said: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert whose(capsys, path, asked) == said


def test_two_of_one_name_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = match(tmp_path / "a.replay", Took(0, 1), Took(1, 2), players=["Bo", "bo"])

    opened = open_recording(path)
    with opened.recording:
        assert Players(opened).names() == ["Bo (#0)", "bo (#1)"]
    assert "may be Bo (#0), bo (#1)" in str(whose(capsys, path, "BO"))
    for asked, found in (("Bo", [0]), ("bo", [1]), ("Bo (#0)", [0]), ("bo (#1)", [1])):
        assert whose(capsys, path, asked) == found


def test_an_owner_that_is_a_text_is_its_own_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.replay"
    with Recorder(path, Schema("greetings", Greetings)) as recorder:
        for who in ("Ana", "Bo", "Ana"):
            recorder.append(Event(Greetings.GREETED, Greeted(who)))

    assert main(["events", str(path), "--player", "ana", "--json"]) == 0
    assert capsys.readouterr().out.count("Ana") == 2


@dataclass(frozen=True, slots=True)
class Joined:
    who: int
    called: str


class Comings(EventType):
    JOINED = Joined


class Guests(Projection[Joined, dict[int, str]]):
    name = "guests"

    def initial(self) -> dict[int, str]:
        return {}

    def apply(self, state: dict[int, str], event: Event[Joined]) -> dict[int, str]:
        return {**state, event.data.who: event.data.called}


def test_the_cards_of_a_game_tell_names_too(tmp_path: Path) -> None:
    schema = Schema("comings", Comings)
    with Recorder(tmp_path / "a.replay", schema) as recorder:
        recorder.append(Event(Comings.JOINED, Joined(3, "Eve")))
    game = Game(
        schema,
        Guests(),
        owner=lambda data: data.who,
        cards=lambda guests, _: [PlayerCard(n, "#fff", number=who) for who, n in guests.items()],
    )

    with Recording(recorder.path, schema) as recording:
        players = Players(Opened(recording, game))

        assert players.find("eve") == players.find("3") == 3
        assert players.name(3) == "Eve"


@given(
    names=st.lists(st.text(max_size=3) | st.integers(0, 4).map(str), max_size=5),
    later=st.lists(st.tuples(st.integers(0, 6), st.text(max_size=3)), max_size=5),
    asked=st.text(max_size=3) | st.integers(0, 8).map(str) | st.integers(0, 8).map("#{}".format),
)
def test_whoever_is_found_has_that_name_or_number_and_nobody_else_has(
    names: list[str], later: list[tuple[int, str]], asked: str, tmp_path: Path
) -> None:
    path = match(tmp_path / "a.replay", *(Named(*one) for one in later), players=names)
    called = {number: {name} for number, name in enumerate(names)}
    for number, name in later:
        called.setdefault(number, set()).add(name)
    so = {n for n, known in called.items() if asked in known} or {
        n for n, known in called.items() if folded(asked) in map(folded, known)
    }
    numbered = {n for n in called if asked in (str(n), f"#{n}")}

    opened = open_recording(path)
    with opened.recording:
        try:
            found = Players(opened).find(asked)
        except ValueError:
            assert len(so | numbered) != 1
        else:
            assert found in so | numbered
            assert {found} == (numbered if asked.startswith("#") and numbered else so | numbered)
