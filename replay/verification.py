"""Verification: everything a recording says of itself, held against what is in it.

Reads every byte. Finds as much as there is to find instead of stopping at the first thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from replay.errors import Corrupt, RecordingError
from replay.file.blocks import read_span
from replay.file.contents import Contents
from replay.file.gaps import read_gap
from replay.file.opening import next_record, read_index
from replay.file.records import BLOCK, GAP, INDEX, KEYFRAME, ROWS, decode, read_mark
from replay.packing import Malformed, pack
from replay.projections import Projection
from replay.recording import Recording


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: which bytes (half-open), which frames if that is known, what."""

    problem: str
    first_byte: int | None = None
    last_byte: int | None = None
    first_frame: int | None = None
    last_frame: int | None = None

    @property
    def where(self) -> str:
        """The place, in words."""
        places = []
        if self.first_byte is not None:
            places.append(f"bytes {self.first_byte} to {self.last_byte}")
        if self.first_frame is not None:
            places.append(f"frames {self.first_frame} to {self.last_frame}")
        return ", ".join(places) or "the whole"


def verify(
    recording: Recording, projection: Projection[Any, Any] | None = None
) -> Iterator[Finding]:
    """Yield what is wrong: checksums, events, frames' order, digest, index, keyframes.

    Keyframes are held against the fold of ``projection`` if one is given and they are its own.
    """
    damaged = False
    for finding in _records(recording):
        damaged = True
        yield finding
    if not damaged:
        yield from _history(recording)
        if projection is not None:
            yield from _keyframes(recording, projection)


def _records(recording: Recording) -> Iterator[Finding]:
    """Every record's checksum, and that one follows the other."""
    reader = recording.reader
    size, offset = reader.size, reader.events_begin
    known = Contents(end=offset)
    while offset < size:
        try:
            mark = read_mark(reader.read(offset, 32)[:19])
            record = decode(reader.read(offset, mark.size))
            if record.kind in (BLOCK, ROWS):
                known.add_block(offset, mark.size, read_span(record.head))
            elif record.kind == GAP:
                known.add_gap(read_gap(record.head))
            offset += mark.size
        except Malformed as problem:
            following = next_record(reader.read, size, offset + 1)
            if following is None and not recording.closed:
                return  # the torn last record of an unclosed file: nothing is wrong with it
            end = size if following is None else following
            yield Finding(str(problem), offset, end, *_frames_at(recording, offset, end))
            offset = end
            if following is not None:
                known = Contents(end=offset, events=_next_first(reader, following, known.events))


def _next_first(reader: Any, offset: int, otherwise: int) -> int:
    """The number of the first event behind a gap, so that what follows can be told in order."""
    record = decode(reader.read(offset, read_mark(reader.read(offset, 19)).size))
    return read_span(record.head).first_event if record.kind in (BLOCK, ROWS) else otherwise


def _frames_at(recording: Recording, start: int, end: int) -> tuple[int | None, int | None]:
    contents = recording.reader.contents
    hit = [
        n
        for n, offset in enumerate(contents.offsets)
        if offset < end and offset + contents.sizes[n] > start
    ]
    if not hit:
        return None, None
    return contents.first_frames[hit[0]], contents.last_frames[hit[-1]]


def _history(recording: Recording) -> Iterator[Finding]:
    """Every event can be read, and together they have the digest that the index names."""
    reader = recording.reader
    contents = reader.contents
    for position in range(len(contents.offsets)):
        first = contents.first_events[position]
        try:
            for _ in recording.events_between(first, contents.end_of(position)):
                pass
        except Corrupt as trouble:
            start = contents.offsets[position]
            yield Finding(
                trouble.problem,
                start,
                start + contents.sizes[position],
                contents.first_frames[position],
                contents.last_frames[position],
            )
            return
    if contents.leaves is not None:
        try:
            if recording.computed_digest().leaves() != contents.leaves:
                yield Finding("the digest is not that of the events")
        except RecordingError as trouble:
            yield Finding(trouble.problem)
    elif recording.closed and read_index(reader.read, reader.size) is None:
        yield Finding(f"there is no whole {INDEX}")


def _keyframes(recording: Recording, projection: Projection[Any, Any]) -> Iterator[Finding]:
    """Fold everything once; at each keyframe the states must be the same."""
    owner = projection.name, projection.version
    count, state = 0, projection.initial()
    while (events := recording.keyframe_after(*owner, count)) is not None:
        if any(gap.first_event < events for gap in recording.gaps):
            return  # behind a gap a keyframe is where states begin: there is no fold to it
        for event in recording.events_between(count, events):
            state = projection.apply(state, event)
        count = events
        if recording.keyframe_state(*owner, events) != pack(projection.dump(state)):
            contents = recording.reader.contents
            position = contents.keyframe_events.index(events)
            start = contents.keyframe_offsets[position]
            end = start + contents.keyframe_sizes[position]
            yield Finding(f"a {KEYFRAME} is not the state that the events lead to", start, end)
            return
