"""The command line on files that are damaged, foreign or not there: an answer, no traceback."""

from __future__ import annotations

import contextlib
import io
import json
import random
from pathlib import Path

from torture.judges import only_recording_errors
from torture.matches import match
from torture.reports import Report, Tally

from replay.cli.main import main


def answer(*arguments: object) -> tuple[int, str, str]:
    """Return the exit code of a command, what it printed, and what it complained of."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as left:
            code = int(left.code or 0)
    return code, out.getvalue(), err.getvalue()


def commanding(folder: Path, count: int, seed: int) -> Report:
    """Flip a bit or cut, so many times, and ask every command that reads files."""
    tally = Tally("commands")
    truth = match(folder, 1500, seed)
    whole, path = folder / "whole.replay", folder / "bad.replay"
    whole.write_bytes(truth.data)
    for number in range(count):
        dice = random.Random(f"{seed}/{number}")
        data = bytearray(truth.data)
        cut = dice.random() < 0.3
        if cut:
            del data[dice.randrange(len(data)) :]
        else:
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        path.write_bytes(data)
        case = f"file {number} of seed {seed}, {'cut' if cut else 'flipped'}"
        for words in (
            ("info", path), ("info", path, "--json"), ("events", path, "--json"), ("state", path),
            ("stats", path), ("verify", path, "--json"), ("verify", path), ("diff", path, whole),
            ("clip", path, "--force", "--output", folder / "clip.replay", "--json"),
            ("clip", path, "--from", "50%", "--force", "--output", folder / "clip.replay"),
            ("cat", path, "--force", "--output", folder / "cat.replay", "--json"),
            ("repair", path, "--force", "--output", folder / "repaired.replay", "--json"),
        ):  # fmt: skip
            with only_recording_errors(tally, str(words[0]), case):
                _judge(words, cut, tally, case)
    return tally.report()


def _judge(words: tuple[object, ...], cut: bool, tally: Tally, case: str) -> None:
    code, out, err = answer(*words)
    command = words[0]
    tally.count(f"{command} answered {code}")
    if code not in (0, 1, 2) or "Traceback" in err:
        tally.wrong(f"{case}: {command} gave {code}: {err[-200:]}")
    if code == 2 and not err.strip():
        tally.wrong(f"{case}: {command} could not be done and did not say why")
    if command == "verify" and not cut and code != 1:
        tally.wrong(f"{case}: verify gave {code}")
    if "--json" in words and code != 2 and command != "events":
        json.loads(out)
