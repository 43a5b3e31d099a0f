"""Every command, whatever its output leads to: the right exit code, at most one sentence."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from strategies import SCHEMA as VAULT
from strategies import Vault, puts, record

from game.main import main as packrat
from replay import Event, Recorder
from replay.cli.main import COMMANDS, main

SAID = "日本 é 😀 :bomb: \x9b31m \u202e"
NAMES = ["日本", "Zoë 😀", ":bomb: [red]"]
FULL, UNREAD, FINE = "full disk", "closed pipe", "a file"
NO_SPACE = b"the output cannot be written: No space left on device\n"

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")


def words(command: str, path: Path, folder: Path) -> list[str]:
    """Return a command line that the command answers with yes."""
    more: dict[str, list[object]] = {
        "find": ["players.0.slot > -1"],
        "blame": ["--item", "0"],
        "diff": [path],
        "repair": ["--output", folder / "repaired.replay"],
        "clip": ["--force", "--output", folder / "clip.replay"],
        "cat": ["--force", "--output", folder / "cat.replay"],
        "fork": ["--frame", "60", "--output", folder / "fork.replay"],
    }
    return [command, str(path), *map(str, more.get(command, []))]


class Case(NamedTuple):
    """A program with its arguments, and where its output leads."""

    output: str
    program: str
    command: str
    json: bool = False


CASES = [
    *(
        Case(output, "replay", command, as_json)
        for output in (FINE, FULL, UNREAD)
        for command, _, has_json, *_ in COMMANDS
        for as_json in (False, True)[: 1 + (output == FULL and has_json)]
    ),
    *(Case(output, "replay", "--help") for output in (FULL, UNREAD)),
    *(Case(output, "game", "--headless") for output in (FINE, FULL, UNREAD)),
    *(Case(output, "game", "--help") for output in (FULL, UNREAD)),
]


@dataclass(frozen=True)
class Done:
    """What became of a program: its exit code, and what it complained of."""

    code: int
    complaint: bytes


def bare(folder: Path, **more: str) -> dict[str, str]:
    """Return what a program finds in its environment where nobody set it up."""
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8", **more}


@pytest.fixture(scope="module")
def match(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short match, in a file whose name is no UTF-8."""
    path = tmp_path_factory.mktemp("matches") / os.fsdecode(b"jos\xe9 :bomb: \xe6\x97\xa5.replay")
    arguments = ["--headless", "--seconds", "5", "--bots", "2", "--record", str(path)]
    assert packrat(arguments) == 0
    return path


