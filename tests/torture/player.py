"""A program that plays a match and tells on its standard output which frames have ended.

    python -m torture.player FILE EVENTS SEED EXISTING [FRAMES A SECOND]

Started by other tortures, to be killed by them. Each line is written after what it tells.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from strategies import SCHEMA, Ledger
from torture.matches import history

from replay import Recorder


def main() -> None:
    """Play what is not in the file yet, then close it."""
    path, count, seed, existing = Path(sys.argv[1]), *map(int, sys.argv[2:4]), sys.argv[4]
    pace_s = 1 / float(sys.argv[5]) if len(sys.argv) > 5 else 0.0
    events = history(count, seed)
    tell("ready")
    recorder = Recorder(path, SCHEMA, projection=Ledger(), existing=existing)  # type: ignore[arg-type]
    tell(f"from {len(recorder)}")
    rest = events[len(recorder) :]
    for number, event in enumerate(rest):
        recorder.append(event)
        if number + 1 == len(rest) or rest[number + 1].frame != event.frame:
            recorder.end_frame(event.frame)
            tell(f"ended {event.frame} {time.monotonic_ns()}")
            time.sleep(pace_s)
    tell("closing")
    recorder.close()
    tell("closed")


def tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    main()
