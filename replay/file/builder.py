"""Building the records of a file of columns: events in; blocks, keyframes and index out.

Pure: returns bytes for the caller to write, and is told afterwards that they are written. Until
then its state does not change, so a write that failed or was interrupted is simply repeated.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any

from replay.file.batch import BLOCK_EVENTS, Batch
from replay.file.blocks import Rows, Span, encoding_block
from replay.file.contents import Contents, Other
from replay.file.digest import HistoryDigest
from replay.file.header import FORMAT_VERSION, decode_header, encode_copy
from replay.file.index import encode_index
from replay.file.keyframes import Keeper, Keyframe, encode_keyframe
from replay.file.records import decode
from replay.file.rows import encode_rows
from replay.file.tallies import Tally, count_columns
from replay.values.signal_handlers import is_of_handler

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from replay.events import Event
    from replay.projections import Projection
    from replay.schema import Schema

KEYFRAME_EVENTS = 352
"""The least number of events from one keyframe to the next; more where states are large."""
DIGEST_EVENTS, FOLDED_EVENTS = 128, 16
"""Events that a step of encoding covers or folds."""


@dataclass(slots=True)
class _Summary:
    """The index of what is written so far, and the state at its end for the next keyframe."""

    contents: Contents
    digest: HistoryDigest
    state: Any
    next_keyframe: int


@dataclass(slots=True)
class EncodedBlock:
    """A block ready to be written, with its keyframes: its bytes and what they contain."""

    data: bytes
    span: Span
    size: int
    """Bytes of the block alone, without the keyframes behind it."""
    types: Counter[int] = field(default_factory=Counter)
    tallies: dict[Tally, int] = field(default_factory=dict)
    digest: HistoryDigest | None = None
    keyframes: list[tuple[int, Keyframe]] = field(default_factory=list)
    """Their sizes, and where each stands."""
    keeper: Keeper | None = None
    state: Any = None
    next_keyframe: int = 0


class Builder:
    """Turns events into records, block by block.

    ``header`` is the header's record, which precedes the first one; if it is ``copied``, a copy
    of it lies in between. ``format_version`` is the file's. The caller adds events to ``batch``;
    ``encode`` makes a block of the first ones, and ``written`` notes that it was written. ``end``
    notes a frame's end, ``insert`` adds a record between blocks, and ``closing`` returns the last
    bytes. Everything is done a block at a time, in loops that run almost entirely in C.

    If the projection raises, there are no more keyframes, and ``problem`` is what it raised.
    """

    def __init__(
        self,
        schema: Schema,
        keeper: Keeper | None,
        first_frame: int,
        header: bytes,
        *,
        copied: bool = False,
        format_version: int = FORMAT_VERSION,
    ) -> None:
        copy = encode_copy(header)
        begin = len(header) + (len(copy) if copied else 0)
        self.batch = Batch(begin, 0)
        self.problem: Exception | None = None
        self._copy = b"" if copied else copy
        self._schema = schema
        self._names = [kind.type.name for kind in schema.kinds]
        self._keeper = keeper
        self._format = format_version
        self._keys = decode_header(decode(header)).keys
        self._ended = first_frame - 1
        self._encoded: EncodedBlock | None = None
        state = None
        if keeper is not None:
            try:
                state = keeper.initial()
            except Exception as problem:  # noqa: BLE001 - a cache must not cost the events
                self.problem, self._keeper = problem, None
        contents = Contents(end=begin, since=first_frame, frames=first_frame)
        self._summary: _Summary | None = _Summary(contents, HistoryDigest(), state, KEYFRAME_EVENTS)

    def end(self, frame: int) -> None:
        """Note that a frame has ended."""
        self._ended = frame

    def full(self) -> bytes:
        """Return the bytes of all blocks that are full, as written."""
        parts = []
        while self.batch.full:
            block = self.encode()
            parts.append(block.data)
            self.written(block)
        return b"".join(parts)

    def insert(self, kind: str, record: bytes) -> bytes:
        """Add a record of an unknown kind, unchanged, behind the last event."""
        before = self.rest()
        contents = self._known.contents
        contents.others.append(Other(kind, contents.end, len(record)))
        contents.end += len(record)
        self.batch = self.batch.rest(0, contents.end)
        return before + record

    def rest(self) -> bytes:
        """Return the bytes of the blocks of all waiting events, as written."""
        parts = []
        while self.batch.waiting:
            block = self.encode()
            parts.append(block.data)
            self.written(block)
        return b"".join(parts)

    def finish(self, complete: bool) -> bytes:
        """Return the last blocks, the index and the end of the file."""
        parts = [self.rest()]
        if (quiet := self.quiet_end()) is not None:
            parts.append(quiet.data)
            self.written(quiet)
        end = self.closing(complete)
        assert end is not None, "nobody was interrupted"
        return b"".join(parts) + end

    def quiet_end(self) -> EncodedBlock | None:
        """Return a record of the ended frames after the last event, or None if there are none."""
        if self._summary is not None and self._ended < self._summary.contents.frames:
            return None
        span = Span(self.batch.first_event, 0, self._ended, self._ended, self._ended, 0)
        data = encode_rows(span, (), b"")
        return EncodedBlock(data, span, len(data))

    def closing(self, complete: bool) -> bytes | None:
        """Return the index and the end of the file; None if the file must be read to know them."""
        if self._summary is None:
            return None
        contents = self._summary.contents
        contents.complete = complete
        contents.leaves = self._summary.digest.leaves()
        return closing(self._copy, contents, self._format)

    @property
    def _known(self) -> _Summary:
        assert self._summary is not None, "nobody was interrupted"
        return self._summary

    def encode(self) -> EncodedBlock:
        """Return a block of the first waiting events, with the keyframes that fall into it.

        Returns the same block until it is written.
        """
        for _ in self.encoding():
            pass
        assert self._encoded is not None
        return self._encoded

    def encoding(self) -> Iterator[None]:
        """Prepare what ``encode`` returns, in steps of some fifty microseconds each."""
        block = self._encoded
        if block is None or block.span.first_event != self.batch.first_event:
            self._encoded = yield from self._making()

    def written(self, block: EncodedBlock) -> None:
        """Note that a block was appended to the file.

        If this is interrupted, the block as a whole counts as written or as not written; the
        contents of the index are then dropped, and must be found out by reading the file.
        """
        end = self.batch.offset + len(block.data)
        rest = self.batch.rest(block.span.events, end)
        summary, self._summary = self._summary, None
        self.batch = rest
        if summary is not None:
            _add(summary, block, end)
            self._summary = summary
            self._keeper = block.keeper

    def _making(self) -> Generator[None, None, EncodedBlock]:
        batch, summary = self.batch, self._summary
        events, times, fields, following = batch.first(BLOCK_EVENTS)
        numbers = [event.type._value_ for event in events]
        yield
        rows = Rows(numbers, [event.frame for event in events], times, fields)
        span = self._span(rows, following)
        yield
        types = Counter(numbers)
        tallies: dict[Tally, int] = {(number,): count for number, count in types.items()}

        def tally(number: int, columns: Sequence[Any]) -> None:
            tallies.update(count_columns(self._schema.kinds[number], self._keys, columns))

        data = yield from encoding_block(
            span,
            rows,
            self._schema,
            format_version=self._format,
            tally=tally if self._keys else None,
        )
        block = EncodedBlock(data, span, len(data), types, tallies)
        if summary is None:
            return block
        yield
        block.digest = summary.digest.continued()
        names = map(self._names.__getitem__, numbers)
        unpacked = zip(names, rows.frames, fields, strict=True)
        for start in range(0, len(events), DIGEST_EVENTS):
            block.digest.add_unpacked(unpacked, min(DIGEST_EVENTS, len(events) - start))
            yield
        block.next_keyframe = summary.next_keyframe
        block.data += yield from self._keyframes(summary, block, events)
        return block

    def _span(self, rows: Rows, following: int | None) -> Span:
        """What the block covers. Once a later frame has begun, those before it have ended."""
        first, last = rows.frames[0], rows.frames[-1]
        ended = max(self._ended, last - 1) if following is None else following - 1
        open_events = rows.frames.count(last) if last > ended else 0
        return Span(self.batch.first_event, len(rows.frames), first, last, ended, open_events)

    def _keyframes(
        self, summary: _Summary, block: EncodedBlock, events: Sequence[Event[Any]]
    ) -> Generator[None, None, bytes]:
        """Fold a block's events; return the keyframes that are due on the way."""
        if self._keeper is None:
            return b""
        # Folding changes the state in place: until this block is written, it fits no batch.
        keeper, self._keeper = self._keeper, None
        try:
            records = yield from _folding(
                keeper, self._schema.version, self._format, summary.state, block, events
            )
        except BaseException as raised:
            if not isinstance(raised, Exception) or is_of_handler(raised):
                self.problem = InterruptedError("it was interrupted while it folded")
                raise
            ended = raised.__cause__  # as which a generator's caller sees it
            self.problem = ended if isinstance(ended, StopIteration) else raised
            block.keyframes.clear()  # the records of those made so far are not written
            return b""
        block.keeper = keeper
        return records


