"""Kill a player at any moment: while it creates its file, writes, compacts, closes.

What it had told to have ended is in the file; the file opens, and the match can go on.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from strategies import SCHEMA, Ledger
from torture.judges import findings
from torture.matches import history
from torture.player import branch_of
from torture.reports import Report, Tally

from replay import Recorder, Recording

EVENTS = 3000
BLOCK = 1025
"""Events that a kill may cost a recorder in bulk."""


MODES = ("live", "live", "bulk", "forking", "branch")
"""How a match is played; see torture.player."""


def play(
    path: Path, events: int, seed: int, existing: str, *, mode: str = "live", pace: float = 0.0
) -> subprocess.Popen[bytes]:
    """Start a player."""
    tests = Path(__file__).parents[1]
    paths = os.pathsep.join([str(tests), str(tests.parent), os.environ.get("PYTHONPATH", "")])
    given = [str(path), str(events), str(seed), existing, "--mode", mode, "--pace", str(pace)]
    return subprocess.Popen(
        [sys.executable, "-m", "torture.player", *given],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    )


def kills(folder: Path, count: int, seed: int) -> Report:
    """Kill so many players, each match at one or several moments until it is closed."""
    tally = Tally("kills")
    dice = random.Random(seed)
    match = 0
    while tally.report()["kills"] < count:
        match += 1
        path = folder / f"killed-{match}.replay"
        mode = MODES[match % len(MODES)]
        tally.count(f"matches, {mode}")
        _play_through(path, seed + match, mode, dice, count, tally)
        for left in folder.glob(f"killed-{match}.*"):
            left.unlink()
    return tally.report()


def _play_through(
    path: Path, seed: int, mode: str, dice: random.Random, count: int, tally: Tally
) -> None:
    """Let a match be played by one player after the other until one of them closes it."""
    existing, ended = "refuse", -1
    while tally.report()["kills"] < count:
        player = play(path, EVENTS, seed, existing, mode=mode)
        told, code = _killed(player, dice)
        killed = code == -signal.SIGKILL
        if not killed and code:
            tally.wrong(f"seed {seed}: the player ended with {code} after {told[-1:]}")
        if killed and told[-1] != "closed":
            tally.count("kills")
            tally.count(f"kills while {_moment(told)}")
        for line in told:
            if line.startswith("ended"):
                ended = int(line.split()[1])
            if line == "a child recorded":
                tally.wrong(f"seed {seed}: a child process recorded into its parent's file")
        if "branched" in told:
            path, mode = branch_of(path), "live"
        if not _judge(path, seed, ended, told, tally, bulk=mode == "bulk"):
            return
        if told[-1] == "closed":
            break
        existing = "continue" if path.exists() else "refuse"
        if path.exists():
            with Recording(path, SCHEMA) as recording:
                ended = max(ended, recording.frames - 1) if mode != "bulk" else recording.frames - 1
    _judge_end(path, seed, tally)


def _killed(player: subprocess.Popen[bytes], dice: random.Random) -> tuple[list[str], int]:
    """Read what a player tells, and kill it at some moment; return that, and its exit code."""
    moment = dice.choice(["create", "write", "write", "write", "write", "close"])
    after = dice.randrange(1, EVENTS // 5)
    assert player.stdout is not None
    told: list[str] = []
    for raw in player.stdout:
        told.append(raw.decode().strip())
        due = {
            "create": told[-1] == "ready",
            "write": len(told) > after,
            "close": told[-1] == "closing",
        }[moment]
        if due or told[-1] == "closed":
            break
    limit_s = {"create": 0.001, "write": 0.002, "close": 0.03}[moment]
    time.sleep(dice.random() * limit_s)
    player.send_signal(signal.SIGKILL)
    told += [raw.decode().strip() for raw in player.stdout if raw.endswith(b"\n")]
    player.stdout.close()
    return told, player.wait()


def _moment(told: list[str]) -> str:
    if told[-1] == "ready":
        return "creating or taking up the file"
    moments = {
        "closing": "closing",
        "closed": "leaving",
        "branching": "closing",
        "left": "branching",
    }
    return moments.get(told[-1], "writing")


def _judge(path: Path, seed: int, ended: int, told: list[str], tally: Tally, *, bulk: bool) -> bool:
    """Whether everything is as it should be: what ended is there, nothing else is."""
    case = f"killed while {_moment(told)}, after frame {ended} of seed {seed}"
    if not path.exists():
        if (ended >= 0 and not bulk) or any(line.startswith("from") for line in told):
            tally.wrong(f"{case}: there is no file")
            return False
        tally.count("killed before there was a file")
        return True
    events = history(EVENTS, seed)
    with Recording(path, SCHEMA) as recording:
        read = recording.get_all_events()
        if read != events[: len(read)]:
            tally.wrong(f"{case}: wrong events")
        lost = sum(event.frame <= ended for event in events) - len(read)
        if recording.frames <= ended and not (bulk and lost <= BLOCK):
            tally.wrong(f"{case}: {recording.frames} frames are there")
        if len(read) != sum(event.frame < recording.frames for event in events):
            tally.wrong(f"{case}: {len(read)} events in {recording.frames} frames")
        tally.count("closed all the same", recording.closed)
    for finding in findings(path, tally, case):
        tally.wrong(f"{case}: verify says {finding.where}: {finding.problem}")
    hidden = [p.name for p in path.parent.iterdir() if p.name.startswith(f".{path.name}")]
    tally.count("hidden files left by a kill", len(hidden))
    return True


def _judge_end(path: Path, seed: int, tally: Tally) -> None:
    """Whoever goes on has the whole match in the end, and no hidden file is left."""
    events = history(EVENTS, seed)
    existing = "continue" if path.exists() else "refuse"
    with Recorder(path, SCHEMA, projection=Ledger(), existing=existing) as recorder:  # type: ignore[arg-type]
        for event in events[len(recorder) :]:
            recorder.append(event)
    with Recording(path, SCHEMA) as recording:
        if recording.get_all_events() != events or not recording.complete:
            tally.wrong(f"seed {seed}: the match that was gone on with is not the match")
    hidden = [p.name for p in path.parent.iterdir() if p.name.startswith(f".{path.name}")]
    if hidden:
        tally.wrong(f"seed {seed}: {hidden} was left for good")
