"""Repair: everything undamaged in a file, in a new file; what is lost, said where it is missing.

Undamaged records are copied byte for byte. Nothing that failed its checksum is made to look whole
again: it is a gap from then on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from replay.birth import create
from replay.errors import Corrupt, NotARecording
from replay.file.blocks import Block, Span
from replay.file.builder import closing
from replay.file.contents import Contents, Gap, Other
from replay.file.digest import HistoryDigest
from replay.file.gaps import encode_gap, read_gap
from replay.file.header import Header, decode_copy, decode_header
from replay.file.keyframes import Keyframe, read_keyframe
from replay.file.opening import next_record, read_index
from replay.file.records import (
    BLOCK,
    COPY,
    END,
    GAP,
    HEADER,
    INDEX,
    KEYFRAME,
    ROWS,
    Record,
    decode,
    read_mark,
)
from replay.file.rows import RowsBlock, canonical_row
from replay.packing import Malformed
from replay.reading import block_rows
from replay.schema import Schema


@dataclass(frozen=True, slots=True)
class Loss:
    """Bytes of the damaged file (half-open) that were not kept, and why."""

    first_byte: int
    last_byte: int
    reason: str


@dataclass(slots=True)
class Report:
    """What a repair did. ``losses`` may concern an index, which loses no event; ``gaps`` do."""

    events: int = 0
    losses: list[Loss] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def repair(source: Path, target: Path, *, replace: bool = False) -> Report:
    """Write what can be saved of ``source`` into a new file ``target``.

    Raises FileExistsError if there is one and it is not to be replaced, NotARecording if there
    is nothing of a recording in ``source``, and Corrupt if its header cannot be saved.
    """
    with source.open("rb") as file:
        data = _File(file)
        header, begin = _header(data, source)
        rescue = _Rescue(header, data)
        body = b"".join(rescue.records(begin))
        body += closing(header, rescue.contents)
    create(target, header + body, replace=replace).close()
    return rescue.report


class _File:
    """Random access to a file, as replay.file's functions want it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = file.seek(0, 2)

    def read(self, offset: int, size: int) -> bytes:
        self._file.seek(max(offset, 0))
        return self._file.read(max(size, 0))

    def record(self, offset: int) -> tuple[Record, bytes]:
        mark = read_mark(self.read(offset, 32)[:19])
        raw = self.read(offset, mark.size)
        return decode(raw), raw


def _header(data: _File, path: Path) -> tuple[bytes, int]:
    """Return the header's record and where the records behind it begin."""
    try:
        record, raw = data.record(0)
        decode_header(record)
        return raw, len(raw)
    except Malformed:
        pass
    offset = next_record(data.read, data.size, 0)
    first = offset
    while offset is not None:
        record, raw = data.record(offset)
        if record.kind == COPY:
            return decode_copy(record), 0
        offset = next_record(data.read, data.size, offset + len(raw))
    if first is None:
        raise NotARecording(path, "there is nothing of a recording in it")
    raise Corrupt(path, "its header is damaged, and there is no copy of it", offset=0)


