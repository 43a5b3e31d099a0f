"""Verification: compares everything a recording says of itself with its content.

Reads every byte. Finds all that is wrong instead of stopping at the first finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from replay.errors import Corrupt
from replay.file.contents import Contents
from replay.file.digest import HistoryDigest
from replay.file.header import decode_copy
from replay.file.index import decode_index, missing_before, read_end
from replay.file.paged import position_left, position_right
from replay.file.records import COPY, END, INDEX, Record, bytes_from
from replay.file.resync import Search
from replay.file.scan import beginning, is_torn, note, numbered
from replay.file.tallies import Tally, count_block
from replay.integrity.proving import Verdict, judged
from replay.projections import Projection
from replay.recording import Recording
from replay.storage.computed_digest import add_block
from replay.storage.event_building import check_block
from replay.storage.reader import OF_ANOTHER, fits
from replay.values.msgpack_codec import Malformed

SUMS = ("gaps", "events", "frames")
PLACES = (
    "offsets", "sizes", "first_events", "event_counts", "first_frames", "last_frames",
    "keyframe_offsets", "keyframe_sizes", "keyframe_events", "keyframe_owners", "others",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: which bytes (half-open), which frames have events there, what.

    The frames are those of the events that are known to be there; what `repair` marks as a gap
    goes on to the next event, for until then nothing is known.
    """

    problem: str
    first_byte: int | None = None
    end_byte: int | None = None
    first_frame: int | None = None
    last_frame: int | None = None

    @property
    def where(self) -> str:
        """The place, in words."""
        places = []
        if self.first_byte is not None:
            if self.end_byte is None:
                places.append(f"bytes {self.first_byte} to the end")
            else:
                places.append(bytes_from(self.first_byte, self.end_byte))
        if self.first_frame is not None:
            events = "events of " if self.first_byte is not None else ""
            places.append(f"{events}frames {self.first_frame} to {self.last_frame}")
        return ", ".join(places) or "the whole file"

    def touches(self, start: int, end: int) -> bool:
        """Whether it is about some of these bytes."""
        if self.first_byte is None or self.first_byte >= end:
            return False
        return self.end_byte is None or self.end_byte > start


@dataclass(slots=True)
class KeyframeCount:
    """How many keyframes were proved to be what the events lead to, and how many could not be.

    ``begin``: the first behind gaps, from which the others there are proved.
    """

    proved: int = 0
    begin: int = 0
    false: int = 0
    unproved: int = 0

    def add(self, verdict: Verdict) -> None:
        """Count a verdict."""
        name = {Verdict.BEGINS: "begin"}.get(verdict, verdict.value)
        setattr(self, name, getattr(self, name) + 1)


