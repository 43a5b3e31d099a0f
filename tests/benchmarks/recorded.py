"""A recording of the mix, made once, and the truth about it, gathered while it was made."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.mix import PICKED, Row
from benchmarks.world import SCHEMA, State, empty_world, events, fold_rows

from replay import Projection, Recorder

WITNESSED = 16
"""States that are kept as truth, spread evenly over a match."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A closed file. ``states``: the state after some frames, by the reference fold."""

    path: Path
    events: int
    frames: int
    states: dict[int, State]
    picked: Counter[int]

    @property
    def bytes_an_event(self) -> float:
        """The size of the file."""
        return self.path.stat().st_size / self.events


def record(
    path: Path, rows: Iterable[Row], count: int, projection: Projection[Any, Any] | None
) -> Recorded:
    """Record ``count`` rows in bulk."""
    states: dict[int, State] = {}
    picked: Counter[int] = Counter()
    frame = 0

    def watched() -> Iterator[Row]:
        nonlocal frame
        state, every = empty_world(), max(count // WITNESSED, 1)
        for number, row in enumerate(rows):
            if row[0] != frame and number >= len(states) * every:
                states[frame] = copy.deepcopy(state)
            frame = row[0]
            fold_rows(state, (row,))
            if row[1] == PICKED:
                picked[row[3]] += 1
            yield row
        states[frame] = state

    with Recorder(path, SCHEMA, projection=projection, live=False, existing="replace") as recorder:
        for event in events(watched()):
            recorder.append(event)
    return Recorded(path, count, frame + 1, states, picked)
