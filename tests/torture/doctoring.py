"""Doctored keyframes: their checksums are right, their states are not those of the events.

Until folding has passed one, it may be believed: it is a cache. From then on no wrong state is
given, and verify names every one of them.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgpack
from strategies import SCHEMA, Ledger
from torture.anatomy import Part, deflated, inflated, put_together, taken_apart
from torture.judges import findings, only_recording_errors
from torture.matches import Truth, match
from torture.mutations import hostile, with_a_lie
from torture.reports import Report, Tally

from replay import Recording, Timeline
from replay.values.msgpack_codec import pack


def doctoring(folder: Path, count: int, seed: int) -> Report:
    """Doctor so many keyframes, one a file, and judge what comes of each."""
    tally = Tally("keyframes")
    truth = match(folder, 3000, seed)
    parts = taken_apart(truth.data)
    places = [n for n, part in enumerate(parts) if part.kind == "keyframe"]
    path = folder / "doctored.replay"
    for number in range(count):
        dice = random.Random(f"{seed}/{number}")
        place = dice.choice(places)
        way, doctored = _doctored(dice, parts[place])
        changed = [*parts[:place], doctored, *parts[place + 1 :]]
        path.write_bytes(put_together(_indexed(changed, parts)))
        case = f"{way}, keyframe {place} of file {number}, seed {seed}"
        tally.count(way)
        with only_recording_errors(tally, "judging", case):
            _judge(path, truth, doctored, way, tally, case)
    return tally.report()


def _doctored(dice: random.Random, part: Part) -> tuple[str, Part]:
    way = dice.choice(["wrong", "of another shape", "of another version", "not decoding"])
    state = msgpack.unpackb(inflated(part.body), strict_map_key=False)
    if way == "not decoding":
        return way, replace(part, body=part.body[:-1] + b"\xff")
    if way == "of another version":
        head = [*part.head[:3], part.head[3] + 1, *part.head[4:]]
        return way, replace(part, head=head)
    other = state
    while _packed(other) in (None, pack(state)):
        other = [state[0] + 1, state[1]] if way == "wrong" else hostile(dice, with_a_lie(dice, 7))
        state = other if other is state else state
    raw = msgpack.packb(other)
    return way, replace(part, head=[*part.head[:5], len(raw)], body=deflated(raw))


def _packed(data: Any) -> bytes | None:
    """Return data as MessagePack; None for numbers that it has no form for."""
    try:
        return pack(data)
    except (OverflowError, ValueError):
        return None


def _indexed(parts: list[Part], before: list[Part]) -> list[Part]:
    """Without their index where sizes changed, so that records are found by hopping."""
    same = [len(part.encoded()) for part in parts] == [len(part.encoded()) for part in before]
    owners = [part.head[2:5] for part in parts if part.kind == "keyframe"]
    if same and len({tuple(owner) for owner in owners}) == 1:
        return parts
    return [part for part in parts if part.kind not in ("index", "end")]


def _judge(path: Path, truth: Truth, part: Part, way: str, tally: Tally, case: str) -> None:
    events = part.head[0]
    frame = truth.events[events - 1].frame
    with Recording(path, SCHEMA) as recording:
        timeline = Timeline(recording, Ledger())
        last = recording.frames - 1
        at_once = pack(timeline.at(min(frame, last)))
        tally.count("believed at first", at_once != truth.state(frame))
        passed = Timeline(recording, Ledger())
        before = max(frame - 40, 0)
        walked = [(f, pack(state)) for f, state in passed.walk(before, 1) if f <= last]
        for looked, state in walked:
            if state != truth.state(looked):
                tally.wrong(f"{case}: walking past it gave a wrong state at frame {looked}")
                break
        for looked in {frame, frame + 1, last, 0, last // 2} - {last + 1}:
            if pack(passed.at(looked)) != truth.state(looked):
                tally.wrong(f"{case}: a wrong state at frame {looked} after it was passed")
    named = findings(path, tally, case)
    tally.count("named by verify", bool(named))
    if not named and way != "of another version":
        tally.wrong(f"{case}: verify finds nothing")
