"""Selection: which pages and blocks may have events of some types, with some values of keys.

What the index does not count may be there. Knows tallies; reads nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import compress
from operator import add, and_, gt, lt, or_
from types import NoneType
from typing import Any

from replay.file.tallies import Tally


@dataclass(frozen=True, slots=True)
class Selection:
    """Events of these type numbers that have each of these (key, value)."""

    numbers: Collection[int]
    values: Sequence[tuple[int, Any]] = ()

    def rows(self, tallies: Mapping[Tally, Sequence[int]], rows: int) -> list[bool]:
        """Return of each of so many pages or blocks whether it may have such events."""
        found = [False] * rows
        for number in self.numbers:
            if (number,) in tallies:
                found = list(map(or_, found, self._rows_of(number, tallies, rows)))
        return found

    def _rows_of(
        self, number: int, tallies: Mapping[Tally, Sequence[int]], rows: int
    ) -> list[bool]:
        of_type = tallies[(number,)]
        found = [count > 0 for count in of_type]
        for key, value in self.values:
            zeros: Sequence[int] = [0] * rows
            counted = zeros
            for tally, column in tallies.items():
                if tally[:2] == (number, key):
                    counted = list(map(add, counted, column))
            has_it = map(gt, tallies.get((number, key, value), zeros), zeros)
            is_open = map(lt, counted, of_type)
            found = list(map(and_, found, map(or_, has_it, is_open)))
        return found


def key_values(keys: Sequence[str], where: Mapping[str, object]) -> list[tuple[int, Any]]:
    """Return the (key, value) that events must have, of those that an index may count."""
    plain = {
        name: value.value if isinstance(value, Enum) and isinstance(value, (int, str)) else value
        for name, value in where.items()
    }
    return [
        (keys.index(name), value)
        for name, value in plain.items()
        if name in keys and type(value) in (int, bool, str, NoneType)
    ]


def key_counts(
    tallies: Mapping[Tally, Sequence[int]], numbers: Collection[int], key: int
) -> Counter[Any] | None:
    """Return how many events of these types have each value; None if not all are counted."""
    counts = Counter[Any]()
    for number in numbers:
        values = {
            tally[2]: sum(column) for tally, column in tallies.items() if tally[:2] == (number, key)
        }
        if sum(values.values()) != sum(tallies.get((number,), ())):
            return None
        counts.update(values)
    return counts


def selected(
    selection: Selection, tallies: Mapping[Tally, Sequence[int]] | None, rows: int
) -> list[int]:
    """Return the positions of the pages or blocks that may have such events."""
    if tallies is None:
        return list(range(rows))
    return list(compress(range(rows), selection.rows(tallies, rows)))
