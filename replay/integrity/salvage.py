"""Salvage: which records of a damaged file are kept, and what replaces missing ones.

Undamaged records are kept byte for byte. What failed its checksum is never reconstructed: it
becomes a gap. Knows bytes and their order; opens no file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from replay.events import Gap
from replay.file.block_rows import Row, block_rows
from replay.file.blocks import Block, Span, read_span, too_dense
from replay.file.builder import closing
from replay.file.contents import Contents, Other
from replay.file.digest import HistoryDigest
from replay.file.gaps import decode_gap, encode_gap
from replay.file.header import FORMAT_VERSION, decode_header, encode_copy, renewed
from replay.file.index import decode_index, read_end, read_totals
from replay.file.keyframes import Keyframe, read_keyframe
from replay.file.records import (
    BLOCK,
    COPY,
    END,
    GAP,
    HEADER,
    INDEX,
    KEYFRAME,
    KIND_END,
    PAGE,
    ROWS,
    Record,
    bytes_from,
    claimed_kind,
    decode,
)
from replay.file.resync import Search
from replay.file.rows import RowsBlock, block_of, canonical_row, encode_rows
from replay.file.scan import is_torn, read_index
from replay.file.tallies import Tally, count_block
from replay.storage.event_building import check_block
from replay.values.msgpack_codec import Malformed

MAX_REASON = 100
"""Letters of a gap's reason; the index holds all of them."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Bytes of the damaged file (half-open) that were not kept, and why."""

    first_byte: int
    end_byte: int
    reason: str


@dataclass(slots=True)
class RepairReport:
    """What a repair did. ``gaps`` are lost events; ``losses`` may be of an index, without events.

    ``end_lost``: an unknown number of events may have followed at the end.
    ``closed``: the file said how many events there were; else some may have been cut off unseen.
    ``records_lost``: records of kinds that this program does not know, lost for certain.
    ``keyframes_unproved`` were left out because nothing here could prove them, which loses
    nothing: they are computed from the events.
    """

    events: int = 0
    losses: list[Loss] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    end_lost: bool = False
    closed: bool = True
    records_lost: int = 0
    keyframes_unproved: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing of the match was lost."""
        return not (self.gaps or self.end_lost or self.records_lost)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A record of the new file: its meaning, and its bytes or where the damaged file has them."""

    what: Span | Keyframe | Gap | str
    size: int
    offset: int = 0
    made: bytes | None = None
    tallies: Mapping[Tally, int] | None = None


