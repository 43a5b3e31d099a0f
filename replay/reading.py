"""The reader: an open recording file as blocks and rows, damage noticed where it lies.

Opens the file and translates what is malformed into RecordingErrors that say where. Makes no
events; see recording for those.
"""

from __future__ import annotations

import os
import weakref
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from replay.errors import Corrupt, NotARecording, OtherVersion, UnsupportedFormat, WrongSchema
from replay.file.blocks import Block
from replay.file.contents import Contents
from replay.file.header import Header
from replay.file.opening import Damage, Foreign, TooNew, hop, read_header, read_index
from replay.file.records import KEYFRAME, ROWS, Record, decode, decode_run
from replay.file.rows import RowsBlock
from replay.locking import same_file
from replay.packing import Malformed
from replay.schema import Schema

CACHED_EVENTS = 16_384
"""Events of unfolded blocks kept in memory: enough to walk, a few megabytes at the most."""
REPAIR = "replay repair saves what is undamaged"


class Row(NamedTuple):
    """An event before it is one: type number, frame, milliseconds since 1970, fields."""

    number: int
    frame: int
    time: int
    fields: tuple[Any, ...]


class Reader:
    """An open recording. Raises OSError if it cannot be opened, RecordingError if it is none.

    ``contents`` spares looking for what is in the file, where that is known.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        schema: Schema | None = None,
        contents: Contents | None = None,
    ) -> None:
        self.path = Path(path)
        if self.path.is_dir():
            raise NotARecording(self.path, "it is a folder", advice="name a file in it")
        self._open(schema, contents)

    def _open(self, schema: Schema | None, contents: Contents | None = None) -> None:
        self._file = self.path.open("rb", buffering=0)
        weakref.finalize(self, self._file.close)  # a forgotten reader has nothing to lose
        self._cache: OrderedDict[tuple[int, int], Block | RowsBlock] = OrderedDict()
        self._cached_events = 0
        self.damage: Damage | None = None
        try:
            self.header, self.events_begin = self._read_header()
            self.schema = self._checked(schema)
            if contents is None:
                self._find_contents()
            else:
                self.contents, self._size = contents, self.size
        except BaseException:
            self._file.close()
            raise

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
        self._file.close()

    @property
    def size(self) -> int:
        """The file's size in bytes, now."""
        return os.fstat(self._file.fileno()).st_size

    def read(self, offset: int, size: int) -> bytes:
        """Return the file's bytes there; fewer at its end."""
        if size <= 0 or offset < 0:
            return b""
        self._file.seek(offset)
        parts = []
        while size > 0 and (part := self._file.read(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def corrupt(self, offset: int, problem: object) -> Corrupt:
        """Return the error that says what is wrong at this byte."""
        return Corrupt(self.path, str(problem), offset=offset, advice=REPAIR)

    def _read_header(self) -> tuple[Header, int]:
        try:
            return read_header(self.read)
        except Foreign as cause:
            empty = self.size == 0
            problem = "the file is empty" if empty else "this is no recording: " + str(cause)
            raise NotARecording(self.path, problem) from cause
        except TooNew as cause:
            advice = "a newer version of this program reads it"
            raise UnsupportedFormat(self.path, str(cause), advice=advice) from cause
        except Malformed as cause:
            raise Corrupt(self.path, f"the header is damaged: {cause}", offset=0) from cause

    def _checked(self, schema: Schema | None) -> Schema:
        header = self.header
        if schema is None:
            try:
                return header.schema()
            except ValueError as cause:
                raise Corrupt(self.path, f"the header is damaged: {cause}", offset=0) from cause
        if header.game != schema.game:
            raise WrongSchema(self.path, f"it is of the game {header.game!r}, not {schema.game!r}")
        if header.schema_version != schema.version:
            versions = f"version {header.schema_version} of its events, not {schema.version}"
            raise OtherVersion(self.path, f"it holds {versions}")
        if header.catalogue != as_read(schema):
            raise WrongSchema(self.path, f"it holds other events as version {schema.version}")
        return schema

    def _find_contents(self) -> None:
        self._size = self.size
        contents = read_index(self.read, self._size)
        self.damage = None
        first = self.header.first_frame
        if contents is not None and contents.first_frames and contents.first_frames[0] < first:
            contents = None  # it belongs to another file
        if contents is None:
            contents = Contents(first_frame=first, frames=first, end=self.events_begin)
            self.damage = hop(self.read, self._size, contents)
        self.contents = contents

    def refresh(self) -> None:
        """Look at what was added since; open the file anew if another has its name now."""
        if not same_file(self._file.fileno(), self.path):
            self._file.close()
            self._open(self.schema)
            return
        rewritten = self.size < self._size or (self.contents.closed and self.size != self._size)
        if rewritten or self.contents.open_events:
            # A writer goes on where it, or another, stopped: the end of the file was cut off.
            self._cache.clear()
            self._cached_events = 0
            self._find_contents()
        elif not self.contents.closed:
            self._size = self.size
            self.damage = hop(self.read, self._size, self.contents)
            self._find_index()

    def _find_index(self) -> None:
        """Take over what the index says once a writer that could not compact has written one."""
        index = read_index(self.read, self._size)
        if index is not None:
            self.contents = index

    def record(self, offset: int, size: int) -> Record:
        """Return a record; Corrupt if it is not whole."""
        try:
            return decode(self.read(offset, size))
        except Malformed as cause:
            raise self.corrupt(offset, cause) from cause

    def block(self, position: int) -> Block | RowsBlock:
        """Return a block, unfolded as far as it was needed; Corrupt if something is wrong in it."""
        key = position, self.contents.sizes[position]
        block = self._cache.get(key)
        if block is not None:
            self._cache.move_to_end(key)
            return block
        contents = self.contents
        offset = contents.offsets[position]
        try:
            records = decode_run(self.read(offset, contents.sizes[position]))
            if records[0].kind == ROWS:
                block = RowsBlock(records, self.schema)
            else:
                block = Block(records[0], self.schema)
            first, count = contents.first_events[position], contents.event_counts[position]
            frames = contents.first_frames[position], contents.last_frames[position]
            if (block.span.first_event, block.span.events) != (first, count) or frames != (
                block.span.first_frame,
                block.span.last_frame,
            ):
                raise Malformed(f"events {first} to {first + count - 1} should lie here")
        except Malformed as cause:
            raise self.corrupt(offset, cause) from cause
        self._cache[key] = block
        self._cached_events += count
        while self._cached_events > CACHED_EVENTS and len(self._cache) > 1:
            _, dropped = self._cache.popitem(last=False)
            self._cached_events -= dropped.span.events
        return block

    def rows(self, start: int, stop: int) -> Iterator[Row]:
        """Yield the rows of the events numbered ``start`` to before ``stop``."""
        for position, first, end in self.pieces(start, stop):
            base = self.contents.first_events[position]
            try:
                yield from block_rows(self.block(position), first - base, end - base)
            except Malformed as cause:
                raise self.corrupt(self.contents.offsets[position], cause) from cause

    def pieces(self, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """Yield (block, first event, end) of each block that has some of these events."""
        contents = self.contents
        for position in range(contents.block_of(start), len(contents.offsets)):
            first = max(start, contents.first_events[position])
            end = min(stop, contents.end_of(position))
            if first >= stop:
                return
            if first < end:
                yield position, first, end

    def keyframe(self, position: int) -> Record:
        """Return the record of a keyframe; Corrupt if it is not whole, or none."""
        contents = self.contents
        offset = contents.keyframe_offsets[position]
        record = self.record(offset, contents.keyframe_sizes[position])
        if record.kind != KEYFRAME:
            raise self.corrupt(offset, "this is no keyframe")
        return record


def block_fields(block: Block | RowsBlock, types: bytes, start: int) -> Iterator[tuple[Any, ...]]:
    """Yield the fields of a block's events from ``start`` on, whose type numbers are these."""
    rows = {
        number: iter(block.fields(number, block.types[:start].count(number)))
        for number in set(types)
    }
    return map(next, map(rows.__getitem__, types))


def block_rows(block: Block | RowsBlock, start: int, stop: int) -> Iterator[Row]:
    """Yield rows ``start`` to before ``stop`` of a block; raises Malformed."""
    types = block.types[start:stop]
    frames, times = block.frames[start:stop], block.times[start:stop]
    return map(Row, types, frames, times, block_fields(block, types, start))


def as_read(schema: Schema) -> list[tuple[str, Any]]:
    """Return a schema's catalogue as a file gives it back: its tuples are lists there."""
    return [(name, description) for name, description in schema.catalogue]