class _Rescue:
    """Goes through the damaged file once and makes the records of the new one."""

    def __init__(self, header: bytes, data: _File) -> None:
        self._data = data
        self._known: Header = decode_header(decode(header))
        self._schema: Schema = self._known.schema()
        self._names = [kind.type.name for kind in self._schema.kinds]
        self._index = read_index(data.read, data.size)
        self._digest = HistoryDigest()
        self._waiting: list[tuple[Keyframe, bytes]] = []
        self._reason = "unknown"
        self._ended = self._known.first_frame - 1
        self.contents = Contents(end=len(header), frames=self._known.first_frame)
        self.report = Report()

    def records(self, offset: int) -> Iterator[bytes]:
        """Yield the records to write, from ``offset`` in the damaged file on."""
        data = self._data
        while offset < data.size:
            try:
                record, raw = data.record(offset)
                yield from self._kept(record, raw)
                offset += len(raw)
            except Malformed as problem:
                following = next_record(data.read, data.size, offset + 1)
                end = data.size if following is None else following
                self._lose(offset, end, str(problem))
                offset = end
        yield from self._tail()
        self.contents.leaves = self._digest.leaves()
        self.report.events = self.contents.events - self.contents.lost_events
        self.report.gaps = list(self.contents.gaps)

    def _lose(self, start: int, end: int, reason: str) -> None:
        self._reason = f"bytes {start} to {end}: {reason}"
        self.report.losses.append(Loss(start, end, reason))

    def _kept(self, record: Record, raw: bytes) -> Iterator[bytes]:
        contents = self.contents
        if record.kind in (BLOCK, ROWS):
            yield from self._kept_block(record, raw)
        elif record.kind == GAP:
            yield from self._with_gap(read_gap(record.head))
        elif record.kind == KEYFRAME:
            keyframe = read_keyframe(record.head)
            if keyframe.events > contents.events:
                self._waiting.append((keyframe, raw))
            else:
                yield self._placed_keyframe(keyframe, raw)
        elif record.kind not in (HEADER, COPY, INDEX, END):
            contents.others.append(Other(record.kind, contents.end, len(raw)))
            contents.end += len(raw)
            yield raw

    def _kept_block(self, record: Record, raw: bytes) -> Iterator[bytes]:
        """A block whose every event can be read, with the gap before it if there is one."""
        kind = RowsBlock if record.kind == ROWS else Block
        block: Block | RowsBlock = kind(record, self._schema)
        span, contents = block.span, self.contents
        rows = list(block_rows(block, 0, span.events))
        for row in rows:
            self._schema.kinds[row.number].codec.from_row(row.fields)
        if span.first_event < contents.events:
            raise Malformed("a block that has been there already, or belongs to another file")
        if span.events and contents.last_frames and span.first_frame < contents.last_frames[-1]:
            raise Malformed(f"a block that goes back to frame {span.first_frame}")
        if span.first_event > contents.events:
            lost = span.first_event - contents.events
            gap = Gap(contents.events, lost, self._ended + 1, span.first_frame, self._reason)
            yield from self._with_gap(gap)
        self._digest.add(
            canonical_row(self._names[row.number], row.frame, row.fields) for row in rows
        )
        contents.add_block(contents.end, len(raw), span)
        for row in rows:
            contents.type_counts[row.number] = contents.type_counts.get(row.number, 0) + 1
        self._note_end(span)
        contents.end += len(raw)
        yield raw

    def _note_end(self, span: Span) -> None:
        self._ended = max(self._ended, span.ended)

    def _with_gap(self, gap: Gap) -> Iterator[bytes]:
        """A gap, and those keyframes from within that say what the state is behind it."""
        record = encode_gap(gap)
        self.contents.add_gap(gap)
        self.contents.end += len(record)
        yield record
        for keyframe, raw in self._waiting:
            if keyframe.events == gap.first_event + gap.events:
                yield self._placed_keyframe(keyframe, raw)
        self._waiting.clear()

    def _placed_keyframe(self, keyframe: Keyframe, raw: bytes) -> bytes:
        if any(
            g.first_event < keyframe.events < g.first_event + g.events for g in self.contents.gaps
        ):
            return b""
        self.contents.add_keyframe(self.contents.end, len(raw), keyframe)
        self.contents.end += len(raw)
        return raw

    def _tail(self) -> Iterator[bytes]:
        """What the index knows of the end of the match, if the index is whole."""
        index, contents = self._index, self.contents
        if index is None:
            return
        contents.complete = index.complete
        if index.events > contents.events or index.frames > contents.frames:
            lost = max(index.events - contents.events, 0)
            gap = Gap(contents.events, lost, self._ended + 1, index.frames - 1, self._reason)
            yield from self._with_gap(gap)
