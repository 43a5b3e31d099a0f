"""The reader: an open recording file as blocks and rows, damage noticed where it lies.

Opens the file and translates what is malformed into RecordingErrors that say where. Makes no
events; see recording for those.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from replay.errors import Corrupt, NotARecording, OtherVersion, UnsupportedFormat, WrongSchema
from replay.file.block_rows import Row, block_fields, block_rows
from replay.file.blocks import Block, counts_in
from replay.file.contents import RUN_BYTES, Contents, Damage
from replay.file.header import MAX_RECORD, Header
from replay.file.hopping import hop
from replay.file.keyframes import read_keyframe
from replay.file.records import KEYFRAME, MARK_SIZE, ROWS, Record, decode, decode_run, read_mark
from replay.file.resync import Search
from replay.file.rows import RowsBlock
from replay.file.scan import (
    Foreign,
    TooNew,
    beginning,
    copied_header,
    read_header,
    read_index,
)
from replay.file.selection import Selection
from replay.schema import Schema
from replay.storage.block_cache import BlockCache
from replay.storage.event_building import check_block
from replay.storage.input_file import Source
from replay.storage.schema_layout import OtherEvents, as_laid_out
from replay.values.msgpack_codec import SMALL, Malformed, packer

SETTLED_NS = 2_000_000_000
"""Nanoseconds after which the time of a file's last writing is certainly that of no later one."""
MAX_PROBLEM = 200
"""Characters of an error's text, which may quote the file."""
WRONG = (Malformed, TypeError, ValueError, OverflowError)
"""What checking invalid values may raise."""
REPAIR = "`replay repair` saves what is undamaged"
OF_ANOTHER = "the index is that of another file"


