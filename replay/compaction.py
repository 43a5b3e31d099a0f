"""Compaction: a file of rows becomes a file of columns, by a way that no kill can hurt.

The new file is written whole under another name, handed to the disk, then given the old one's
name. Until then the old file is the recording, and it opens as it is.
"""

from __future__ import annotations

import errno
import gc
import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, BinaryIO

from replay.assembly import BlockClock, block_events
from replay.birth import OPEN_FILES_CAN_BE_RENAMED, hidden
from replay.file.builder import Builder, closing
from replay.file.contents import Contents
from replay.file.digest import HistoryDigest
from replay.file.header import FIRST_TIME, LAST_TIME, renewed
from replay.file.hopping import hop
from replay.file.opening import beginning
from replay.file.rows import canonical_row
from replay.file.searching import Search
from replay.locking import lock, same_file
from replay.output import Output
from replay.packing import Malformed
from replay.projections import Projection
from replay.reading import Reader, block_fields, block_rows
from replay.schema import Schema


def compact(
    output: Output,
    schema: Schema,
    projection: Projection[Any, Any] | None,
    *,
    events: int,
    complete: bool,
    contents: Contents | None = None,
) -> None:
    """Put a closed file of columns in the place of the open, locked one, which has ``events``.

    ``contents`` is what its writer knows to be in it; None if that must be found out. Events of a
    frame that has not ended are left out. Raises OSError if the disk does not take it,
    RecordingError if what is there is not what was written; then everything is as it was.
    """
    if not OPEN_FILES_CAN_BE_RENAMED:
        raise OSError(errno.EACCES, "an open file keeps its name here", str(output.path))
    path = output.path
    name = hidden(path, "closing")
    with _reader(output, schema, events, contents) as reader:
        name.unlink(missing_ok=True)  # a killed writer's; nobody but the lock's holder is here
        try:
            with name.open("xb") as new, _no_garbage():
                lock(new.fileno())
                write_columns(reader, new, projection, complete)
                new.flush()
                os.fsync(new.fileno())
                name.chmod(os.fstat(output.file.fileno()).st_mode & 0o777)
                name.replace(path)
        except BaseException:
            name.unlink(missing_ok=True)
            raise


def close_rows(output: Output, schema: Schema, *, events: int, complete: bool) -> None:
    """Close the file as it is: rows, an index behind them. Raises as ``compact`` does."""
    names = [kind.type.name for kind in schema.kinds]
    digest, counts = HistoryDigest(), Counter[int]()
    with _reader(output, schema, events) as reader:
        contents = reader.contents
        for position, _, _ in reader.pieces(0, reader.contents.events):
            block = reader.block(position, keep=False)
            try:
                rows = list(block_rows(block, 0, block.span.events))
            except Malformed as cause:
                raise reader.corrupt_in(position, cause) from cause
            for row in rows:
                digest.add((canonical_row(names[row.number], row.frame, row.fields),), 1)
                counts[row.number] += 1
        contents = beginning(reader.header, reader.events_begin)
        hop(Search(reader.read, output.size), contents, runs=False)  # the reader found no damage
    contents.leaves, contents.type_counts = digest.leaves(), dict(counts)
    contents.complete = complete
    output.write(closing(b"", contents))


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Let the collector of cycles rest: none are made here, and it would look at all a game holds.

    Otherwise that is half the time of closing a match whose events somebody keeps.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _reader(
    output: Output, schema: Schema, events: int, contents: Contents | None = None
) -> Reader:
    """Read what was written, if it is there under its name, undamaged."""
    path = output.path
    if not same_file(output.file.fileno(), path):
        raise FileNotFoundError(errno.ENOENT, "it has another name now", str(path))
    reader = Reader(path, schema, contents)
    if reader.damage is None and reader.contents.events == events:
        return reader
    reader.close()
    found = reader.damage
    if found is not None:
        raise reader.corrupt(found.offset, found.problem)
    raise reader.corrupt(
        reader.contents.end, f"{reader.contents.events} events are there of {events}"
    )


def write_columns(
    reader: Reader, new: BinaryIO, projection: Projection[Any, Any] | None, complete: bool
) -> None:
    """Write what a reader reads as a closed file of columns; records of unknown kinds as well."""
    begin = renewed(reader.read(0, reader.events_begin))
    builder = Builder(reader.schema, projection, reader.header.first_frame, begin)
    new.write(begin)
    start = 0
    for stop, kind, other in _stretches(reader):
        for position, first, end in reader.pieces(start, stop):
            new.write(_extended(builder, reader, position, first, end))
        if kind is not None:
            new.write(builder.insert(kind, other))
        start = stop
    builder.end(reader.contents.frames - 1)
    new.write(builder.finish(complete))


def _extended(builder: Builder, reader: Reader, position: int, first: int, end: int) -> bytes:
    """Hand the events of a block to the builder; return what is to be written now."""
    start = first - reader.contents.first_events[position]
    stop = end - reader.contents.first_events[position]
    block = reader.block(position, keep=False)
    corrupt = partial(reader.corrupt, reader.contents.offsets[position])
    clock = BlockClock(block, corrupt)
    try:
        events = block_events(block, reader.schema, start, stop, None, clock)
        fields = list(block_fields(block, block.types[start:stop], start))
        times = block.times[start:stop]
        if times and not FIRST_TIME <= min(times) <= max(times) <= LAST_TIME:
            raise Malformed("an event's time is beyond all calendars")
    except (Malformed, TypeError, ValueError) as cause:
        raise corrupt(cause) from cause
    builder.events += events
    builder.times += times
    builder.fields += fields
    return builder.full(block.plain)


def _stretches(reader: Reader) -> Iterator[tuple[int, str | None, bytes]]:
    """Yield (number of the next event, kind, record) for each unknown record, then for the end."""
    contents = reader.contents
    numbers = [*contents.first_events, contents.ended_events]
    for other in contents.others:
        number = numbers[bisect_left(contents.offsets, other.offset)]
        yield min(number, contents.ended_events), other.kind, reader.read(other.offset, other.size)
    yield contents.ended_events, None, b""