def verify(
    recording: Recording,
    projection: Projection[Any, Any] | None = None,
    *,
    keyframes: KeyframeCount | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong: checksums, events, frames' order, digest, index, keyframes.

    Every keyframe of ``projection``, if one is given, is compared with its fold; ``keyframes``
    counts them. Those of other projections cannot be proved here, nor any without the game.
    The first behind a gap is where states begin again: nothing can prove it, and the others
    behind the gap are compared with the fold from it.
    """
    if not isinstance(recording, Recording):
        raise TypeError(f"recording is an open Recording, not {recording!r}")
    return _findings(recording, projection, keyframes or KeyframeCount())


def _findings(
    recording: Recording, projection: Projection[Any, Any] | None, keyframes: KeyframeCount
) -> Iterator[Finding]:
    broken: list[Finding] = []
    for findings in (_joined(_Walk(recording).findings()), _events(recording, broken)):
        for finding in findings:
            broken.append(finding)
            yield finding
    if not broken:
        yield from _keyframes(recording, projection, keyframes)


def _joined(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield the findings, those of adjacent records with the same problem joined into one."""
    last: Finding | None = None
    for finding in findings:
        if last is not None and finding.problem == last.problem and _follows(finding, last):
            begin = finding.first_frame if last.first_frame is None else last.first_frame
            end = last.last_frame if finding.last_frame is None else finding.last_frame
            last = Finding(last.problem, last.first_byte, finding.end_byte, begin, end)
            continue
        if last is not None:
            yield last
        last = finding
    if last is not None:
        yield last


def _follows(finding: Finding, last: Finding) -> bool:
    return finding.first_byte is not None and finding.first_byte == last.end_byte


class _Walk:
    """Checks record by record that each is whole and in its place, and that the end is last."""

    def __init__(self, recording: Recording) -> None:
        reader = recording.reader
        self._recording = recording
        self._search = Search(reader.read, reader.size)
        self._header = reader.read(0, reader.events_begin)
        self._known = beginning(reader.header, reader.events_begin)
        self._unsure = self._broken = False
        self._index: int | None = None
        self._ended = False

    def findings(self) -> Iterator[Finding]:
        known, search = self._known, self._search
        while known.end < search.size:
            start = known.end
            try:
                record, raw = search.record(start)
            except Malformed as problem:
                following = search.following(start + 1)
                if following is None and self._index is None and is_torn(search, start):
                    return  # left by a writer that was killed, or is writing now
                end = search.size if following is None else following
                yield Finding(str(problem), start, end, *self._frames_at(start, end, following))
                known.end, self._unsure, self._ended = end, True, self._index is not None
                self._broken = True
                continue
            end = start + len(raw)
            try:
                self._check(record, len(raw))
            except Malformed as problem:
                yield Finding(str(problem), start, end, *self._frames_at(start, end, None))
                self._unsure = True
            known.end = end
        if self._index is not None and not self._ended:
            yield Finding("the last record, which leads to the index, is missing", search.size)

    def _check(self, record: Record, size: int) -> None:
        """Raise Malformed unless the record belongs where it stands."""
        known = self._known
        if self._index is not None:
            if record.kind != END or self._ended or read_end(record) != self._index:
                raise Malformed("this does not belong behind the index")
            self._ended = True
        elif record.kind == INDEX:
            self._index = known.end
            missing = missing_before(record, known)
            if missing is not None and not self._unsure:
                raise Malformed(missing)
            index = decode_index(record, known.end, self._search.read)
            reader = self._recording.reader
            if not fits(index, reader.header, reader.schema):
                raise Malformed(OF_ANOTHER)
            if index.pages is not None and not self._broken:
                for number in range(len(index.pages)):
                    index.pages.tallies_of(number)  # raises where they are not what it says
            if not self._unsure and not _same(index, known, self._names()):
                raise Malformed("the index is not that of the records before it")
        elif record.kind == END and self._unsure:
            return  # the index before it was damaged, which is reported
        elif record.kind == END:
            raise Malformed("the end of the file does not follow its index")
        else:
            if record.kind == COPY and decode_copy(record) != self._header:
                raise Malformed("the copy of the header is not what it should be")
            self._skip_lost(record)
            note(known, record, size)

    def _names(self) -> tuple[str, ...]:
        """The parts of an index that must match the records; only sums if some are broken."""
        return SUMS if self._broken else (*SUMS, *PLACES)

    def _skip_lost(self, record: Record) -> None:
        """Behind damage, continue with the number of the next record's first event."""
        begin = numbered(record)
        if self._unsure and begin is not None:
            self._known.events = max(self._known.events, begin[0])
            self._unsure = False

    def _frames_at(
        self, start: int, end: int, following: int | None
    ) -> tuple[int | None, int | None]:
        contents = self._recording.reader.contents
        try:
            first = max(position_right(contents.offsets, start) - 1, 0)
            hit = [
                n
                for n in range(first, position_left(contents.offsets, end))
                if contents.offsets[n] + contents.sizes[n] > start
            ]
        except Corrupt:  # of a page of the index and of a record that it describes
            return None, None
        if hit:
            return contents.first_frames[hit[0]], contents.last_frames[hit[-1]]
        if contents.closed or following is None:
            return None, None
        begin = numbered(self._search.record(following)[0])
        return (self._known.frames, begin[1]) if begin else (None, None)


def _same(index: Contents, known: Contents, names: Sequence[str]) -> bool:
    return all(getattr(index, name) == getattr(known, name) for name in names)


def _events(recording: Recording, broken: Sequence[Finding]) -> Iterator[Finding]:
    """Every event can be read, as many of each type as the index says, with its digest.

    Blocks that overlap ``broken`` findings are not reported again.
    """
    reader, contents = recording.reader, recording.reader.contents
    counts: Counter[int] = Counter()
    digest, whole, uncounted = HistoryDigest(), not broken, list[int]()
    known = [found for found in broken if found.first_byte is not None]
    try:
        places = list(zip(contents.offsets, contents.sizes, strict=True))
    except Corrupt as trouble:  # of a page of the index and of a record that it describes
        if not broken:
            yield Finding(trouble.problem, trouble.offset)
        return
    for position, (start, size) in enumerate(places):
        end = start + size
        if any(found.touches(start, end) for found in known):
            continue
        try:
            block = reader.block(position)
            ended = contents.ended_events - contents.first_events[position]
            count = min(block.span.events, max(ended, 0))
            add_block(recording.reader, digest, position, block, count)
            check_block(block, reader.schema)
            counts.update(block.counts)
            claimed = contents.pages and contents.pages.counted(position)
            if claimed and not _agree(claimed, count_block(block, reader.schema)):
                uncounted.append(contents.first_frames[position])
        except (Corrupt, Malformed, TypeError, ValueError, OverflowError) as trouble:
            whole = False
            problem = trouble.problem if isinstance(trouble, Corrupt) else str(trouble)
            frames = contents.first_frames[position], contents.last_frames[position]
            yield Finding(problem, start, end, *frames)
    if uncounted:
        yield Finding(
            "the index counts other values of keys than there are",
            None,
            None,
            uncounted[0],
            uncounted[-1],
        )
    if contents.closed and whole and counts != contents.type_counts:
        yield Finding("the index counts other events than there are")
    if whole and contents.leaves is not None and digest.leaves() != contents.leaves:
        yield Finding("the digest is not that of the events")


def _agree(claimed: Mapping[Tally, int], counted: Mapping[Tally, int]) -> bool:
    """Whether an index counts what a block has; keys with many values are in neither."""
    groups = {tally[:2] for tally in claimed}
    return claimed == {tally: n for tally, n in counted.items() if tally[:2] in groups}


def _keyframes(
    recording: Recording, projection: Projection[Any, Any] | None, count: KeyframeCount
) -> Iterator[Finding]:
    contents = recording.reader.contents
    for found in judged(recording, projection):
        count.add(found.verdict)
        if found.problem:
            start = contents.keyframe_offsets[found.position]
            yield Finding(found.problem, start, start + contents.keyframe_sizes[found.position])