class Reader:
    """An open recording. Raises OSError if it cannot be opened, RecordingError if it is none.

    ``contents``, if known, saves finding them in the file; ``file``, if given, is read instead of
    opening ``path``. ``past_damage``: of a file without its index, what is behind damage is read,
    and what is lost is a block that cannot be. Several threads may read, but not while one of them
    calls ``grow``.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        schema: Schema | None = None,
        contents: Contents | None = None,
        file: BinaryIO | None = None,
        *,
        past_damage: bool = False,
    ) -> None:
        self.path = Path(path)
        self.reached = 0
        """The number of the first event of the block that was read last, to show progress."""
        self._past_damage, self._empty = past_damage, (0, 0)
        self._source = Source(self.path, file)
        try:
            self._size = self._source.size
            self._read_at = self._source.written_ns, time.time_ns()
            self.header, self.events_begin = self._read_header(self._source)
            self.schema = self._checked(self._source, self.header, schema)
            self.contents, self.damage = (
                self._find_contents() if contents is None else (contents, None)
            )
        except BaseException:
            self._source.close()
            raise
        self._cache = BlockCache()

    def as_written(self) -> Reader:
        """Return a reader of the same open file that knows no schema but the file's own.

        Closing it leaves the file open.
        """
        return Reader(self.path, None, self.contents, self._source.file)

    def _find_contents(self) -> tuple[Contents, Damage | None]:
        """What is where in the file, by its index or by hopping; and where it is damaged."""
        read, size = self._source.read, self._size
        contents = read_index(read, size, self.corrupt)
        if contents is not None and fits(contents, self.header, self.schema):
            return contents, None
        index = contents
        contents = beginning(self.header, self.events_begin)
        search = Search(read, size)
        damage = hop(search, contents, past_damage=self._past_damage)
        self._empty = search.empty
        if index is not None:
            contents.minor.append(Damage(index.end, OF_ANOTHER))
        return contents, damage

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._source.close()

    @property
    def size(self) -> int:
        """The file's size in bytes, now."""
        return self._source.size

    @property
    def is_being_written(self) -> bool | None:
        """Whether a recorder has the file open, in any program; None where that is not known."""
        return self._source.is_locked

    def read(self, offset: int, size: int) -> bytes:
        """Return the file's bytes there; fewer at its end."""
        return self._source.read(offset, size)

    def corrupt(self, offset: int, problem: object) -> Corrupt:
        """Return the error that says what is wrong at this byte."""
        return corrupt(self.path, offset, problem)

    def minor(self, damage: Damage) -> Corrupt:
        """Return the error that says what is damaged where no event is missing."""
        problem = damage.problem[:MAX_PROBLEM]
        return Corrupt(self.path, problem, offset=damage.offset, advice="No event is missing there")

    def _read_header(self, source: Source) -> tuple[Header, int]:
        try:
            return read_header(source.read)
        except Foreign as cause:
            if Search(source.read, min(source.size, 2 * MAX_RECORD)).following(1) is not None:
                raise self._header_damaged(source, Malformed("no record begins here")) from cause
            empty = source.size == 0
            problem = "the file is empty" if empty else "not a replay file: " + str(cause)
            advice = 'Remove it, or record with existing="replace"' if empty else ""
            raise NotARecording(self.path, problem, advice=advice) from cause
        except TooNew as cause:
            advice = "a newer version of this program reads it"
            raise UnsupportedFormat(self.path, str(cause), advice=advice) from cause
        except Malformed as cause:
            raise self._header_damaged(source, cause) from cause

    def _header_damaged(self, source: Source, cause: ValueError) -> Corrupt:
        """Return the error that says so; repair is advised if there is a copy to repair it from."""
        advice = REPAIR if copied_header(Search(source.read, source.size)) else ""
        problem = f"the header is damaged: {cause}"[:MAX_PROBLEM]
        return Corrupt(self.path, problem, offset=0, advice=advice)

    def _checked(self, source: Source, header: Header, schema: Schema | None) -> Schema:
        if schema is None:
            try:
                return header.schema()
            except ValueError as cause:
                raise self._header_damaged(source, cause) from cause
        if header.game != schema.game:
            raise WrongSchema(self.path, f"it is of the game {header.game!r}, not {schema.game!r}")
        if header.schema_version != schema.version:
            versions = f"version {header.schema_version} of its events, not {schema.version}"
            raise OtherVersion(self.path, f"it holds {versions}")
        try:
            return as_laid_out(schema, header)
        except OtherEvents as cause:
            problem = f"it holds other events as version {schema.version}: {cause}"
            raise WrongSchema(self.path, problem, advice=cause.advice) from cause

    def grow(self) -> bool:
        """Read what a writer added; False if the file must be opened again instead.

        It must if another file has its name now, or if it does not continue where it ended before.
        """
        source, contents = self._source, self.contents
        read_at = source.written_ns, time.time_ns()
        size = source.size
        if size == self._size and not source.replaced and self._is_settled(read_at[0]):
            return True
        cut = size < self._size or (contents.closed and size != self._size)
        # A writer goes on where it, or another, stopped: the end of the file was cut off.
        if source.replaced or cut or contents.open_events:
            return False
        if not contents.closed:
            search = Search(source.read, size, empty=self._empty)
            self.damage = hop(search, contents, past_damage=self._past_damage)
            self._empty = search.empty
            index = read_index(
                source.read, size, self.corrupt
            )  # by a writer that could not compact
            if index is not None and fits(index, self.header, self.schema):
                self.contents = index
            self._size, self._read_at = size, read_at
        return True

    def _is_settled(self, written_ns: int) -> bool:
        """Whether a file last written at this time has not been written since it was read.

        A time right before the reading proves nothing: clocks of file systems are coarse.
        """
        before, read_ns = self._read_at
        return written_ns == before < read_ns - SETTLED_NS

    def is_followed_by(self, later: Reader) -> bool:
        """Whether another reader's file continues this one: the same match, not shorter.

        A live file and its closed form are the same match; what replaces a closed file is another.
        """
        replaced = self.contents.closed and self._source.replaced
        fewer = later.contents.ended_events < self.contents.ended_events
        return not replaced and not fewer and _goes_on(later.header, self.header)

    def record(self, offset: int, size: int) -> Record:
        """Return a record; Corrupt if it is not whole."""
        try:
            return decode(self.read(offset, size))
        except Malformed as cause:
            raise self.corrupt(offset, cause) from cause

    def block(self, position: int, *, keep: bool = True) -> Block | RowsBlock:
        """Return a block, decoded as far as it was needed; Corrupt if something is wrong in it.

        ``keep``: put it into the cache, which one pass over the whole file should not do.
        """
        place = self.contents.place(position)
        self.reached = place.first_event
        key = position, place.size
        block = self._cache.get(key)
        if block is not None:
            return block
        offset = place.offset
        try:
            if place.size > RUN_BYTES and (
                read_mark(self.read(offset, MARK_SIZE)).size != place.size
            ):
                raise self.corrupt(offset, "so many bytes are no block")
            data = self.read(offset, place.size)
            records = decode_run(data)
            if records[0].kind == ROWS:
                block = RowsBlock(records, self.schema)
            else:
                block = Block(records[0], self.schema)
            first, end, count = place.first_event, place.end_event, block.span.events
            if block.span.first_event != first or count != end - first:
                raise Malformed(f"events {first} to {end - 1} should lie here")
            frames = place.first_frame, place.last_frame
            if frames != (block.span.first_frame, block.span.last_frame):
                raise Malformed(f"frames {frames[0]} to {frames[1]} should lie here")
        except Malformed as cause:
            raise self.corrupt_in(position, cause) from cause
        if keep:
            self._cache.keep(key, block)
        return block

    def counts(self, position: int) -> dict[int, int] | None:
        """Return how many events of each type number a block of columns has, by its head alone.

        None where that does not tell. Its checksum is not looked at.
        """
        place = self.contents.place(position)
        found = counts_in(self.read(place.offset, MARK_SIZE + SMALL))
        if found is None or sum(found.values()) != place.end_event - place.first_event:
            return None
        return found if max(found) < len(self.schema.kinds) else None

    def rows_alone(self, position: int) -> Iterator[tuple[int, RowsBlock]]:
        """Yield (offset, block) of each single rows record in a block, every value checked.

        Raises Corrupt at the first in which something is wrong. A block of columns has none.
        """
        offset, size = self.contents.offsets[position], self.contents.sizes[position]
        end = offset + size
        while offset < end:
            try:
                size = read_mark(self.read(offset, MARK_SIZE)).size
                record = decode(self.read(offset, size))
                if record.kind != ROWS:
                    return
                alone = RowsBlock((record,), self.schema)
                check_block(alone, self.schema)
            except WRONG as cause:
                raise self.corrupt(offset, cause) from cause
            yield offset, alone
            offset += size

    def corrupt_in(self, position: int, problem: object) -> Corrupt:
        """Return the error that says what is wrong in a block, and of rows in which record."""
        try:
            for _ in self.rows_alone(position):
                pass
        except Corrupt as found:
            return found
        return self.corrupt(self.contents.offsets[position], problem)

    def check(self, position: int, block: Block | RowsBlock) -> None:
        """Check every value of a block, even if only some are wanted. Raises Corrupt."""
        try:
            check_block(block, self.schema)
        except WRONG as cause:
            raise self.corrupt_in(position, cause) from cause

    def rows(self, start: int, stop: int, *, keep: bool = True) -> Iterator[Row]:
        """Yield the rows of the events numbered ``start`` to before ``stop``.

        ``keep`` the blocks, decoded, for the next reading.
        """
        for position, first, end in self.pieces(start, stop):
            base, block = self.contents.first_events[position], self.block(position, keep=keep)
            if isinstance(block, RowsBlock):
                self.check(position, block)
            try:
                yield from block_rows(block, first - base, end - base)
            except Malformed as cause:
                raise self.corrupt_in(position, cause) from cause

    def canonical_rows(self, start: int, stop: int, *, keep: bool = True) -> Iterator[bytes]:
        """Yield the same events' canonical rows, as the digest covers them: without times."""
        names, pack = [kind.type.name for kind in self.schema.kinds], packer().pack
        for position, first, end in self.pieces(start, stop):
            base, block = self.contents.first_events[position], self.block(position, keep=keep)
            if isinstance(block, RowsBlock):
                self.check(position, block)
            begin, end = first - base, end - base
            try:
                types = block.types[begin:end]
                named = map(names.__getitem__, types)
                fields = block_fields(block, types, begin)
                yield from map(pack, zip(named, block.frames[begin:end], fields, strict=True))
            except (Malformed, TypeError, ValueError) as cause:  # or nested deeper than any event
                raise self.corrupt_in(position, cause) from cause

    def pieces(
        self, start: int, stop: int, selection: Selection | None = None
    ) -> Iterator[tuple[int, int, int]]:
        """Yield (block, first event, end) of each block that has some of these events.

        ``selection``: only of those that may have such events, as far as the index tells.
        """
        contents = self.contents
        if start >= stop:
            return
        for position in contents.positions(contents.block_of(start), stop, selection):
            first = max(start, contents.first_events[position])
            if first >= stop:
                return
            end = min(stop, contents.end_of(position))
            if first < end:
                yield position, first, end
            if end == stop:
                return

    def keyframe(self, position: int) -> Record:
        """Return the record of a keyframe; Corrupt if it is not whole, or none."""
        contents = self.contents
        offset = contents.keyframe_offsets[position]
        record = self.record(offset, contents.keyframe_sizes[position])
        if record.kind != KEYFRAME:
            raise self.corrupt(offset, "this is no keyframe")
        try:
            keyframe = read_keyframe(record.head)
        except Malformed as cause:
            raise self.corrupt(offset, cause) from cause
        claimed = contents.keyframe_events[position], contents.keyframe_owners[position]
        if claimed != (keyframe.events, keyframe.owner):
            raise self.corrupt(offset, "another keyframe should lie here")
        return record


def corrupt(path: Path, offset: int, problem: object) -> Corrupt:
    """Return the error that says what is wrong in a file at this byte."""
    return Corrupt(path, str(problem)[:MAX_PROBLEM], offset=offset, advice=REPAIR)


def _goes_on(header: Header, before: Header) -> bool:
    """Whether a file is of the same match as the one that had its name before."""
    return (header.started_ms, header.metadata, header.lineage) == (
        before.started_ms,
        before.metadata,
        before.lineage,
    )


def fits(contents: Contents, header: Header, schema: Schema) -> bool:
    """Whether an index can be this file's own."""
    kinds, pages = len(schema.kinds), contents.pages
    tallies = () if pages is None else pages.tallies
    return (
        contents.frames >= header.first_frame
        and all(n < kinds for n in contents.type_counts)
        and all(tally[1] < len(header.keys) for tally in tallies if len(tally) > 1)
    )