@pytest.fixture(scope="module")
def matrix(match: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[Case, Done]:
    """What every case comes to; each is a program of its own, as much happens at its very end."""
    folders = [tmp_path_factory.mktemp("case") for _ in CASES]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(
            zip(CASES, pool.map(lambda c, f: done(c, match, f), CASES, folders), strict=True)
        )


def done(case: Case, match: Path, folder: Path) -> Done:
    if case.command == "--help":
        arguments = ["--help"]
    elif case.program == "game":
        new = str(folder / match.name)
        arguments = ["--headless", "--seconds", "5", "--bots", "1", "--record", new]
    else:
        arguments = words(case.command, match, folder) + ["--json"] * case.json
    with opened(case.output, folder) as output:
        ended = subprocess.run(
            [sys.executable, "-m", case.program, *arguments],
            stdout=output,
            stderr=subprocess.PIPE,
            env=bare(folder),
            cwd=folder,
        )
    return Done(ended.returncode, ended.stderr)


def opened(output: str, folder: Path) -> Any:
    if output == UNREAD:
        reader, writer = os.pipe()
        os.close(reader)
        return os.fdopen(writer, "wb", buffering=0)
    return Path("/dev/full" if output == FULL else folder / "output").open("wb", buffering=0)


@needs_full
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_program_ends_with_the_right_code_and_at_most_one_sentence(
    case: Case, matrix: dict[Case, Done]
) -> None:
    ended = matrix[case]

    if case.command == "view":  # prints nothing
        assert ended.code == 2
        assert ended.complaint.startswith(b"replay: there is no display here")
    elif case.output == FULL:
        name = b"packrat: " if case.program == "game" else b"replay: "
        assert ended == Done(2, name + NO_SPACE)
    else:
        assert ended == Done(0, b"")
    assert ended.complaint.count(b"\n") <= 1


@needs_full
def test_where_nobody_can_be_told_anything_the_code_still_says_it(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        ended = subprocess.run(
            [sys.executable, "-m", "replay", "info", "nothing.replay"],
            stdout=full,
            stderr=full,
            env=bare(tmp_path),
            cwd=tmp_path,
        )

    assert ended.returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="the lines are the shell's")
@pytest.mark.parametrize("closed", ["<&- >&-", "<&- >&- 2>&-"])
def test_nothing_is_printed_into_a_file_that_got_a_closed_streams_number(
    closed: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.replay"
    python = [sys.executable, "-m"]
    for command in (
        ["game", "--headless", "--seconds", "5", "--bots", "1", "--record", str(path)],
        ["replay", "verify", str(path)],
    ):
        ended = subprocess.run(
            ["sh", "-c", f'exec "$@" {closed}', "-", *python, *command],
            stderr=subprocess.PIPE,
            env=bare(tmp_path),
        )

        assert (ended.returncode, ended.stderr) == (0, b"")
    assert main(["verify", str(path)]) == 0


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
def test_ctrl_c_ends_it_without_a_word(tmp_path: Path) -> None:
    with Recorder(tmp_path / "live.replay", VAULT) as recorder:
        for event in puts(50):
            recorder.append(event)
        recorder.end_frame(100)
        command = [sys.executable, "-m", "replay", "follow", str(recorder.path)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=bare(tmp_path)
        ) as program:
            assert program.stdout is not None
            assert program.stderr is not None
            program.stdout.readline()
            program.send_signal(signal.SIGINT)
            complaints = program.stderr.read()

    assert program.returncode == 130
    assert complaints == b"replay: the game 'vault' is not installed; showing what the file says\n"


@pytest.mark.parametrize("command", [name for name, *_ in COMMANDS if name != "view"])
def test_ctrl_c_while_it_reads_is_130(
    command: str,
    match: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(*_: Any) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("replay.storage.input_file.Source.read", interrupted)

    assert main(words(command, match, tmp_path)) == 130
    assert capsys.readouterr() == ("", "")


ENCODINGS = ["ascii", "cp1252", "cp437", "utf-8"]


class Printed(NamedTuple):
    code: int
    out: str
    err: str


def printed(encoding: str, *arguments: str) -> Printed:
    """Run a command whose output has this encoding."""
    out, err = io.BytesIO(), io.BytesIO()
    stdout = io.TextIOWrapper(out, encoding=encoding)
    stderr = io.TextIOWrapper(err, encoding=encoding, errors="backslashreplace")
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        code = main(arguments)
    stdout.flush()
    stderr.flush()
    return Printed(code, out.getvalue().decode(encoding), err.getvalue().decode(encoding))


def said(command: str, err: str) -> bool:
    """Whether nothing was said but what a file of a game that is not installed calls for."""
    may = ["replay: the game 'vault' is not installed; showing what the file says"]
    if command == "stats":
        may += [
            "replay: no event is called ITEM_ADDED or ITEM_REMOVED: nothing counts as collected"
        ]
    return set(err.splitlines()) <= set(may)


@pytest.fixture
def many_letters(tmp_path: Path) -> Path:
    path = tmp_path / os.fsdecode(b"\xe9 \xf0\x9f\x98\x80.replay")
    events = [*puts(40), Event(Vault.SAID, SAID, 99)]
    return record(path, events, metadata={"players": NAMES, "名": SAID})


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("command", [name for name, *_ in COMMANDS if name != "view"])
def test_what_an_encoding_cannot_say_is_escaped(
    command: str, many_letters: Path, encoding: str, tmp_path: Path
) -> None:
    arguments = words(command, many_letters, tmp_path)
    if command == "find":
        arguments[2] = "PUT.count > -1"
    code, out, err = printed(encoding, *arguments)

    assert code == 0, err
    assert out
    assert all(line.isprintable() for line in (out + err).splitlines())
    assert "💣" not in out
    assert said(command, err)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_json_says_the_same_in_every_encoding(many_letters: Path, encoding: str) -> None:
    info = json.loads(printed(encoding, "info", str(many_letters), "--json").out)
    events = printed(encoding, "events", str(many_letters), "--json").out.splitlines()

    assert info["path"] == str(many_letters)
    assert info["players"] == NAMES
    assert info["metadata"] == {"名": SAID}
    assert json.loads(events[-1])["data"] == SAID


@pytest.mark.parametrize(
    "wrong",
    [
        ["info", "a.replay", "\x1b[31mred"],
        ["events", "a.replay", "--\x1b[31m"],
        ["\x1b[31m"],
        ["info"],
        ["state", "a.replay", "--frame", "\x1b[31m"],
        ["info", "\x1b[31m.replay"],
        ["info", "n" * 300],
        ["fork", "n" * 300, "--frame", "3"],
    ],
)
def test_wrong_arguments_are_one_sentence_that_obeys_nobody(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code: object = main(wrong)
    except SystemExit as left:
        code = left.code

    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert err.endswith("\n")
    assert err[:-1].isprintable()


@pytest.mark.parametrize("record", ["\x1b[31m/x", "n" * 300, "\x1b[31m"])
def test_packrat_names_files_that_obey_nobody(
    record: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "\x1b[31m").mkdir()
    try:
        code: object = packrat(["--headless", "--seconds", "5", "--record", record])
    except SystemExit as left:
        code = left.code

    out, err = capsys.readouterr()
    assert code in (0, 2)
    assert all(line.isprintable() for line in (out + err).splitlines())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other locales")
@pytest.mark.parametrize(
    "more",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "cp1252"},
    ],
    ids=lambda more: more["LC_ALL"],
)
def test_a_locale_that_lacks_letters_ends_nothing(
    more: dict[str, str], many_letters: Path, tmp_path: Path
) -> None:
    for arguments in (["events"], ["events", "--json"], ["stats"]):
        ended = subprocess.run(
            [sys.executable, "-m", "replay", *arguments, str(many_letters)],
            capture_output=True,
            env=bare(tmp_path, **more),
        )

        assert ended.returncode == 0
        assert said(arguments[0], ended.stderr.decode())
        assert b"\\u65e5\\u672c" in ended.stdout or arguments == ["stats"]


PLUGIN = """
import os, sys, warnings
print("hello from a plugin")
os.write(1, b"hello from below\\n")
os.system("echo hello from a child")
warnings.warn("this plugin is old")
raise SystemExit("and it fails")
"""


def test_what_a_plugin_prints_is_no_part_of_the_output(tmp_path: Path) -> None:
    (tmp_path / "loud.py").write_text(PLUGIN)
    installed = tmp_path / "loud-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Name: loud\nVersion: 1\n")
    (installed / "entry_points.txt").write_text("[replay.games]\nvault = loud:GAME\n")
    path = record(tmp_path / "a.replay", puts(9))
    why = "the game 'vault' could not be loaded: and it fails"
    for command in ("events", "follow"):
        ended = subprocess.run(
            [sys.executable, "-m", "replay", command, str(path), "--json"],
            capture_output=True,
            env=bare(tmp_path, PYTHONPATH=str(tmp_path)),
            text=True,
        )

        assert ended.returncode == 0
        assert [json.loads(line)["n"] for line in ended.stdout.splitlines()] == list(range(9))
        assert sorted(ended.stderr.splitlines()) == [
            "hello from a child",
            "hello from a plugin",
            "hello from below",
            f"replay: {why}; showing what the file says",
            "replay: this plugin is old",
        ]
