"""The first difference of two histories, found by their digests instead of reading them.

The leaves of the digests are of 512 events each and do not depend on blocks, so the first pair
that differs says which few events to read and compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from replay.errors import Corrupt
from replay.file.digest import LEAF_EVENTS, SIZE
from replay.forking import digest_until
from replay.recording import Recording
from replay.values.jsonable import jsonable
from replay.values.msgpack_codec import pack, unpack_own

LOST, START = "lost_events", "start"


@dataclass(frozen=True, slots=True)
class Difference:
    """The first difference of two histories, and what each has there.

    ``event`` is the number of the event (None if only the lengths in frames differ); ``a`` and
    ``b`` are values of ``field``, or the whole event where its type differs, or None where one
    history has ended. If they begin from different states, ``field`` is "start", and ``a`` and
    ``b`` say from which; None: that of a match's beginning. If only gaps differ, ``field`` is
    "lost_events", ``frame`` is where the first such gap begins, and ``a`` and ``b`` are how many
    events each has lost.
    """

    event: int | None
    frame: int
    type: str | None
    field: str
    a: Any
    b: Any


def diff(a: Recording, b: Recording) -> Difference | None:
    """Return the first difference, or None if both are the same history.

    Timestamps, metadata and the division into blocks are no part of a history. For two closed
    files the differing leaf is found by the digests in their indexes; that there is no difference
    is only concluded from the events themselves, all of which are read then. Where one begins later
    than the other, as a clip does, the events of the frames that both have are compared. Raises
    Corrupt, and ValueError if they have no frame in common.
    """
    for one in (a, b):
        if not isinstance(one, Recording):
            raise TypeError(f"what is compared are open Recordings, not {one!r}")
    return compared(a, b)[0]


def overlap(a: Recording, b: Recording) -> range | None:
    """Return the frames that both have, if one begins later than the other; else None.

    Raises ValueError if there are none.
    """
    if a.first_frame == b.first_frame:
        return None
    frames = range(max(a.first_frame, b.first_frame), min(a.frames, b.frames))
    if not frames:
        raise ValueError(f"{a.path} and {b.path} have no frame in common")
    return frames


def compared(a: Recording, b: Recording) -> tuple[Difference | None, str]:
    """Return the first difference, and the digest of both, computed, if there is none.

    Of recordings that begin at other frames only what both have is compared, and no digest told.
    """
    frames = overlap(a, b)
    if frames is not None:
        return _difference_within(a, b, frames), ""
    starts = [recording.reader.header.start for recording in (a, b)]
    if starts[0] != starts[1]:
        told = [
            start and {"projection": start.name, "digest": start.digest.hex()} for start in starts
        ]
        return Difference(None, a.first_frame, None, START, *told), ""
    claimed = [None if r.gaps else r.reader.contents.leaves for r in (a, b)]
    computed: list[bytes | None] = [None, None]
    for side, recording in enumerate((a, b)):
        if claimed[side] is None and not (a.gaps or b.gaps):
            computed[side] = recording.computed_digest().leaves()
    start = 0
    if not (a.gaps or b.gaps):  # gaps shift leaves: then all is read from the start
        one, other = (known or own or b"" for known, own in zip(claimed, computed, strict=True))
        start = _shared(one, other)
    found = _difference_since(a, b, start)
    if found is not None:
        return found, ""
    leaves = [
        recording.computed_digest().leaves() if own is None else own
        for recording, own in zip((a, b), computed, strict=True)
    ]
    if start and leaves[0] != leaves[1]:
        found = _difference_since(a, b, _shared(*leaves))
    return found, "" if found else a.root_over(leaves[0])


def _difference_within(a: Recording, b: Recording, frames: range) -> Difference | None:
    """Return the first difference in these frames, by the numbers that events have in ``a``."""
    sides = []
    for recording in (a, b):
        if recording.damage is not None:
            raise recording.damage
        for gap in recording.gaps:
            if gap.overlaps(frames.start, frames.stop):
                lost = f"events of frames {gap.first_frame} to {gap.last_frame} are lost"
                raise Corrupt(recording.path, f"{lost}: it cannot be compared with a clip")
        first, stop = map(recording.count_before, (frames.start, frames.stop))
        sides.append(_rows(recording, first, stop))
    for one, other in zip_longest(*sides):
        if one is None or other is None or one[1] != other[1]:
            return _named(a, b, (one or other)[0], one and one[1], other and other[1])
    return None


def _difference_since(a: Recording, b: Recording, leaf: int) -> Difference | None:
    if _lost(a) != _lost(b):
        return _difference_between_gaps(a, b)
    start = leaf * LEAF_EVENTS
    for one, other in zip_longest(_rows(a, start), _rows(b, start)):
        for recording, row in ((a, one), (b, other)):
            if row is None and recording.damage is not None:
                raise recording.damage
        if one != other:
            return _named(a, b, (one or other)[0], one and one[1], other and other[1])
    for recording in (a, b):
        if recording.damage is not None:
            raise recording.damage
    if a.frames != b.frames:
        return Difference(None, min(a.frames, b.frames), None, "frames", a.frames, b.frames)
    return None


def _difference_between_gaps(a: Recording, b: Recording) -> Difference:
    """Return the first difference of events that neither has lost; if there is none, of gaps."""
    ours, theirs = _rows(a, 0), _rows(b, 0)
    one, other = next(ours, None), next(theirs, None)
    while one is not None or other is not None:
        number = min(row[0] for row in (one, other) if row is not None)
        mine = one is not None and one[0] == number
        its = other is not None and other[0] == number
        if mine and its:
            if one != other:
                return _named(a, b, number, one and one[1], other and other[1])
        elif not _has_lost(b if mine else a, number):
            for recording, row in ((a, one), (b, other)):
                if row is None and recording.damage is not None:
                    raise recording.damage
            sides = one[1] if one and mine else None, other[1] if other and its else None
            return _named(a, b, number, *sides)
        one = next(ours, None) if mine else one
        other = next(theirs, None) if its else other
    for recording in (a, b):
        if recording.damage is not None:
            raise recording.damage
    event, _, frame, _ = min(_lost(a) ^ _lost(b))
    counts = [sum(gap.events for gap in recording.gaps) for recording in (a, b)]
    return Difference(event, frame, None, LOST, *counts)


def _lost(recording: Recording) -> set[tuple[int, int, int, int]]:
    """What is lost, whatever the reasons: first event, events, first and last frame of each gap."""
    return {
        (gap.first_event, gap.events, gap.first_frame, gap.last_frame) for gap in recording.gaps
    }


def _has_lost(recording: Recording, number: int) -> bool:
    return any(gap.first_event <= number < gap.first_event + gap.events for gap in recording.gaps)


def fork_point(a: Recording, b: Recording) -> int | None:
    """Return the last frame that both share because of a fork, or None.

    One may be forked from the other, or both from a third: lineages say so, digests prove it.
    """
    shared = []
    for link in (*a.lineage, *b.lineage):
        match link:
            case {"frame": int(frame), "events": int(events), "digest": str(digest)}:
                if all(_had(recording, frame, events, digest) for recording in (a, b)):
                    shared.append(frame)
    return max(shared, default=None)


def _had(recording: Recording, frame: int, events: int, digest: str) -> bool:
    inside = recording.first_frame <= frame < recording.frames
    if not inside or recording.count_before(frame + 1) != events:
        return False
    return digest_until(recording.reader, frame, events) == digest


def _shared(one: bytes, other: bytes) -> int:
    """How many leaves at the beginning are the same."""
    low, high = 0, min(len(one), len(other)) // SIZE
    while low < high:  # bisects, as comparing bytes is fast
        middle = (low + high + 1) // 2
        if one[low * SIZE : middle * SIZE] == other[low * SIZE : middle * SIZE]:
            low = middle
        else:
            high = middle - 1
    return low


def _rows(recording: Recording, start: int, stop: int | None = None) -> Iterator[tuple[int, bytes]]:
    """Yield each event's number and canonical row, keeping no decoded block in memory.

    Even a small file's block may decode to tens of megabytes, and two files are read here.
    """
    reader = recording.reader
    end_of_all = recording.count_before(recording.frames) if stop is None else stop
    for _, first, end in reader.pieces(start, end_of_all):
        try:
            yield from enumerate(reader.canonical_rows(first, end, keep=False), first)
        except (TypeError, ValueError) as cause:
            raise Corrupt(recording.path, str(cause)) from cause


def _named(
    a: Recording, b: Recording, number: int, one: bytes | None, other: bytes | None
) -> Difference:
    """Say what differs between two canonical rows; None is that of a history that has ended."""
    left, right = one and _Told(a, one), other and _Told(b, other)
    if not left or not right:
        told = left or right
        assert told
        sides = (left and told.event(), right and told.event())
        return Difference(number, told.frame, told.type, "event", *sides)
    frame, type_ = min(left.frame, right.frame), left.type
    if type_ != right.type or left.frame != right.frame:
        field = "type" if type_ != right.type else "frame"
        return Difference(number, frame, type_, field, left.event(), right.event())
    mine, its = left.event()["data"], right.event()["data"]
    for name, *values in zip(left.codec.fields, left.fields, right.fields, strict=False):
        if pack(values[0]) != pack(values[1]):
            shown = [
                side.get(name, side) if isinstance(side, dict) else side for side in (mine, its)
            ]
            return Difference(number, frame, type_, name, *shown)
    return Difference(number, frame, type_, "data", mine, its)


class _Told:
    """One event, from its canonical row. Raises Corrupt where it does not fit its type."""

    def __init__(self, recording: Recording, row: bytes) -> None:
        self.type, self.frame, self.fields = unpack_own(row)
        kinds = recording.reader.schema.kinds
        self.codec = next(kind.codec for kind in kinds if kind.type.name == self.type)
        self._recording = recording

    def event(self) -> dict[str, Any]:
        try:
            data = self.codec.from_row(self.fields)
        except (TypeError, ValueError) as cause:
            raise Corrupt(
                self._recording.path, f"an event of frame {self.frame}: {cause}"
            ) from cause
        return {"frame": self.frame, "type": self.type, "data": jsonable(data)}
