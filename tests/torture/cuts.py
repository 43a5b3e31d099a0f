"""Cut a recording at every byte: what is left is read as far as it goes, and never beyond."""

from __future__ import annotations

import random
from pathlib import Path

from torture.judges import findings, judge_reading, judge_repair, sample_frames
from torture.matches import Truth, match
from torture.reports import Report, Tally

from replay.file.index import END_SIZE

SHORT = 10_000
"""Bytes of files that are judged in every way at every cut; longer ones at each seventh."""


def cuts(folder: Path, truth: Truth, sizes: list[int], name: str = "cuts") -> Report:
    """Cut the file to each of these sizes and judge what is left."""
    tally = Tally(name)
    path = folder / "cut.replay"
    frames = sample_frames(truth)
    for size in sizes:
        case = f"cut to {size} of {len(truth.data)} bytes"
        path.write_bytes(truth.data[:size])
        tally.count("cuts")
        judge_reading(path, truth, frames, tally, case)
        if size % 7 == 0 or len(truth.data) < SHORT:
            _judge_tools(path, truth, frames, tally, case)
    return tally.report()


def _judge_tools(path: Path, truth: Truth, frames: list[int], tally: Tally, case: str) -> None:
    """A cut file is no damaged file: its torn end is what a killed writer leaves.

    But for the last record of all, behind a whole index: who wrote that had only it to write.
    """
    whole = len(truth.data) - END_SIZE
    for finding in findings(path, tally, case):
        header = any(word in finding.problem for word in ("recording", "header", "empty"))
        if not header and "index" not in finding.problem and (finding.first_byte or 0) < whole:
            tally.wrong(f"{case}: verify says {finding.where}: {finding.problem}")
    judge_repair(path, truth, frames, len(truth.events), tally, case)


def some_sizes(truth: Truth, count: int | None, seed: int) -> list[int]:
    """All sizes a file can be cut to, or so many of them by chance."""
    sizes = range(len(truth.data))
    if count is None or count >= len(sizes):
        return list(sizes)
    return sorted(random.Random(seed).sample(sizes, count))


def matches(folder: Path, events: int, seed: int) -> dict[str, Truth]:
    """The kinds of files there are: closed, live and left, in bulk and left."""
    return {
        "closed": match(folder, events, seed),
        "live": match(folder, events, seed, closed=False),
        "bulk, not closed": match(folder, events, seed, closed=False, live=False),
    }
