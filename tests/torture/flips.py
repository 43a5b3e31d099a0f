"""Flip every single bit of a recording: nothing wrong is ever read, and verify names the place."""

from __future__ import annotations

import random
from pathlib import Path

from strategies import SCHEMA
from torture.anatomy import taken_apart
from torture.judges import findings, judge_reading, judge_repair, sample_frames
from torture.matches import Truth
from torture.reports import Report, Tally

from replay import Recording, RecordingError
from replay.file.builder import BLOCK_EVENTS
from replay.file.records import SYNC

EVENTS = "rows", "block", "gap"
NEEDED = "header", *EVENTS


def flips(folder: Path, truth: Truth, bits: list[int], name: str = "flips") -> Report:
    """Flip each of these bits alone and judge the file."""
    tally = Tally(name)
    path = folder / "flipped.replay"
    frames = sample_frames(truth)
    spare = _spare(truth.data)
    for bit in bits:
        case = f"bit {bit % 8} of byte {bit // 8} flipped"
        data = bytearray(truth.data)
        data[bit // 8] ^= 1 << bit % 8
        path.write_bytes(data)
        tally.count("flips")
        judge_reading(path, truth, frames, tally, case)
        _judge_noticed(path, bit // 8, tally, case)
        if any(bit // 8 in record for record in spare):
            _judge_nothing_missing(path, truth, tally, case)
        judge_repair(path, truth, frames, BLOCK_EVENTS, tally, case)
    return tally.report()


def _judge_noticed(path: Path, byte: int, tally: Tally, case: str) -> None:
    found = findings(path, tally, case)
    if not found:
        tally.count("not noticed by verify")
        tally.count(f"not noticed, in the last {_from_end(path, byte)} bytes")
        return
    tally.count("noticed by verify")
    first, last = found[0].first_byte, found[0].end_byte
    if byte < len(SYNC) and first is None:
        return  # it does not even begin like a recording any more
    if first is None or last is None or not first <= byte < max(last, first + 1 << 12):
        tally.wrong(f"{case}: verify says {found[0].where}: {found[0].problem}")


def _spare(data: bytes) -> list[range]:
    """Where the records lie that no event needs, and behind which one says that none is missing."""
    records, offset = [], 0
    for part in taken_apart(data):
        size = len(part.encoded())
        records.append((part.kind, range(offset, offset + size)))
        offset += size
    last = max(n for n, (kind, _) in enumerate(records) if kind in (*EVENTS, "end"))
    return [where for n, (kind, where) in enumerate(records) if kind not in NEEDED and n <= last]


def _judge_nothing_missing(path: Path, truth: Truth, tally: Tally, case: str) -> None:
    tally.count("flips in what no event needs")
    try:
        with Recording(path, SCHEMA) as recording:
            events, digest = recording.get_all_events(), recording.digest
            if (events, recording.frames) != (truth.events, truth.frames) or digest != truth.digest:
                tally.wrong(f"{case}: damage to what is not needed costs events")
    except RecordingError as trouble:
        tally.wrong(f"{case}: damage to what is not needed hides events: {trouble}")


def _from_end(path: Path, byte: int) -> int:
    distance = path.stat().st_size - byte
    return next(limit for limit in (40, 100, 1000, 1 << 40) if distance <= limit)


def some_bits(truth: Truth, count: int | None, seed: int) -> list[int]:
    """All bits of the file, or so many of them by chance."""
    bits = range(8 * len(truth.data))
    if count is None or count >= len(bits):
        return list(bits)
    return sorted(random.Random(seed).sample(bits, count))
