"""Compaction: rewriting a file of rows as a file of columns, safely if killed at any moment.

The new file is written under another name, synced to the disk, then renamed to the old one's
name. Until then the old file is the recording and can be opened.
"""

from __future__ import annotations

import errno
import glob
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing as closing_at_end
from contextlib import contextmanager
from functools import partial
from io import BufferedWriter
from pathlib import Path
from typing import BinaryIO

from replay.file.block_rows import block_fields
from replay.file.builder import Builder, closing
from replay.file.contents import Contents
from replay.file.digest import HistoryDigest
from replay.file.hopping import hop
from replay.file.keyframes import Keeper
from replay.file.paged import position_left
from replay.file.pages import PAGES_SINCE
from replay.file.records import decode
from replay.file.resync import Search
from replay.file.rows import block_of
from replay.file.scan import beginning
from replay.file.tallies import count_block
from replay.schema import Schema
from replay.storage.collector import without_collector
from replay.storage.computed_digest import add_block
from replay.storage.creation import keep_access
from replay.storage.disk_errors import if_the_disk_can, is_of_disk, name_file
from replay.storage.event_building import BlockClock, block_events
from replay.storage.free_names import nearest_place, take_free_name
from replay.storage.growing_columns import GrowingColumns
from replay.storage.hidden_files import (
    OPEN_FILES_CAN_BE_RENAMED,
    abandon,
    claim,
    discard,
    give_name,
    hidden,
    of_one_process,
    unnamed,
)
from replay.storage.input_file import Source
from replay.storage.locking import same_file
from replay.storage.output_file import Output
from replay.storage.ownership import OwnedFile
from replay.storage.reader import Reader
from replay.values.msgpack_codec import Malformed
from replay.values.timestamps import FIRST_TIME, LAST_TIME

COPIED_BYTES = 1 << 20
"""Bytes that are copied at a time."""


def compact(
    output: Output,
    schema: Schema,
    keeper: Keeper | None,
    *,
    events: int,
    complete: bool,
    contents: Contents | None = None,
    columns: GrowingColumns | None = None,
) -> Exception | None:
    """Replace the open, locked file, which has ``events`` events, by a closed file of columns.

    ``contents``: the file's contents as its writer knows them; None to read them. ``columns``:
    the same events, in columns already, but for the last. Events of a
    frame that has not ended are left out. If the open file was deleted or replaced meanwhile,
    the new one gets a free name, ``output.kept_at``. Returns the exception that the projection
    raised, if any: from there on there are no keyframes. If this was interrupted, call it again.

    Raises OSError if it cannot be written, RecordingError if the file does not hold what was
    written; in both cases nothing is changed.
    """
    # No cycles are made here: closing a match whose events are still in memory would take twice as
    # long with the collector on.
    return without_collector(
        partial(_compact, output, schema, keeper, events, complete, contents, columns)
    )


def _compact(
    output: Output,
    schema: Schema,
    keeper: Keeper | None,
    events: int,
    complete: bool,
    contents: Contents | None,
    columns: GrowingColumns | None,
) -> Exception | None:
    if not OPEN_FILES_CAN_BE_RENAMED:
        raise OSError(errno.EACCES, "an open file keeps its name here", str(output.path))
    if _has_taken_over(output):
        return None
    if columns is not None and contents is not None and _are_all(columns, contents, output):
        if columns.file is None:
            with if_the_disk_can():
                begin_draft(output, columns)
        if columns.file is not None:
            with if_the_disk_can(), _successor(output, columns) as new:
                new.write(columns.finish(contents.frames - 1, complete))
            if _has_taken_over(output):
                return columns.problem
    _discard_draft(output)
    with _reader(output, schema, events, contents) as reader, _successor(output) as new:
        return write_columns(reader, new, keeper, complete)


