"""A program of its own: opens a recording, seeks at random, prints how many bytes that has taken.

Run by itself so that nothing else has left memory behind that could be used again.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

from benchmarks.measure import memory_in_use
from benchmarks.world import SCHEMA, World

from replay import Recording, Timeline


def main(path: Path, seeks: int) -> None:
    dice = random.Random(1)
    before = memory_in_use()
    with Recording(path, SCHEMA) as recording:
        timeline = Timeline(recording, World())
        for _ in range(seeks):
            timeline.at(dice.randrange(recording.frames))
        after = memory_in_use()
    print(json.dumps(None if before is None or after is None else after - before))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
