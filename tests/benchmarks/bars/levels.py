"""The index's levels: how much of a long file is read for one state, and for a late player."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import asked
from benchmarks.mix import Row, rows
from benchmarks.recorded import record
from benchmarks.result import Line, at_most
from benchmarks.workbench import Workbench
from benchmarks.world import SCHEMA, World

from replay import Recording, Timeline
from replay.storage import input_file

TOPIC = "levels"
LATE = 7
"""A player whose only events lie in the last hundredth."""
MOST_KB, MOST_READS, MOST_MS = 300, 6, 50


def lines(bench: Workbench) -> Iterator[Line]:
    path = bench.recorded(bench.largest, True).path
    reads = _reads(path, bench.recorded(bench.largest, True).frames)
    sizes = sorted(sum(sizes) / 1000 for sizes in reads)
    counts = sorted(map(len, reads))
    middle = len(reads) // 2
    what = "read for opening and one state, p50"
    bars = (at_most(sizes[middle], MOST_KB, "KB"),)
    yield Line(TOPIC, what, bench.largest, "KB", sizes[middle], bars=bars)
    yield Line(TOPIC, "… at most", bench.largest, "KB", sizes[-1])
    bars = (at_most(counts[middle], MOST_READS, "reads"),)
    yield Line(TOPIC, "… in, p50", bench.largest, "reads", counts[middle], bars=bars)
    yield Line(TOPIC, "… at most", bench.largest, "reads", counts[-1])
    late = _with_a_late_player(bench)
    taken = asked(_first_of, [late] * bench.effort.slow * 3, bench.effort.rounds).p50 * 1e3
    bars = (at_most(taken, MOST_MS, "ms"),)
    yield Line(
        TOPIC, "a late player's first event, from opening", bench.largest, "ms", taken, bars=bars
    )


def _reads(path: Path, frames: int) -> list[list[int]]:
    """The sizes of what is read from the file, for each of some states."""
    dice = random.Random(7)
    return [_read_for(path, dice.randrange(frames)) for _ in range(200)]


def _read_for(path: Path, frame: int) -> list[int]:
    sizes: list[int] = []
    part = input_file.Source._part

    def counted(source: input_file.Source, offset: int, size: int) -> bytes:
        data = part(source, offset, size)
        sizes.append(len(data))
        return data

    input_file.Source._part = counted  # type: ignore[method-assign]
    try:
        with Recording(path, SCHEMA) as recording:
            Timeline(recording, World()).at(frame)
    finally:
        input_file.Source._part = part  # type: ignore[method-assign]
    return sizes


def _with_a_late_player(bench: Workbench) -> Path:
    bench.say(f"recording {bench.largest:,} events with a late player")
    path = bench.folder / "late.replay"
    record(path, _late(bench.largest), bench.largest, None)
    return path


def _late(count: int) -> Iterator[Row]:
    """Yield the mix; what the late player did earlier, another did."""
    begin = count - count // 100
    for number, row in enumerate(rows(count)):
        yield row if row[2] != LATE or number >= begin else (*row[:2], LATE - 1, *row[3:])


def _first_of(path: Path) -> None:
    with Recording(path, SCHEMA) as recording:
        assert next(recording.events(where={"player": LATE})).data.player == LATE