def _folding(
    keeper: Keeper,
    schema_version: int,
    format_version: int,
    state: Any,
    block: EncodedBlock,
    events: Sequence[Event[Any]],
) -> Generator[None, None, bytes]:
    projection = keeper.projection
    parts, done, first_event = [], 0, block.span.first_event
    while (due := block.next_keyframe - first_event) <= len(events):
        state = yield from _fold(projection, state, events[done:due])
        done = due
        keyframe = Keyframe(
            block.next_keyframe, events[due - 1].frame,
            projection.name, projection.version, schema_version, keeper.parameters,
        )  # fmt: skip
        record = encode_keyframe(keyframe, projection.dump(state), format_version)
        yield
        if record is None:
            block.next_keyframe += 16 * KEYFRAME_EVENTS  # it will not soon be smaller
            continue
        block.keyframes.append((len(record), keyframe))
        parts.append(record)
        # Keyframes may take a byte for every event: the price of fast seeking.
        block.next_keyframe += max(KEYFRAME_EVENTS, len(record))
    block.state = yield from _fold(projection, state, events[done:])
    return b"".join(parts)


def _fold(
    projection: Projection[Any, Any], state: Any, events: Sequence[Event[Any]]
) -> Generator[None, None, Any]:
    for start in range(0, len(events), FOLDED_EVENTS):
        state = reduce(projection.apply, events[start : start + FOLDED_EVENTS], state)
        yield
    return state


def _add(summary: _Summary, block: EncodedBlock, end: int) -> None:
    """Count a block that was written."""
    contents = summary.contents
    contents.add_block(contents.end, block.size, block.span, block.tallies)
    contents.end += block.size
    for size, keyframe in block.keyframes:
        contents.add_keyframe(contents.end, size, keyframe)
        contents.end += size
    assert contents.end == end
    for number, count in sorted(block.types.items()):
        contents.type_counts[number] = contents.type_counts.get(number, 0) + count
    if block.digest is not None:
        summary.digest.join(block.digest)
        summary.state, summary.next_keyframe = block.state, block.next_keyframe


def closing(copy: bytes, contents: Contents, format_version: int) -> bytes:
    """Return what ends a closed file: a copy of its header if there is none, the index, the end."""
    return copy + encode_index(contents, contents.end + len(copy), format_version)
