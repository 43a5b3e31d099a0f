"""Press Ctrl-C at any moment of many matches: real SIGINTs, live and bulk.

    python -m torture.signals FOLDER TIMES SEED

is the program that plays, one match after the other, and judges each file itself while it ignores
signals; ``sigints`` starts it and sends them.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from itertools import cycle
from pathlib import Path

from torture.interrupts import Told, judge_file, ways
from torture.reports import Report, Tally

LONGEST_S = 0.12
"""How long after its start a match may be interrupted: some are over by then."""

UNSEEN_S = 10
"""How long after a match began its signal has certainly been sent."""


def sigints(folder: Path, times: int, seed: int) -> Report:
    """Send so many signals, each to another match."""
    tests = Path(__file__).parents[1]
    player = subprocess.Popen(
        [sys.executable, "-m", "torture.signals", str(folder), str(times), str(seed)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tests), str(tests.parent)])},
    )
    assert player.stdout is not None
    dice = random.Random(seed)
    last = ""
    for raw in player.stdout:
        last = raw.decode()
        if last.startswith("playing"):
            time.sleep(dice.random() * LONGEST_S)
            player.send_signal(signal.SIGINT)
    player.stdout.close()
    if player.wait() != 0:
        return Report("sigints", {"WRONG": 1}, (f"the player ended with {player.returncode}",))
    counts, wrong = json.loads(last)
    return Report("sigints", counts, tuple(wrong))


def main() -> None:
    """Play until so many matches were interrupted."""
    folder, times, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    tally = Tally("sigints")
    for name, (match, way) in cycle(ways(folder, seed, bulk_events=2300).items()):
        if tally.report()["interrupted"] >= times:
            break
        path, told = folder / "match.replay", Told()
        seen = False
        try:
            try:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                print("playing", flush=True)
                begin_s = time.monotonic()
                while not told.left or name.startswith("live"):
                    told = Told()
                    path.unlink(missing_ok=True)
                    way(path, match, told)
                    if told.caught is not None:
                        raise told.caught  # by who went on with the match
                    if time.monotonic() - begin_s > UNSEEN_S:
                        tally.wrong(f"{name}: a SIGINT went unseen")
                        break
                time.sleep(LONGEST_S * 2)
            finally:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
        except KeyboardInterrupt:
            seen = True
        except BaseException as error:  # noqa: BLE001 - this is what the torture looks for
            tally.wrong(f"{name}: the caller saw {error!r}")
        if seen:
            tally.count("interrupted")
            tally.count(f"interrupted: {name}")
            judge_file(path, match, told, name, tally)
        path.unlink(missing_ok=True)
    report = tally.report()
    print(json.dumps([report.counts, report.wrong]), flush=True)


if __name__ == "__main__":
    main()
