"""Flip every single bit of a recording: nothing wrong is ever read, and verify names the place."""

from __future__ import annotations

import random
from pathlib import Path

from torture.judges import findings, judge_reading, judge_repair, sample_frames
from torture.matches import Truth
from torture.reports import Report, Tally

from replay.file.builder import BLOCK_EVENTS
from replay.file.records import SYNC


def flips(folder: Path, truth: Truth, bits: list[int], name: str = "flips") -> Report:
    """Flip each of these bits alone and judge the file."""
    tally = Tally(name)
    path = folder / "flipped.replay"
    frames = sample_frames(truth)
    for bit in bits:
        case = f"bit {bit % 8} of byte {bit // 8} flipped"
        data = bytearray(truth.data)
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
        tally.count("flips")
        judge_reading(path, truth, frames, tally, case)
        _judge_noticed(path, bit // 8, tally, case)
        judge_repair(path, truth, frames, BLOCK_EVENTS, tally, case)
    return tally.report()


def _judge_noticed(path: Path, byte: int, tally: Tally, case: str) -> None:
    found = findings(path, tally, case)
    if not found:
        tally.count("not noticed by verify")
        tally.count(f"not noticed, in the last {_from_end(path, byte)} bytes")
        return
    tally.count("noticed by verify")
    first, last = found[0].first_byte, found[0].last_byte
    if byte < len(SYNC) and first is None:
        return  # it does not even begin like a recording any more
    if first is None or last is None or not first <= byte < max(last, first + 1 << 12):
        tally.wrong(f"{case}: verify says {found[0].where}: {found[0].problem}")


def _from_end(path: Path, byte: int) -> int:
    distance = path.stat().st_size - byte
    return next(limit for limit in (40, 100, 1000, 1 << 40) if distance <= limit)


def some_bits(truth: Truth, count: int | None, seed: int) -> list[int]:
    """All bits of the file, or so many of them by chance."""
    bits = range(8 * len(truth.data))
    if count is None or count >= len(bits):
        return list(bits)
    return sorted(random.Random(seed).sample(bits, count))
