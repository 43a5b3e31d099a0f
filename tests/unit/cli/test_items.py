"""An item may be asked for by its number, and by every name under which it is shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import pytest

from replay import Event, EventType, Recorder, Schema
from replay.cli.main import main

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
