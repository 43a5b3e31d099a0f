"""An item may be asked for by its number, and by every name under which it is shown."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from enum import Enum, Flag
from pathlib import Path

import pytest

from replay import Event, EventType, Recorder, Schema
from replay.cli.main import main
from replay.games import EventText, Game
from replay.queries.event_counts import EventCounts
from replay.values.told_apart import told_apart

MATCH = Path(__file__).parents[3] / "recordings" / "four-bots.replay"


class Gem(Enum):
    RUBY = 1
    OPAL = 2


@dataclass(frozen=True)
class Moved:
    item: Gem | str


class Gems(EventType):
    MOVED = Moved


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def gems(tmp_path: Path) -> Path:
    with Recorder(tmp_path / "a.replay", Schema("gems", Gems)) as recorder:
        for frame, item in enumerate([Gem.RUBY, "12", "", "a\nb", "Mr. X", Gem.OPAL]):
            recorder.append(Event(Gems.MOVED, Moved(item), frame))
    return tmp_path / "a.replay"


@pytest.mark.parametrize("name", ["key #12", "KEY #12", "#12"])
def test_the_name_that_the_game_gives_an_item_finds_it(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    by_number = run(capsys, "blame", MATCH, "--item", 12)[1]
    code, out, err = run(capsys, "blame", MATCH, "--item", name)
    listed = run(capsys, "events", MATCH, "--item", name)[1]

    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith(f"item {name} up to")
    assert out.splitlines()[1:] == by_number.splitlines()[1:]
    assert listed == run(capsys, "events", MATCH, "--item", 12)[1]
    told = run(capsys, "blame", MATCH, "--item", name, "--json")[1]
    assert json.loads(told)["item"] == 12


def test_every_name_in_the_words_of_an_event_finds_its_item(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lost = next(
        line
        for line in run(capsys, "events", MATCH, "--text", "knocked out")[1].splitlines()
        if "lost" in line
    )
    name = lost.partition(" lost ")[2]

    assert run(capsys, "blame", MATCH, "--item", name)[0] == 0
    assert run(capsys, "blame", MATCH, "--item", name.partition(",")[0])[0] == 0


def test_a_name_of_many_is_refused_with_a_list(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("blame", "events"):
        code, out, err = run(capsys, command, MATCH, "--item", "key")

        assert (code, out) == (2, "")
        assert err.startswith("replay: key may be key #12, key #13, ")
        assert err.endswith(": ask for one of them\n")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ruby #12", "no event is about an item ruby #12; item 12 is key #12\n"),
        ("key #1", "no event is about an item key #1; item 1 is crown #1\n"),
        ("hat", "no event is about an item hat; the items are crown #0, crown #1, "),
        ("999", "no event is about an item 999; the items are crown #0, crown #1, "),
        ("", "no event is about an item ''; the items are crown #0, crown #1, "),
    ],
)
def test_what_is_no_item_is_told_with_those_that_are(
    name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "blame", MATCH, f"--item={name}")

    assert code == 1
    assert err.startswith(f"replay: {said}")


@pytest.mark.parametrize(
    ("shown", "frame"),
    [("RUBY", 0), ("opal", 5), ('"12"', 1), ("12", 1), ('""', 2), ("''", 2), ("", 2),
     ("a\\nb", 3), ('"a\\nb"', 3), ("Mr. X", 4)],
)  # fmt: skip
def test_items_are_found_as_lines_show_them(
    gems: Path, shown: str, frame: int, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "blame", gems, f"--item={shown}", "--json")

    assert code == 0
    assert [one["frame"] for one in json.loads(out)["chain"]] == [frame]


def test_a_text_of_digits_is_an_item_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recorder(tmp_path / "a.replay", Schema("gems", Gems)) as recorder:
        for frame, item in enumerate(["007", "7", "#7"]):
            recorder.append(Event(Gems.MOVED, Moved(item), frame))

    for asked, line in (("007", "item=007"), ("7", 'item="7"'), ("#7", "item=#7")):
        listed = run(capsys, "events", recorder.path, "--item", asked)[1]
        blamed = run(capsys, "blame", recorder.path, "--item", asked)[1]
        assert f"{line}\n" in listed
        assert f"{line}\n" in blamed


@dataclass(frozen=True)
class Id:
    of: int
    name: str


class Way(Flag):
    UP = 1
    DOWN = 2


@dataclass(frozen=True)
class Got:
    item: int | str | float | bool | bytes | Gem | Way | tuple[int, ...] | Id | None


class Facts(EventType):
    GOT = Got


ALIKE = (
    12, "12", 1.5, math.inf, math.nan, -0.0, True, b"\x00\xff", b"", Gem.RUBY, Way.UP,
    Way.UP | Way.DOWN, Way(0), (0, 1), (), Id(1, "x.y"), "00ff", "RUBY", "True", "Infinity", None,
    "#12", "esc\x1b[31m", "e\u0301", -3, 2**40, math.nan, 7.0, 0,
)  # fmt: skip


@pytest.fixture
def alike(tmp_path: Path) -> Path:
    with Recorder(tmp_path / "a.replay", Schema("alike", Facts)) as recorder:
        for frame, item in enumerate(ALIKE):
            recorder.append(Event(Facts.GOT, Got(item), frame))
    return tmp_path / "a.replay"


def frames_about(
    capsys: pytest.CaptureFixture[str], path: Path, asked: str
) -> tuple[list[int] | None, str]:
    """Return the frames of the events about an item, for both commands, and what else they say."""
    blamed = run(capsys, "blame", path, f"--item={asked}", "--json")
    listed = run(capsys, "events", path, f"--item={asked}", "--json")

    assert (listed[0], listed[2]) == (blamed[0], blamed[2])
    if blamed[0] == 2:
        return None, blamed[2]
    frames = [one["frame"] for one in json.loads(blamed[1])["chain"]]
    assert frames == [json.loads(line)["frame"] for line in listed[1].splitlines()]
    assert blamed[0] == (0 if frames else 1)
    return frames, blamed[2]


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(
    ("asked", "frames"),
    [
        ("12", [0]), ('"12"', [1]), ("1.5", [2]), ("Infinity", [3]), ("inf", [3]), ("NaN", [4, 26]),
        ("nan", [4, 26]), ("-0.0", [5]), ("0.0", []), ("0", [28]), ("False", []), ("1", []),
        ("True", [6]), ("true", [6]), ('"True"', [18]), ('"Infinity"', [19]), ('"RUBY"', [17]),
        ('"00ff"', [16]), ("b'\\x00\\xff'", [7]), ('""', [8]), ("Gem.RUBY", [9]), ('["UP"]', [10]),
        ("(0, 1)", [13]), ("[0, 1]", [13]), ("None", []), ("null", []), ("-", []),
        ('"#12"', [21]), ("esc\\x1b[31m", [22]), ('"esc\\u001b[31m"', [22]), ("\u00e9", [23]),
        ("-3", [24]), ("1099511627776", [25]), ("7", []), ("7.0", [27]),
    ],
)  # fmt: skip
def test_both_commands_take_an_item_for_the_same_one(
    known: bool, asked: str, frames: list[int], alike: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    game = Game(Schema("alike", Facts), EventCounts()) if known else None
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: game)

    assert frames_about(capsys, alike, asked)[0] == frames


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("RUBY", 'Gem.RUBY, "RUBY"'), ("00ff", "b'\\x00\\xff', \"00ff\""), ("[]", "Way(0), ()"),
        ("#12", '12, "#12"'), ("ruby", 'Gem.RUBY, "RUBY"'),
    ],
)  # fmt: skip
def test_what_may_be_several_is_told_as_it_is_asked_for(
    asked: str, names: str, alike: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    game = Game(Schema("alike", Facts), EventCounts())
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: game)

    frames, said = frames_about(capsys, alike, asked)
    assert frames is None
    assert said == f"replay: {asked} may be {names}: ask for one of them\n"
    for one in names.split(", "):
        assert len(frames_about(capsys, alike, one)[0] or ()) == 1


def test_items_that_look_alike_are_listed_as_they_are_asked_for(
    alike: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    game = Game(Schema("alike", Facts), EventCounts())
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: game)

    said = frames_about(capsys, alike, "hat")[1]
    assert 'NaN, -0.0, true, b\'\\x00\\xff\', "", Gem.RUBY, ["UP"], ["UP", "DOWN"], Way(0),' in said


def test_items_without_names_are_listed_as_they_are_asked_for(
    gems: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    err = run(capsys, "blame", gems, "--item", "hat")[2]

    assert err.endswith('; the items are RUBY, "12", "", "a\\nb", Mr. X, OPAL\n')


def test_an_item_that_comes_later_was_not_yet_there(
    gems: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "blame", gems, "--item", "Mr. X", "--frame", 2)

    assert code == 1
    assert out.endswith("no event is about it\n")
    assert "the items are" not in err


def test_many_items_that_a_game_calls_alike_are_each_compared_but_a_few_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    items, asked = 500, Counter[object]()
    game = Game(
        Schema("gems", Gems), EventCounts(), words=lambda _, __: EventText(None, "took", "a ruby")
    )
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: game)
    with Recorder(tmp_path / "a.replay", game.schema) as recorder:
        for frame in range(items):
            recorder.append(Event(Gems.MOVED, Moved(f"gem {frame}"), frame))

    def counted(item: object) -> str:
        asked[item] += 1
        return told_apart(item)

    monkeypatch.setattr("replay.cli.candidates.told_apart", counted)

    for name, expected in (("a ruby", 2), ("pearl", 1)):
        code, _, error = run(capsys, "events", tmp_path / "a.replay", "--item", name)

        assert code == expected
        assert "gem 0, gem 1" in error
        assert f"and {items - 20} more" in error
    assert sum(asked.values()) < 5 * items
