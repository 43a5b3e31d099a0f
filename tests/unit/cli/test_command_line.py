"""What the command line says, with which exit code, and that it never shows a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commands import run
from strategies import SCHEMA, Ledger, Put, Vault, puts, record

from replay import Event, Recorder, Recording
from replay.cli.main import COMMANDS, joined, main
from replay.console.terminal import NobodyReads


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return record(
        tmp_path / "a.replay", puts(3000), quiet=7, metadata={"seed": 7, "players": ["Ana"]}
    )


NEEDED = {"find": ["frame = 1"], "blame": ["--item", "1"]}
"""Arguments without which a command is not understood."""


def as_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    code, out, _ = run(capsys, *arguments, "--json")
    assert code in (0, 1)
    return json.loads(out)


@pytest.mark.parametrize("command", [entry.name for entry in COMMANDS])
def test_every_command_helps_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])

    assert left.value.code == 0
    assert f"example: replay {command}" in capsys.readouterr().out


def test_info_says_what_the_contract_promises(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    info = as_json(capsys, "info", path)

    last = puts(3000)[-1].frame
    assert info["game"] == "vault"
    assert (info["schema_version"], info["format_version"]) == (1, 3)
    assert info["frames"] == last + 8
    assert info["events"] == 3000
    assert info["duration_s"] == round((last + 8) / 60, 3)
    assert info["complete"] is True
    assert info["digest"] == Recording(path).digest
    assert info["players"] == ["Ana"]
    assert info["seed"] == 7
    assert info["lineage"] == []


def test_events_are_one_json_object_a_line(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "events", path, "--json")

    lines = [json.loads(line) for line in out.splitlines()]
    expected = [
        {
            "n": number,
            "frame": event.frame,
            "timestamp": event.timestamp.isoformat(timespec="milliseconds"),
            "type": event.type.name,
            "data": {"player": event.data.player, "item": event.data.item},
        }
        for number, event in enumerate(puts(3000))
    ]
    assert code == 0
    assert lines == expected


def test_events_can_be_filtered_by_type_and_frames(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, _ = run(capsys, "events", path, "--json", "--type", "PUT", "--from", 100, "--to", 200)

    numbers = [json.loads(line)["n"] for line in out.splitlines()]
    assert numbers == [
        number
        for number, event in enumerate(puts(3000))
        if event.type is Vault.PUT and 100 <= event.frame < 200
    ]


def test_the_state_at_a_frame_counts_the_events_up_to_it(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = as_json(capsys, "state", path, "--frame", 500)

    until = [event for event in puts(3000) if event.frame <= 500]
    assert told["frame"] == 500
    assert told["state"]["PUT"]["count"] == sum(event.type is Vault.PUT for event in until)


def test_verify_is_fine_with_a_whole_recording(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = Recording(path).digest

    assert run(capsys, "verify", path)[0] == 0
    assert run(capsys, "verify", path, "--digest", digest.upper())[0] == 0
    code, said, _ = run(capsys, "verify", path, "--digest", "00" * 32)
    assert code == 1
    assert said.endswith(f"one thing is wrong with {path}\n")


def test_verify_names_the_place_of_damage(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    offset = Recording(path).reader.contents.offsets[1]
    damaged = bytearray(path.read_bytes())
    damaged[offset + 300] ^= 4
    path.write_bytes(damaged)

    told = as_json(capsys, "verify", path)

    assert not told["fine"]
    assert told["findings"][0]["first_byte"] == offset
    assert told["findings"][0]["first_frame"] > 0
    assert run(capsys, "verify", path)[0] == 1


def test_diff_finds_the_first_event_that_differs(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    history = puts(3000)
    changed = history[2000]
    history[2000] = Event(changed.type, Put(changed.data.player, 99), changed.frame)
    other = record(tmp_path / "b.replay", history, quiet=7, live=False)

    told = as_json(capsys, "diff", path, other)

    assert told["difference"] == {
        "event": 2000,
        "frame": changed.frame,
        "type": changed.type.name,
        "field": "item",
        "a": changed.data.item,
        "b": 99,
    }
    assert run(capsys, "diff", path, other)[0] == 1
    assert run(capsys, "diff", path, path)[0] == 0


def test_repair_saves_all_but_the_damaged_block(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    offset = Recording(path).reader.contents.offsets[1]
    damaged = bytearray(path.read_bytes())
    damaged[offset + 300] ^= 4
    path.write_bytes(damaged)
    saved = tmp_path / "saved.replay"

    code, out, _ = run(capsys, "repair", path, "--output", saved)

    assert code == 1
    assert "1024 events are lost" in out
    assert run(capsys, "verify", saved)[0] == 0
    assert as_json(capsys, "info", saved)["gaps"][0]["events"] == 1024
    assert Recording(saved, SCHEMA).get_all_events() == [*puts(3000)[:1024], *puts(3000)[2048:]]
    assert run(capsys, "repair", path, "--output", saved)[0] == 2
    assert run(capsys, "repair", path, "--output", saved, "--force")[0] == 1


def test_an_unclosed_recording_is_read_and_said_to_be_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Recorder(tmp_path / "a.replay", SCHEMA, projection=Ledger()) as recorder:
        for event in puts(100):
            recorder.append(event)
        recorder.end_frame(500)

        for command in ("info", "events", "state"):
            code, _, err = run(capsys, command, recorder.path)
            assert code == 0
            assert "is being written; it goes to frame 500" in err


@pytest.mark.parametrize(
    "command", [name for name, *_ in COMMANDS if name not in ("view", "diff", "fork")]
)
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: None, "there is no file"),
        (lambda path: path.write_bytes(b""), "the file is empty"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99)), "not a replay file"),
        (lambda path: path.mkdir(), "folder"),
    ],
    ids=["missing", "empty", "a picture", "a folder"],
)
def test_what_is_no_recording_gets_one_sentence_and_exit_code_2(
    command: str, make: Any, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "thing"
    make(path)

    code, out, err = run(capsys, command, path, *NEEDED.get(command, ()))

    assert code == 2
    assert out == ""
    assert says in err or (command == "repair" and err)
    assert len(err.splitlines()) == 1


def test_half_a_recording_gives_what_there_is_of_it(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])

    code, out, err = run(capsys, "events", path, "--json")

    assert code == 0
    assert 0 < len(out.splitlines()) < 3000
    assert "was not closed" in err


@pytest.mark.parametrize("frame", [-(10**6), 10**9])
def test_a_frame_outside_is_told_in_a_sentence(
    frame: int, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "state", path, "--frame", frame)

    assert code == 2
    assert "outside the recording" in err


def test_a_thing_that_there_never_was_was_put_nowhere(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "blame", path, "--item", 9999)

    assert code == 1
    assert out.endswith("\nno event is about it\n")


def test_a_folder_that_is_not_there_is_named(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "nowhere" / "b.replay"

    for command in (["repair", path], ["fork", path, "--frame", 5]):
        code, _, error = run(capsys, *command, "--output", target)
        assert code == 2
        assert error.endswith(f"replay: there is no folder {target.parent}\n")


def test_json_obeys_no_letter_that_a_terminal_would(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "red \x9b31m, turned \u202e, plain é"
    path = record(tmp_path / "a.replay", [Event(Vault.SAID, said)])

    _, out, _ = run(capsys, "events", path, "--json")

    assert json.loads(out)["data"] == said
    assert "\x9b" not in out
    assert "\u202e" not in out
    assert "é" in out


def test_an_unknown_event_type_is_told_with_those_there_are(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "events", path, "--type", "NONE")

    assert code == 2
    assert "PUT, TAKEN" in err


def test_blame_without_an_answer_exits_with_no_though_nobody_reads_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: str) -> None:
        raise NobodyReads

    monkeypatch.setattr("replay.cli.output.put", gone)
    monkeypatch.setattr("replay.cli.blame.say", gone)

    for options in (["--json"], []):
        assert main(["blame", str(path), "--item", "99999", *options]) == 1


@pytest.mark.parametrize("option", ["--item", "--player", "--text"])
def test_a_text_behind_an_option_may_begin_with_a_minus(option: str) -> None:
    assert joined(["events", "f", option, "-x"]) == ["events", "f", f"{option}=-x"]
    assert joined(["events", "f", option, "--json"]) == ["events", "f", option, "--json"]


@pytest.mark.parametrize(
    "words",
    [
        ["FILE", "--json", "--", "-1"], ["FILE", "--", "-1"], ["--json", "--", "FILE", "-1"],
        ["FILE", "--frame", "9", "--", "-1"], ["--json", "FILE", "--", "-1"],
    ],
)  # fmt: skip
def test_behind_two_hyphens_a_path_may_begin_with_one(
    words: list[str], path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "blame", *(path if word == "FILE" else word for word in words))

    assert code == 2
    assert "there is nothing at -1; there are TAKEN, PUT" in err


@pytest.mark.parametrize("command", ["info", "state", "stats", "events", "verify"])
def test_two_hyphens_with_nothing_behind_them_mean_nothing(
    command: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, command, path, "--json", "--")[0] == 0
    with pytest.raises(SystemExit):
        main([command, str(path), "--json", "--", "-x"])
    assert "unrecognized arguments: -x" in capsys.readouterr().err
