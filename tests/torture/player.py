"""A program that plays a match and tells on its standard output which frames have ended.

    python -m torture.player FILE EVENTS SEED EXISTING [--mode MODE] [--pace FRAMES A SECOND]

``MODE`` is ``live``; ``bulk``; ``forking``, where a child process is made by ``os.fork()`` now and
then, tries to record and to close, and goes away; or ``branch``, where the match is left halfway
for a branch of it, FILE.branch.replay. Started by other tortures, to be killed by them. Each line
is written after what it tells.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from strategies import SCHEMA, Ledger
from torture.matches import history

from replay import Recorder, fork

FORK_EVERY = 97
"""Events from one child process to the next."""


def main() -> None:
    """Play what is not in the file yet, then close it."""
    given = argparse.ArgumentParser()
    given.add_argument("path", type=Path)
    given.add_argument("count", type=int)
    given.add_argument("seed", type=int)
    given.add_argument("existing")
    given.add_argument("--mode", default="live")
    given.add_argument("--pace", type=float, default=0.0)
    wishes = given.parse_args()
    tell("ready")
    recorder = Recorder(
        wishes.path,
        SCHEMA,
        projection=Ledger(),
        existing=wishes.existing,
        live=wishes.mode != "bulk",
    )
    tell(f"from {len(recorder)}")
    if wishes.mode == "branch":
        middle = len(recorder) + (wishes.count - len(recorder)) // 2
        frame = play(recorder, wishes, middle)
        tell("branching")
        recorder.close()
        tell("left")
        recorder = fork(
            wishes.path,
            branch_of(wishes.path),
            frame=frame,
            schema=SCHEMA,
            projection=Ledger(),
            existing="replace",
        )
        tell("branched")
    play(recorder, wishes, wishes.count)
    tell("closing")
    recorder.close()
    tell("closed")


def branch_of(path: Path) -> Path:
    """Return where a match's branch is."""
    return path.with_suffix(".branch.replay")


def play(recorder: Recorder, wishes: argparse.Namespace, count: int) -> int:
    """Record events up to so many, and to the end of their frame; return that frame."""
    events = history(wishes.count, wishes.seed)
    pace_s = 1 / wishes.pace if wishes.pace else 0.0
    for number in range(len(recorder), len(events)):
        event = events[number]
        recorder.append(event)
        if wishes.mode == "forking" and number % FORK_EVERY == 0:
            try_in_a_child(recorder, event)
        if number + 1 == len(events) or events[number + 1].frame != event.frame:
            recorder.end_frame(event.frame)
            tell(f"ended {event.frame} {time.monotonic_ns()}")
            time.sleep(pace_s)
            if number + 1 >= count:
                break
    return recorder._sink.ended


def try_in_a_child(recorder: Recorder, event: object) -> None:
    """Let a child process try to record, and close, which must change nothing."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            recorder.append(event)  # type: ignore[arg-type]
        except RuntimeError:
            recorder.close()
            code = 0
        os._exit(code)
    _, status = os.waitpid(child, 0)
    if status:
        tell("a child recorded")


def tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    sys.exit(main())
