"""The rows of a block: its events as plain values, which nobody has made objects of.

Knows blocks, and of events only their numbers of type.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from replay.file.blocks import Block
from replay.file.rows import RowsBlock


class Row(NamedTuple):
    """An event as plain values: type number, frame, milliseconds since 1970, fields."""

    number: int
    frame: int
    time: int
    fields: tuple[Any, ...]


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
