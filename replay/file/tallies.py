"""Tallies: how many events of each type a block has, and how often each value of a key occurs.

A *key* is a field of events that has few values, such as the player; the schema names the keys.
A *tally* is what is counted: (type number,) or (type number, position of the key, value). Where a
key of a type has too many values, they are not counted: then its tallies do not add up to its
type's. Knows the columns of blocks; no file.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import NoneType
from typing import Any, TypeVar

from replay.file.blocks import Block
from replay.file.rows import RowsBlock
from replay.schema import Kind, Schema

T = TypeVar("T")
Tally = tuple[Any, ...]
PAGE_BLOCKS = 1024
"""Blocks that a page of the index describes, at most."""
MAX_VALUES = 256
"""Values of one key and type that a page counts."""
MAX_TEXT = 64
"""Characters of a value that is counted."""
MAX_COLUMNS = 4096
"""Tallies of a page."""
MAX_COUNTS = MAX_COLUMNS * PAGE_BLOCKS
"""Counts of all tallies, of a page or of an index."""


def counted_fields(kind: Kind, keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield (key, column) of the fields of a type whose values are counted."""
    for key, name in enumerate(keys):
        if kind.counts(name):
            yield key, kind.fields.index(name)


def count_columns(kind: Kind, keys: Sequence[str], columns: Sequence[Any]) -> dict[Tally, int]:
    """Count the values of all keys among a block's events of one type."""
    counts: dict[Tally, int] = {}
    for key, column in counted_fields(kind, keys):
        counts.update(_count_values(kind.number, key, columns[column]))
    return counts


def _count_values(number: int, key: int, values: Sequence[Any]) -> dict[Tally, int]:
    """Count the values of a key among a block's events of one type; nothing if there are many."""
    try:
        counts = Counter(values)
    except TypeError:  # a file may hold what its description does not allow
        return {}
    if len(counts) > MAX_VALUES or not all(map(_fits, counts)):
        return {}
    return {(number, key, value): count for value, count in counts.items()}


def _fits(value: object) -> bool:
    return type(value) in (int, bool, NoneType) or (type(value) is str and len(value) <= MAX_TEXT)


def count_block(block: Block | RowsBlock, schema: Schema) -> dict[Tally, int]:
    """Return the tallies of a block. Raises Malformed."""
    counts: dict[Tally, int] = {(number,): count for number, count in block.counts.items()}
    for number in block.counts:
        if schema.keys:
            columns = block.field_columns(number)
            counts.update(count_columns(schema.kinds[number], schema.keys, columns))
    return counts


class Tallies:
    """The tallies of a file's blocks, a page's blocks at a time. Grows as blocks are added."""

    def __init__(self) -> None:
        self._pages: list[dict[Tally, array[int]]] = []

    def add(self, position: int, counts: Mapping[Tally, int]) -> None:
        """Add those of the block at this position."""
        page, row = divmod(position, PAGE_BLOCKS)
        while len(self._pages) <= page:
            if self._pages:
                self._pages[-1] = _limited(self._pages[-1])
            self._pages.append({})
        columns = self._pages[page]
        for tally, count in counts.items():
            column = columns.setdefault(tally, array("I"))
            column.frombytes(bytes((row - len(column)) * column.itemsize))
            column.append(count)
        if len(columns) > MAX_COLUMNS:
            self._pages[page] = _limited(columns)

    def of_page(self, page: int, blocks: int) -> dict[Tally, array[int]]:
        """Return the columns of a page: for each tally, its count in each of so many blocks."""
        columns = _limited(self._pages[page]) if page < len(self._pages) else {}
        for column in columns.values():
            column.frombytes(bytes((blocks - len(column)) * column.itemsize))
        return {tally: columns[tally] for tally in sorted(columns, key=repr)}


def _limited(columns: dict[Tally, array[int]]) -> dict[Tally, array[int]]:
    """Leave out the keys that have too many values."""
    values = Counter(tally[:2] for tally in columns)
    kept = {tally: column for tally, column in columns.items() if values[tally[:2]] <= MAX_VALUES}
    return kept if len(kept) <= MAX_COLUMNS else of_types(columns)


def of_types(tallies: Mapping[Tally, T]) -> dict[Tally, T]:
    """Return only the tallies of types, not those of keys."""
    return {tally: counted for tally, counted in tallies.items() if len(tally) == 1}