def close_in_place(
    output: Output, schema: Schema, offset: int, events: int, *, complete: bool
) -> None:
    """Close the file without compacting it: write an index at ``offset``, where its records end.

    The index's contents are read from the file. If the file was deleted or replaced meanwhile, a
    copy of it gets a free name. Raises what ``compact`` raises.
    """
    digest, counts = HistoryDigest(), Counter[int]()
    with _reader(output, schema, events) as reader:
        for position in range(len(reader.contents.offsets)):
            block = reader.block(position, keep=False)
            add_block(reader, digest, position, block, block.span.events)
            counts.update(block.types)
        contents, format_version = (
            beginning(reader.header, reader.events_begin),
            reader.header.format_version,
        )
        hop(Search(reader.read, offset), contents, runs=False)  # the reader found no damage
        places = zip(contents.offsets, contents.sizes, strict=True)
        for position, place in enumerate(places if format_version >= PAGES_SINCE else ()):
            record = decode(reader.read(*place))
            block = block_of(record, reader.schema)
            contents.tallies.add(position, count_block(block, reader.schema))
    contents.leaves, contents.type_counts = digest.leaves(), dict(counts)
    contents.complete = complete
    output.write(closing(b"", contents, format_version), offset)
    keep(output)


def keep(output: Output) -> None:
    """If the open, closed file was deleted or replaced, give a copy of it a free name."""
    if output.missing() and not _has_taken_over(output):
        with (
            _successor(output) as new,
            closing_at_end(Source(output.path, output.file)) as source,
        ):
            size = 0
            while data := source.read(size, COPIED_BYTES):
                new.write(data)
                size += len(data)


def begin_draft(output: Output, columns: GrowingColumns) -> None:
    """Let columns grow in a file that will replace the open one. Raises OSError."""
    name, file = None, unnamed(output.path.parent)
    if file is None:
        name, file = _draft(output)
    try:
        output.draft_name, output.draft = name, file
        keep_access(file, output.file)
        columns.begin(name, file)
    except BaseException:
        abandon(name, file)
        raise


def _are_all(columns: GrowingColumns, contents: Contents, output: Output) -> bool:
    """Whether the growing columns have all events, and can take the open file's place."""
    return (
        columns.events == contents.events
        and not contents.open_events
        and columns.is_in_place
        and not output.missing()
    )


def _discard_draft(output: Output) -> None:
    """Delete a draft that is not used."""
    if output.draft is not None:
        with if_the_disk_can():
            discard(output.draft_name, output.draft)


@contextmanager
def _successor(output: Output, columns: GrowingColumns | None = None) -> Iterator[BinaryIO]:
    """Open the file that will replace the open one; rename it into place after the block.

    It stays open, and so locked, as ``output.draft``. With ``columns`` it is the file in which
    they have grown.
    """
    name = file = output.successor = None
    try:
        if columns is None:
            name, file = _draft(output)
        else:
            assert columns.file is not None, "the columns have a draft"
            name, file = columns.name or _named(output, columns.file), columns.file
            output.nearest = output.path
        output.draft_name, output.draft = name, file
        new = BufferedWriter(file)
        yield new
        new.flush()
        os.fsync(file.fileno())
        keep_access(file, output.file)
        output.lost_name = output.missing()
        output.successor = os.fstat(file.fileno())
        if output.lost_name:
            output.kept_at = take_free_name(name, output.nearest)
        else:
            name.replace(output.path)
        output.draft_name = None
        new.detach()  # or else the file would be closed with it
    except BaseException as raised:
        if name is not None and file is not None:
            with if_the_disk_can():
                if not _has_final_name(file, name):
                    output.successor = None  # another file may get its inode
            with if_the_disk_can():
                discard(name, file)
        if file is not None:
            file.close()  # not the buffer: nothing needs its content
        name_file(raised, output.path)
        raise


def _has_final_name(file: OwnedFile, name: Path) -> bool:
    """Whether a draft has another name than its hidden one: what it is to replace, it did."""
    return not file.closed and os.fstat(file.fileno()).st_nlink > same_file(file.fileno(), name)


def _draft(output: Output) -> tuple[Path, OwnedFile]:
    """Open the hidden file in which the successor is written, locked.

    It is in the folder of the open file or, if that was deleted, in the nearest one that takes it.
    """
    if not output.missing():
        output.nearest = output.path
        return _draft_beside(output, output.path)
    output.nearest, draft = nearest_place(output.path, partial(_draft_beside, output))
    return draft


def _named(output: Output, file: OwnedFile) -> Path:
    """Give a file without a name a hidden one beside the open file."""
    name = hidden(output.path, "closing")
    try:
        give_name(file, name, output.path)
    except OSError as problem:
        if not _is_busy(problem):
            raise
        name = of_one_process(name, output.file.fileno())
        give_name(file, name, output.path)
    return name


