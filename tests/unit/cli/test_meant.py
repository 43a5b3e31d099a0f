"""Which item or player somebody means among others that look or sound like it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, Flag, IntEnum
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from replay import Event, EventType, Recorder, Recording, Schema
from replay.cli.main import main
from replay.cli.stats import MOST_TOLD
from replay.games import EventText, Game
from replay.queries.event_counts import EventCounts

NFC, NFD = (normalize(form, "café") for form in ("NFC", "NFD"))


class Gem(Enum):
    RED = 1


class Way(Flag):
    UP = 1
    DOWN = 2


class Side(Flag):
    UP = 1


@dataclass(frozen=True)
class Pos:
    x: int
    y: float


class Who(IntEnum):
    ZERO = 0
    ONE = 1


@dataclass(frozen=True)
class Got:
    item: int | str | bytes | float | Gem | Way | Side | Pos | tuple[int, ...]
    player: int | str | bool | Who | None = None


class Facts(EventType):
    ITEM_ADDED = Got


@dataclass(frozen=True)
class Sword:
    name: str
    level: int


class Pack(EventType):
    ITEM_ADDED = Sword
    NOTE = str


Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(command: str, *options: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([command, str(tmp_path / "a.replay"), *options])
        said = capsys.readouterr()
        return code, said.out, said.err.rpartition("replay: ")[2].removesuffix("\n")

    return asked


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def recorded(
        *data: Any, players: Sequence[str] = (), game: bool = True, names: Sequence[str] = ()
    ) -> None:
        schema = Schema("meant", Facts)
        words = (lambda event, _: EventText(None, "got", names[event.frame])) if names else None
        one = Game(schema, EventCounts(), words=words)
        monkeypatch.setattr("replay.cli.opening.find_game", lambda _: one if game else None)
        with Recorder(
            tmp_path / "a.replay", schema, metadata={"players": list(players)}, existing="replace"
        ) as recorder:
            for frame, got in enumerate(data):
                got = got if isinstance(got, Got) else Got(got)
                recorder.append(Event(Facts.ITEM_ADDED, got, frame))

    return recorded


def frames(ask: Ask, *options: str) -> list[int] | str:
    """Return the frames of the events that are listed, or what is said against it."""
    code, out, err = ask("events", *options, "--json")
    return [json.loads(line)["frame"] for line in out.splitlines()] if code == 0 else err


@pytest.mark.parametrize(
    ("item", "asked", "both"),
    [
        ((0, 1), "(0, 1)", ("[0, 1]", '"(0, 1)"')), ((), "()", ("[]", '"()"')),
        (Gem.RED, "Gem.RED", ("RED", '"Gem.RED"')), (Way.UP, "Way.UP", ('["UP"]', '"Way.UP"')),
        (Pos(1, 2.0), "Pos(x=1, y=2.0)", ('{"x": 1, "y": 2.0}', '"Pos(x=1, y=2.0)"')),
        (b"", '""', ("b''", "''")), (b"\x12", '"12"', ("b'\\x12'", "'12'")),
    ],
)  # fmt: skip
def test_what_is_shown_bare_may_be_meant_by_it(
    item: Any, asked: str, both: tuple[str, str], ask: Ask, record: Callable[..., None]
) -> None:
    record(item, asked.strip('"'))

    said = frames(ask, "--item", asked)
    assert said == f"{asked} may be {', '.join(both)}: ask for one of them"
    assert [frames(ask, "--item", one) for one in both] == [[0], [1]]


def test_each_of_several_in_a_list_is_found_by_what_stands_there(
    ask: Ask, record: Callable[..., None]
) -> None:
    record(b"", "", Gem.RED, "RED", "Gem.RED", Way.UP, Side.UP, NFC, NFD, "Gem", "gem")

    assert frames(ask, "--item", '""') == "\"\" may be b'', '': ask for one of them"
    for asked, frame in (("b''", 0), ("''", 1)):
        assert frames(ask, "--item", asked) == [frame]
    module = __name__
    said = frames(ask, "--item", "RED")
    assert said == f'RED may be {module}.Gem.RED, "RED": ask for one of them'
    assert frames(ask, "--item", f"{module}.Gem.RED") == [2]
    assert frames(ask, "--item", '["UP"]') == '["UP"] may be Way.UP, Side.UP: ask for one of them'
    assert frames(ask, "--item", "GEM") == "GEM may be Gem, gem: ask for one of them"
    assert [frames(ask, "--item", one) for one in ("Gem", "gem")] == [[9], [10]]


def test_texts_of_other_code_points_are_each_found_and_told_with_escapes(
    ask: Ask, record: Callable[..., None]
) -> None:
    record(NFD, NFC)
    assert frames(ask, "--item", NFD) == frames(ask, "--item", r'"cafe\u0301"') == [0]
    assert frames(ask, "--item", NFC) == frames(ask, "--item", r'"caf\u00e9"') == [1]
    said = frames(ask, "--item", "CAFÉ")
    assert said == r'CAFÉ may be "cafe\u0301", "caf\u00e9": ask for one of them'

    record(NFD)
    assert frames(ask, "--item", NFC) == frames(ask, "--item", r'"caf\u00e9"') == [0]


def test_without_the_game_flags_of_one_member_are_told_apart_by_their_enums(
    ask: Ask, record: Callable[..., None]
) -> None:
    record(Way.UP, Side.UP, game=False)

    said = frames(ask, "--item", '["UP"]')
    assert said == '["UP"] may be (Way.UP,), (Side.UP,): ask for one of them'
    assert [frames(ask, "--item", one) for one in ("(Way.UP,)", "(Side.UP,)")] == [[0], [1]]


def test_a_whole_name_wins_over_the_beginning_of_another(
    ask: Ask, record: Callable[..., None]
) -> None:
    record(1, 27, 3, 4, names=["key", "key ring", "Gem", "gem"])

    assert [frames(ask, "--item", one) for one in ("key", "KEY", "Gem", "gem")] == [
        [0], [0], [2], [3],
    ]  # fmt: skip
    assert frames(ask, "--item", "GEM") == "GEM may be Gem, gem: ask for one of them"
    assert frames(ask, "--item", "KEY R") == (
        "no event is about an item KEY R; the items are key, key ring, Gem, gem"
    )


def test_an_item_is_not_listed_by_a_name_that_means_another(
    ask: Ask, record: Callable[..., None]
) -> None:
    record(7, 3, 5, names=["a gem", "7", "a gem"])

    said = frames(ask, "--item", "hat")
    assert said == "no event is about an item hat; the items are 7, 3, 5"
    assert [frames(ask, "--item", one) for one in "735"] == [[0], [1], [2]]


def test_names_of_the_game_are_found_as_they_are_shown(
    ask: Ask, record: Callable[..., None]
) -> None:
    record(1, 2, names=["line\nbreak", "x" * 5000])

    assert frames(ask, "--item", "line\\nbreak") == frames(ask, "--item", "line\nbreak") == [0]
    said = frames(ask, "--item", "hat")
    assert f"the items are line\\nbreak, {'x' * 200}… (5000 letters)" in said


def test_what_is_collected_is_an_item_and_a_note_is_none(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = Schema("pack", Pack)
    for game in (None, Game(schema, EventCounts())):
        monkeypatch.setattr("replay.cli.opening.find_game", lambda _, game=game: game)
        with Recorder(tmp_path / "a.replay", schema, existing="replace") as recorder:
            recorder.append(Event(Pack.NOTE, "hello", 0))
            recorder.append(Event(Pack.ITEM_ADDED, Sword("x", 1), 1))

        for asked in ("Sword(name='x', level=1)", '{"name": "x", "level": 1}'):
            assert frames(ask, "--item", asked) == [1]
            chain = json.loads(ask("blame", "--item", asked, "--json")[1])["chain"]
            assert [one["frame"] for one in chain] == [1]
        said = frames(ask, "--item", "hello")
        assert said == ('no event is about an item hello; the items are {"name": "x", "level": 1}')


def test_owners_that_are_texts_are_asked_for_in_quotes(
    ask: Ask, record: Callable[..., None]
) -> None:
    record(*(Got(1, one) for one in ("Zed", "zed", "7", 7, "player 7")))

    assert frames(ask, "--player", "ZED") == "ZED may be Zed, zed: ask for one of them"
    for asked, frame in (
        ("Zed", 0), ("zed", 1), ('"zed"', 1), ('"7"', 2), ("7", 3), ("#7", 3), ('"player 7"', 4),
    ):  # fmt: skip
        assert frames(ask, "--player", asked) == [frame], asked
    said = frames(ask, "--player", "player 7")
    assert said == 'player 7 may be #7, "player 7": ask for one of them'


def test_a_truth_value_is_no_number_of_a_player_and_a_member_is_one(
    ask: Ask, record: Callable[..., None]
) -> None:
    record(Got(5, 1), Got(5, True), Got(6, Who.ONE), Got(5, Who.ZERO), players=["Zoe", "Ann, B"])

    for asked in ("#1", "Ann, B", '"Ann, B" (#1)'):
        assert frames(ask, "--player", asked) == [0, 2]
    assert frames(ask, "--player", "true") == [1]
    said = frames(ask, "--player", "nobody")
    assert said == ('there is no player nobody; the players are Zoe (#0), "Ann, B" (#1), true')
    bags = json.loads(ask("stats", "--json")[1])["bags"]
    assert bags == {
        "Zoe": [{"item": 5, "count": 1}],
        "Ann, B": [{"item": 5, "count": 1}, {"item": 6, "count": 1}],
        "true": [{"item": 5, "count": 1}],
    }


def test_stats_keep_a_text_apart_from_a_player_who_is_shown_so(
    ask: Ask, record: Callable[..., None]
) -> None:
    record(Got(1, "player 7"), Got(2, 7), Got(3, 0), players=["player 7"])

    bags = json.loads(ask("stats", "--json")[1])["bags"]
    assert {name: [one["item"] for one in bag] for name, bag in bags.items()} == {
        "player 7": [3], "player 7 (#7)": [2], '"player 7"': [1],
    }  # fmt: skip
    for name, bag in bags.items():
        found = frames(ask, "--player", name)
        assert name == "player 7" or found == [bag[0]["item"] - 1]


def test_stats_order_items_by_their_numbers_and_tell_the_first(
    ask: Ask, record: Callable[..., None]
) -> None:
    record(*range(150, 0, -1), "9", 2)

    bag = json.loads(ask("stats", "--json")[1])["bags"]["null"]
    assert [one["item"] for one in bag] == [2, 1, *range(3, 151), "9"]
    told = " ".join(ask("stats")[1].split())
    assert "2 2, 1 1, 1 3, 1 4" in told
    assert f"and {151 - MOST_TOLD} more" in told


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--item", "-Infinity"], [0]), (["--item", "-x"], [1]), (["--text", "-x"], [1]),
        (["--player", "-p"], [0]), (["--item", "-1"], [2]),
    ],
)  # fmt: skip
def test_a_value_may_begin_with_a_minus(
    options: list[str], found: list[int], ask: Ask, record: Callable[..., None]
) -> None:
    record(Got(float("-inf"), "-p"), "-x", -1)

    assert frames(ask, *options) == found


def test_behind_damage_an_item_is_found(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = Schema("meant", Facts)
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: None)
    with Recorder(tmp_path / "a.replay", schema, metadata={"players": ["Ann"]}) as recorder:
        for frame in range(4000):
            recorder.append(Event(Facts.ITEM_ADDED, Got(frame // 1000, frame // 2000), frame))
    data = bytearray(recorder.path.read_bytes())
    with Recording(recorder.path) as recording:
        data[recording.reader.contents.offsets[0] + 60] ^= 1
    recorder.path.write_bytes(data)

    for options in (["--item", "3"], ["--item", "#3"], ["--player", "#1"]):
        assert len(frames(ask, *options, "--from", "3500")) == 500
    said = frames(ask, "--item", "18", "--from", "3500")
    assert said == "no event that can be read is about an item 18; the items are 1, 2, 3"


def test_of_very_many_bags_the_first_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recorder(tmp_path / "a.replay", Schema("many", Many), live=False) as recorder:
        for player in range(1500):
            recorder.append(Event(Many.ITEM_ADDED, Gained(player, 1), 0))

    assert main(["stats", str(tmp_path / "a.replay")]) == 0
    told = capsys.readouterr().out

    assert "player 999  " in told
    assert "player 1000 " not in told
    assert "and 500 more, which --json has" in told


@dataclass(frozen=True)
class Gained:
    player: int
    item: int


class Many(EventType):
    ITEM_ADDED = Gained
