"""Compaction: a file of rows becomes a file of columns, by a way that no kill can hurt.

The new file is written whole under another name, handed to the disk, then given the old one's
name. Until then the old file is the recording, and it opens as it is.
"""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from replay.assembly import BlockClock, block_events
from replay.file.builder import Builder
from replay.file.contents import Contents
from replay.locking import lock
from replay.output import Output
from replay.projections import Projection
from replay.reading import Reader, block_fields
from replay.schema import Schema


def compact(
    output: Output,
    schema: Schema,
    projection: Projection[Any, Any] | None,
    complete: bool,
    contents: Contents | None,
) -> None:
    """Put a closed file of columns in the place of the open, locked one.

    ``contents`` is what its writer knows to be in it; None if that must be found out.
    Raises OSError if the disk does not take it; then everything is as it was.
    """
    path = output.path
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as new:
            lock(new.fileno())
            with Reader(path, schema, contents) as reader:
                write_columns(reader, new, projection, complete)
            new.flush()
            os.fsync(new.fileno())
            if hasattr(os, "fchmod"):
                os.fchmod(new.fileno(), os.fstat(output.file.fileno()).st_mode & 0o777)
            Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_columns(
    reader: Reader, new: BinaryIO, projection: Projection[Any, Any] | None, complete: bool
) -> None:
    """Write what a reader reads as a closed file of columns."""
    begin = reader.read(0, reader.events_begin)
    builder = Builder(reader.schema, projection, reader.header.first_frame, begin)
    new.write(begin)
    for position, first, end in reader.pieces(0, reader.contents.ended_events):
        base = reader.contents.first_events[position]
        block = reader.block(position)
        clock = BlockClock(block, partial(reader.corrupt, reader.contents.offsets[position]))
        events = block_events(block, reader.schema, first - base, end - base, None, clock)
        types, times = (
            block.types[first - base : end - base],
            block.times[first - base : end - base],
        )
        fields = block_fields(block, types, first - base)
        size = reader.contents.sizes[position]
        new.write(builder.extend(types, events, times, fields, size))
    builder.end(reader.contents.frames - 1)
    new.write(builder.finish(complete))