def _is_busy(problem: OSError) -> bool:
    """Whether another program is using a hidden name."""
    busy = isinstance(problem, BlockingIOError) or problem.errno == errno.EBUSY
    return busy and is_of_disk(problem)


def _draft_beside(output: Output, place: Path) -> tuple[Path, OwnedFile]:
    """Open it beside ``place``.

    If the open file was deleted, another program may be closing a new one of its name: then the
    hidden file gets a name that only this process uses.
    """
    name = hidden(place, "closing")
    try:
        return name, claim(name, output.path, told=True)
    except OSError as problem:
        if not _is_busy(problem):
            raise
    name = of_one_process(name, output.file.fileno())
    return name, claim(name, output.path, told=True)


def _has_taken_over(output: Output) -> bool:
    """Whether the successor has replaced the open file already, before an interruption."""
    successor = output.successor
    if successor is None:
        return False
    for path in _possible_places(output):
        if path.exists() and os.path.samestat(path.stat(), successor):
            if output.lost_name:
                output.kept_at = path
            return True
    return False


def _possible_places(output: Output) -> Iterator[Path]:
    """Yield where the successor may be: mostly where the open file was, or beside that."""
    yield output.path
    yield from output.nearest.parent.glob(f"*{glob.escape(output.path.suffix)}")


def _reader(
    output: Output, schema: Schema, events: int, contents: Contents | None = None
) -> Reader:
    """Open what was written for reading; raise unless all of it is there, undamaged."""
    reader = Reader(output.path, schema, contents, output.file)
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
    reader: Reader, new: BinaryIO, keeper: Keeper | None, complete: bool
) -> Exception | None:
    """Write a reader's events and its records of unknown kinds as a closed file of columns.

    Returns the exception that the projection raised, if any: from there on there are no keyframes.
    """
    begin = reader.read(0, reader.events_begin)
    header = reader.header
    builder = Builder(
        reader.schema, keeper, header.first_frame, begin, format_version=header.format_version
    )
    new.write(begin)
    for part in add_between(builder, reader, 0, reader.contents.ended_events):
        new.write(part)
    builder.end(reader.contents.frames - 1)
    new.write(builder.finish(complete))
    return builder.problem


def add_between(
    builder: Builder, reader: Reader, start: int, stop: int, *, to_end: bool = True
) -> Iterator[bytes]:
    """Hand a reader's events of these numbers to the builder, with the unknown records among them.

    ``to_end``: those behind the last event, too. Yields what is to be written meanwhile.
    """
    begin = start
    for number, kind, other in _stretches(reader):
        for position, first, end in reader.pieces(start, min(number, stop)):
            yield _extended(builder, reader, position, first, end)
        if kind is not None and (begin <= number < stop or (to_end and number == stop)):
            yield builder.insert(kind, other)
        start = max(start, min(number, stop))


def _extended(builder: Builder, reader: Reader, position: int, first: int, end: int) -> bytes:
    """Hand the events of a block to the builder; return what is to be written now."""
    start = first - reader.contents.first_events[position]
    stop = end - reader.contents.first_events[position]
    block = reader.block(position, keep=False)
    corrupt = partial(reader.corrupt, reader.contents.offsets[position])
    try:
        clock = BlockClock(block, corrupt)
        events = block_events(block, reader.schema, start, stop, None, clock)
        fields = list(block_fields(block, block.types[start:stop], start))
        times = block.times[start:stop]
        if times and not FIRST_TIME <= min(times) <= max(times) <= LAST_TIME:
            raise Malformed("an event's time is beyond all calendars")
    except (Malformed, TypeError, ValueError) as cause:
        raise corrupt(cause) from cause
    batch = builder.batch
    batch.add_all(events, times, fields)
    batch.size += block.plain
    batch.last_size = block.plain
    return builder.full()


def _stretches(reader: Reader) -> Iterator[tuple[int, str | None, bytes]]:
    """Yield (number of the next event, kind, record) for each unknown record, then for the end."""
    contents = reader.contents
    numbers = [*contents.first_events, contents.ended_events]
    for other in contents.others:
        number = numbers[position_left(contents.offsets, other.offset)]
        yield min(number, contents.ended_events), other.kind, reader.read(other.offset, other.size)
    yield contents.ended_events, None, b""
