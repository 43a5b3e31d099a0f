"""What a command shows, names and values alike, can be pasted into the next command."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import odd
import pytest

from replay.cli.main import main
from replay.cli.output import short
from replay.games import EventText


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: odd.GAME)
    return odd.record(tmp_path / "a.replay")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def shown(out: str) -> list[tuple[str, str]]:
    """Return every path that `state` shows with a value, and the value."""
    above: list[str] = []
    found = []
    for line in out.splitlines()[1:]:
        depth = (len(line) - len(line.lstrip())) // 2
        name, _, value = line.strip().partition("  ")
        above = [*above[:depth], name]
        if value:
            found.append((".".join(above), value))
    return found


def test_what_state_shows_can_be_found_and_blamed(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = len(odd.NAMES) - 1
    pairs = shown(run(capsys, "state", path)[1])

    assert len(pairs) > 100
    asked = [pair for pair in pairs if ", " not in pair[1] and "  " not in pair[1]]
    for where, value in asked[::9]:
        code, out, err = run(capsys, "find", path, f"{where} = {value}")
        assert (code, err) == (0, ""), (where, value)
        assert f" {last} " in out, (where, value)
        assert run(capsys, "blame", path, "--", where)[0] < 2
    assert {where for where, _ in pairs} > {
        'kept."Mr. X".share', 'kept."".last', 'kept."\\u001b[2J".text', 'kept."007".raw',
        "kept.12.raw", "kept.(0, 1).share", "cells.(1, (2, 3))",
    }  # fmt: skip


def test_what_blame_shows_can_be_found(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("share", "raw", "pair", "colour", "text", "both", "record"):
        where = f'kept."Mr. X".{name}'
        told = run(capsys, "blame", path, where)[1].splitlines()[0]
        value = told.split("): ", 1)[1]

        assert run(capsys, "find", path, f"{where} = {value}")[0] == 0, told


def test_a_message_names_what_is_missing_as_it_is_written(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "find", path, 'kept."Mr. X".size = 1')

    assert code == 2
    assert 'at kept."Mr. X".size; kept."Mr. X" has share, raw, pair,' in err
    err = run(capsys, "blame", path, "kept.Mr. X")[2]
    assert 'nothing at kept.Mr." X"; kept has "Mr. X", "", "a b", "say \\"hi\\"", it\'s,' in err
    err = run(capsys, "blame", path, "cells.x")[2]
    assert "cells has (0, 1), (1, (2, 3)), ('a b', 1.5)\n" in err


def test_events_show_values_as_they_are_asked_for(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: None)
    first, second, *_ = run(capsys, "events", path, "--text", "kept")[1].splitlines()

    assert 'name=Mr. X share=Infinity raw="" colour=RED pair=["Infinity", 1.5]' in first
    assert 'name="" share=-Infinity raw="1234"' in second
    assert run(capsys, "find", path, 'KEPT.last.raw = "1234"')[0] == 0
    assert run(capsys, "find", path, "KEPT.last.share = -Infinity")[0] == 0
    assert "which is no number" in run(capsys, "find", path, "KEPT.last.raw = 1234")[2]


@pytest.mark.parametrize("command", ["find", "blame"])
def test_help_says_how_names_are_quoted(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])

    assert 'players."Mr. X".bag' in capsys.readouterr().out.replace("\n", " ")


@pytest.mark.parametrize(
    "word",
    [r"\u001b[2J", r"a\nb", r"\u202e", '""', "-Infinity", "\x1b[2J", 'name="\x1b[2', "a\nb",
     "\u202e", "Ä", "A\u0308", 'say "hi"', "\x1b[3J"],
)  # fmt: skip
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_text_is_sought_in_what_is_seen(
    word: str, options: list[str], path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: None)
    seen = run(capsys, "events", path)[1].splitlines()
    raw = {
        "\x1b[2J": r"\u001b[2j", 'name="\x1b[2': r'name="\u001b[2', "a\nb": r"a\nb",
        "\u202e": r"\u202e", "A\u0308": "ä",
    }.get(word, word.lower())  # fmt: skip
    wanted = [line for line in seen if raw in line.lower()]

    code, out, _ = run(capsys, "events", path, *options, f"--text={word}")

    assert len(out.splitlines()) == len(wanted)
    assert code == (0 if wanted else 1)
    assert bool(wanted) == (word != "\x1b[3J")
    if not options:
        assert out.splitlines() == wanted


def test_words_of_a_game_are_sought_as_they_are_shown(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    game = replace(odd.GAME, words=lambda event, _: EventText(None, "kept", event.data.name))
    monkeypatch.setattr("replay.cli.opening.find_game", lambda _: game)

    for word in (r"kept \x1b[2J", "kept \x1b[2J", r"\x1B["):
        out = run(capsys, "events", path, "--text", word)[1]
        assert out.endswith("kept \\x1b[2J\n"), word
    assert run(capsys, "events", path, "--text", r"kept \u202e")[0] == 0
    shown_lines = run(capsys, "events", path)[1].splitlines()
    for line in shown_lines:
        found = run(capsys, "events", path, "--text", line[28:].strip())[1].splitlines()
        assert line in found


def test_of_a_long_list_in_a_sentence_only_its_length_is_told() -> None:
    assert short(list(range(100))).startswith("[0, 1, 2")
    assert short(list(range(101))) == "a list of 101"
    assert short(dict.fromkeys(range(5000))) == "a mapping of 5000"
    assert short({1, 2}) == "[1, 2]"