class Salvage:
    """Goes through a damaged file once, then writes the new one.

    ``header`` is the record of its header, or of the copy of that; records begin at ``begin``.
    ``unkept`` are the offsets of keyframes to leave out; ``keyframes`` gives those that were kept.
    Raises ValueError if the header makes no sense.
    """

    def __init__(
        self, header: bytes, begin: int, search: Search, unkept: Collection[int] = ()
    ) -> None:
        known = decode_header(decode(header))
        self.report = RepairReport()
        self._header, self._begin, self._search = renewed(header), begin, search
        self._first_frame = known.first_frame
        self._schema = known.schema()
        self._names = [kind.type.name for kind in self._schema.kinds]
        self._types: Counter[int] = Counter()
        self._index = read_index(search.read, search.size)
        self._totals = None if self._index is None else (self._index.events, self._index.frames)
        self._digest = HistoryDigest()
        self._pieces: list[_Piece] = []
        self._waiting: list[_Piece] = []
        self._keyframe_events = 0
        self._unkept = unkept
        self._events = 0
        self._open: list[_Piece] = []
        self._open_events = self._open_frame = 0
        self._ended, self._since = known.first_frame - 1, known.first_frame
        self._lost: list[Loss] = []  # since the last events, likeliest cause last

    def records(self) -> Iterator[bytes]:
        """Yield the records of the new file, its header first."""
        self._scan()
        self._add_end()
        self._leave_out_open_events()
        yield self._header
        contents = Contents(end=len(self._header), frames=self._first_frame)
        for piece in self._pieces:
            self._place(piece, contents)
            yield self._search.read(piece.offset, piece.size) if piece.made is None else piece.made
        contents.type_counts = dict(self._types)
        contents.leaves = self._digest.leaves()
        contents.complete = self._index is not None and self._index.complete
        self._tell(contents)
        with suppress(ValueError):  # too many gaps for an index: the file gets none
            yield closing(encode_copy(self._header), contents, FORMAT_VERSION)

    def _scan(self) -> None:
        search, offset = self._search, self._begin
        while offset < search.size:
            try:
                record, raw = search.record(offset)
            except Malformed as problem:
                following = search.following(offset + 1)
                end = search.size if following is None else following
                torn = following is None and is_torn(search, offset)
                # Blocks are written only of ended frames, so half a block is a loss.
                block = torn and claimed_kind(search.read(offset, KIND_END)) == BLOCK
                self._lose(offset, end, problem, torn=torn and not block)
            else:
                end = offset + len(raw)
                try:
                    self._keep(record, offset, len(raw))
                except Malformed as problem:
                    self._lose(offset, end, problem, torn=False)
            offset = end

    def _lose(self, start: int, end: int, problem: Malformed, *, torn: bool) -> None:
        loss = Loss(start, end, str(problem)[:MAX_REASON])
        self.report.losses.append(loss)
        if torn:
            return
        kind = claimed_kind(self._search.read(start, KIND_END))
        if kind in (BLOCK, ROWS) or not self._lost:
            self._lost.append(loss)
        else:
            self._lost.insert(0, loss)

    def _keep(self, record: Record, offset: int, size: int) -> None:
        """Keep an undamaged record; Malformed if it cannot stand where it is."""
        if record.kind in (BLOCK, ROWS):
            self._keep_events(record, offset, size)
        elif record.kind == GAP:
            self._add_gap(decode_gap(record))
        elif record.kind == KEYFRAME:
            self._keep_keyframe(_Piece(read_keyframe(record.head), size, offset))
        elif record.kind == INDEX:
            self._keep_index(record, offset, size)
        elif record.kind == END:
            if len(self._lost) == 1 and read_end(record) == self._lost[0].first_byte:
                self._lost.clear()  # only the index was lost, and no event
        elif record.kind not in (HEADER, COPY, PAGE):
            self._pieces.append(_Piece(record.kind, size, offset))

    def _keep_index(self, record: Record, offset: int, size: int) -> None:
        """Keep an index's contents; if bytes before it are missing, only its totals."""
        if self._index is not None:
            return
        self._totals = read_totals(record)
        try:
            self._index = decode_index(record, offset, self._search.read)
        except Malformed as problem:
            self._lose(offset, offset + size, problem, torn=True)

    def _keep_keyframe(self, piece: _Piece) -> None:
        assert isinstance(piece.what, Keyframe)
        events = piece.what.events
        if piece.offset in self._unkept:
            return
        if events < self._keyframe_events:
            raise Malformed("a keyframe that goes back")
        if events > self._events:
            self._waiting.append(piece)  # events before it may be lost
        else:
            self._keyframe_events = events
            self._pieces.append(piece)

    def _keep_events(self, record: Record, offset: int, size: int) -> None:
        """Keep a record of events, all of them readable, after a gap for what is lost before it."""
        if too_dense(read_span(record.head).events, size):
            raise Malformed(f"a block of {size} bytes claims more events than it can hold")
        block = block_of(record, self._schema)
        span, rows = block.span, self._checked_rows(block)
        if span.first_event < self._events:
            raise Malformed("events that have been there already, or belong to another file")
        if span.events and span.first_frame < self._since:
            raise Malformed(f"events that go back to frame {span.first_frame}")
        if span.first_event > self._events:
            reason = _told(self._lost[-1]) if self._lost else "unknown"
            lost = span.first_event - self._events
            first = max(self._ended + 1, self._first_frame)
            last = max(first, span.first_frame)
            self._add_gap(Gap(self._events, lost, first, last, reason))
        piece = _Piece(span, size, offset, tallies=count_block(block, self._schema))
        self._pieces.append(piece)
        self._count(piece, span, rows)
        self._lost.clear()

    def _checked_rows(self, block: Block | RowsBlock) -> list[Row]:
        try:
            check_block(block, self._schema)
        except (TypeError, ValueError, OverflowError) as cause:
            raise Malformed(str(cause)) from cause
        return list(block_rows(block, 0, block.span.events))

    def _count(self, piece: _Piece, span: Span, rows: Sequence[Row]) -> None:
        if self._open and span.ended >= self._open_frame:
            self._end_open()
        self._add_to_digest(rows[: span.events - span.open_events])
        if span.open_events:
            self._open.append(piece)
            self._open_events += span.open_events
            self._open_frame = span.last_frame
        self._events += span.events
        self._ended = max(self._ended, span.ended)
        self._since = max(self._since, span.ended + 1, span.last_frame if span.events else 0)

    def _add_to_digest(self, rows: Sequence[Row]) -> None:
        names = self._names
        self._types.update(row.number for row in rows)
        self._digest.add(
            (canonical_row(names[row.number], row.frame, row.fields) for row in rows), len(rows)
        )

    def _end_open(self) -> None:
        """Count the events of the open frame, which has ended now: something came after it.

        They are read again, not kept in memory, as a frame may have any number of events.
        """
        for piece in self._open:
            assert isinstance(piece.what, Span)
            block = block_of(self._search.record(piece.offset)[0], self._schema)
            span = piece.what
            self._add_to_digest(
                list(block_rows(block, span.events - span.open_events, span.events))
            )
        self._open.clear()
        self._open_events = 0

    def _add_gap(self, gap: Gap) -> None:
        """Add a gap, and the keyframes found in it that hold the state right behind it."""
        if gap.first_event != self._events:
            raise Malformed("a gap makes no sense where it stands")
        self._end_open()
        record = encode_gap(gap)
        self._pieces.append(_Piece(gap, len(record), made=record))
        self._events += gap.events
        self._since = max(self._since, gap.last_frame)
        waiting, self._waiting = self._waiting, []
        for piece in waiting:
            if isinstance(piece.what, Keyframe) and piece.what.events == self._events:
                self._keep_keyframe(piece)
            else:
                self.report.keyframes_unproved += 1
        self._lost.clear()

    def _add_end(self) -> None:
        """Add what an undamaged index says of the match's end: a gap, or frames without events."""
        if self._totals is None:
            return
        events, ended = self._totals[0], self._totals[1] - 1
        if events > self._events:
            reason = _told(self._lost[-1]) if self._lost else "unknown"
            first = max(self._ended + 1, self._first_frame)
            lost = events - self._events
            self._add_gap(Gap(self._events, lost, first, max(first, ended), reason))
        elif ended > self._ended and not self._open:
            quiet = Span(self._events, 0, ended, ended, ended, 0)
            record = encode_rows(quiet, (), b"")
            self._pieces.append(_Piece(quiet, len(record), made=record))
        self._lost.clear()

    def _leave_out_open_events(self) -> None:
        """Leave out events of a frame that has not ended: in a closed file all frames have."""
        if not self._open:
            return
        ended = self._events - self._open_events
        gap = next((p.what for p in reversed(self._pieces) if isinstance(p.what, Gap)), None)
        if gap is not None and gap.last_frame >= self._open_frame:
            self._leave_out_behind(gap)
            return
        pieces, self._pieces = self._pieces, []
        for piece in pieces:
            what = piece.what
            if isinstance(what, Span) and what.first_event + what.events > ended:
                self._pieces += self._ended_part(piece, what, ended)
            elif not (isinstance(what, Keyframe) and what.events > ended):
                self._pieces.append(piece)

    def _leave_out_behind(self, gap: Gap) -> None:
        """Count the open frame's events behind a gap as lost, like those within the gap.

        Otherwise the frame would look ended, with a known state.
        """
        longer = replace(gap, events=gap.events + self._open_events)
        record = encode_gap(longer)
        pieces, self._pieces = self._pieces, []
        for piece in pieces:
            what = piece.what
            if what is gap:
                self._pieces.append(_Piece(longer, len(record), made=record))
            elif isinstance(what, Span):
                if what.first_event < gap.first_event:
                    self._pieces.append(piece)
            elif not (isinstance(what, Keyframe) and what.events > gap.first_event):
                self._pieces.append(piece)

    def _ended_part(self, piece: _Piece, span: Span, stop: int) -> Iterator[_Piece]:
        record, _ = self._search.record(piece.offset)
        block = block_of(record, self._schema)
        rows = list(block_rows(block, 0, max(stop - span.first_event, 0)))
        first, last = (rows[0].frame, rows[-1].frame) if rows else (span.ended, span.ended)
        if last < self._first_frame:
            return
        part = Span(min(span.first_event, stop), len(rows), first, last, span.ended, 0)
        canonical = (canonical_row(self._names[r.number], r.frame, r.fields) for r in rows)
        made = encode_rows(part, [row.time for row in rows], b"".join(canonical))
        counts = count_block(block_of(decode(made), self._schema), self._schema) if rows else None
        yield _Piece(part, len(made), made=made, tallies=counts)

    def _place(self, piece: _Piece, contents: Contents) -> None:
        what, size = piece.what, piece.size
        if isinstance(what, Span):
            contents.add_block(contents.end, size, what, piece.tallies)
        elif isinstance(what, Keyframe):
            contents.add_keyframe(contents.end, size, what)
        elif isinstance(what, Gap):
            contents.add_gap(what)
        else:
            contents.others.append(Other(what, contents.end, size))
        contents.end += size

    def keyframes(self) -> list[tuple[int, int]]:
        """Return where the keyframes that were kept lay: offset and size of each."""
        kept = (piece for piece in self._pieces if isinstance(piece.what, Keyframe))
        return [(piece.offset, piece.size) for piece in kept]

    def _tell(self, contents: Contents) -> None:
        report = self.report
        report.events = contents.events - contents.lost_events
        report.gaps = list(contents.gaps)
        report.end_lost = bool(self._lost)
        report.closed = self._totals is not None
        report.keyframes_unproved += len(self._waiting)
        known = [] if self._index is None else self._index.others
        report.records_lost = max(len(known) - len(contents.others), 0)


def _told(loss: Loss) -> str:
    return f"{bytes_from(loss.first_byte, loss.end_byte)}: {loss.reason}"
