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
from replay.file.rows import RowsBlock, canonical_row, encode_rows
from replay.packing import Malformed
from replay.reading import Row, block_rows
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


@dataclass(frozen=True, slots=True)
class _Held:
    """An undamaged record: a block, a keyframe, or one of a kind that is not known."""

    raw: bytes
    span: Span | None = None
    rows: list[Row] = field(default_factory=list)
    keyframe: Keyframe | None = None
    other: str = ""


class _Rescue:
    """Goes through the damaged file once and makes the records of the new one."""

    def __init__(self, header: bytes, data: _File) -> None:
        self._data = data
        self._known: Header = decode_header(decode(header))
        self._schema: Schema = self._known.schema()
        self._names = [kind.type.name for kind in self._schema.kinds]
        self._index = read_index(data.read, data.size)
        self._digest = HistoryDigest()
        self._reason = "unknown"
        first = self._known.first_frame
        self._held: list[_Held] = []
        self._waiting: list[_Held] = []
        self._following, self._latest, self._ended, self._is_open = 0, first, first - 1, False
        self.contents = Contents(end=len(header), first_frame=first, frames=first)
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
        yield from self._ended_part()
        self.contents.leaves = self._digest.leaves()
        self.report.events = self.contents.events - self.contents.lost_events
        self.report.gaps = list(self.contents.gaps)

    def _lose(self, start: int, end: int, reason: str) -> None:
        self._reason = f"bytes {start} to {end}: {reason}"
        self.report.losses.append(Loss(start, end, reason))

    def _kept(self, record: Record, raw: bytes) -> Iterator[bytes]:
        """Keep a record; written at once, or when the frame that is open at its place ends."""
        if record.kind in (HEADER, COPY, INDEX, END):
            return
        if record.kind == GAP:
            yield from self._with_gap(read_gap(record.head))
            return
        if record.kind in (BLOCK, ROWS):
            held = self._checked_block(record, raw)
            assert held.span is not None
            if held.span.first_event > self._following:
                yield from self._with_gap(self._gap_until(held.span))
            self._following = held.span.first_event + held.span.events
            self._latest = max(self._latest, held.span.last_frame)
            self._ended = max(self._ended, held.span.ended)
            self._is_open = held.span.open_events > 0
        elif record.kind == KEYFRAME:
            held = _Held(raw, keyframe=read_keyframe(record.head))
            assert held.keyframe is not None
            if held.keyframe.events > self._following:
                self._waiting.append(held)
                return
        else:
            held = _Held(raw, other=record.kind)
        self._held.append(held)
        if not self._is_open:
            yield from self._flushed()

    def _checked_block(self, record: Record, raw: bytes) -> _Held:
        """A block whose every event can be read; Malformed if not, or if it goes back."""
        block: Block | RowsBlock
        if record.kind == ROWS:
            block = RowsBlock((record,), self._schema)
        else:
            block = Block(record, self._schema)
        span = block.span
        rows = list(block_rows(block, 0, span.events))
        for row in rows:
            self._schema.kinds[row.number].codec.from_row(row.fields)
        if span.first_event < self._following:
            raise Malformed("a block that has been there already, or belongs to another file")
        if span.events and span.first_frame < self._latest:
            raise Malformed(f"a block that goes back to frame {span.first_frame}")
        return _Held(raw, span=span, rows=rows)

    def _gap_until(self, span: Span) -> Gap:
        lost = span.first_event - self._following
        return Gap(self._following, lost, self._ended + 1, span.first_frame, self._reason)

    def _flushed(self) -> Iterator[bytes]:
        """Everything that was held, as it is."""
        for held in self._held:
            yield self._written(held)
        self._held.clear()

    def _ended_part(self) -> Iterator[bytes]:
        """Of what is held because its last frame never ended: the events of those that did."""
        for held in self._held:
            ended = [row for row in held.rows if row.frame <= self._ended]
            if held.span is not None and ended:
                first, last = ended[0].frame, ended[-1].frame
                span = Span(held.span.first_event, len(ended), first, last, self._ended, 0)
                names = self._names
                packed = [canonical_row(names[r.number], r.frame, r.fields) for r in ended]
                raw = encode_rows(span, [row.time for row in ended], b"".join(packed))
                yield self._written(_Held(raw, span=span, rows=ended))
            elif held.other:
                yield self._written(held)
        self._held.clear()

    def _written(self, held: _Held) -> bytes:
        """Note a record where it will lie; return its bytes, or none if it is of no use now."""
        contents, names = self.contents, self._names
        size = len(held.raw)
        if held.keyframe is not None:
            events = held.keyframe.events
            if any(g.first_event < events < g.first_event + g.events for g in contents.gaps):
                return b""
            contents.add_keyframe(contents.end, size, held.keyframe)
        elif held.span is not None:
            packed = [canonical_row(names[r.number], r.frame, r.fields) for r in held.rows]
            self._digest.add(packed, len(packed))
            contents.add_block(contents.end, size, held.span)
            for row in held.rows:
                count = contents.type_counts.get(row.number, 0)
                contents.type_counts[row.number] = count + 1
        else:
            contents.others.append(Other(held.other, contents.end, size))
        contents.end += size
        return held.raw

    def _with_gap(self, gap: Gap) -> Iterator[bytes]:
        """A gap, and those keyframes from within that say what the state is behind it."""
        yield from self._flushed()
        record = encode_gap(gap)
        self.contents.add_gap(gap)
        self.contents.end += len(record)
        self._following, self._is_open = gap.first_event + gap.events, False
        self._ended = max(self._ended, gap.last_frame)
        yield record
        for held in self._waiting:
            if held.keyframe is not None and held.keyframe.events == self._following:
                yield self._written(held)
        self._waiting.clear()

    def _tail(self) -> Iterator[bytes]:
        """What the index knows of the end of the match, if the index is whole."""
        index = self._index
        if index is None:
            return
        self.contents.complete = index.complete
        if index.events > self._following or index.frames > self._ended + 1:
            lost = max(index.events - self._following, 0)
            last = max(index.frames - 1, self._ended + 1)
            gap = Gap(self._following, lost, self._ended + 1, last, self._reason)
            yield from self._with_gap(gap)
