"""A sequence of non-decreasing numbers in little memory: most of them are compressed.

A valid file of a megabyte may hold ten million similar events: the differences between their
frames compress as well here as they do there.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from operator import sub
from typing import overload

PLAIN = 262_144
"""How many numbers are kept uncompressed (two megabytes): most matches have no more."""
TOGETHER = 512
"""How many numbers are compressed together."""


class PackedNumbers(Sequence[int]):
    """Whole numbers of at most 64 bits, none less than the one before it."""

    def __init__(self) -> None:
        self._plain = array("q")
        self._packed: list[bytes] = []
        self._firsts = array("q")
        self._unpacked = lru_cache(maxsize=64)(self._unpack)

    def append(self, number: int) -> None:
        """Add a number behind the others."""
        self._plain.append(number)
        if len(self._plain) == PLAIN:
            self._pack()

    def _pack(self) -> None:
        plain = self._plain
        for start in range(0, PLAIN, TOGETHER):
            some = plain[start : start + TOGETHER]
            steps = array("q", map(sub, some[1:], some))
            self._firsts.append(some[0])
            self._packed.append(zlib.compress(steps.tobytes(), 1))
        self._plain = array("q")

    def _unpack(self, chunk: int) -> array[int]:
        steps = array("q")
        steps.frombytes(zlib.decompress(self._packed[chunk]))
        return array("q", accumulate(steps, initial=self._firsts[chunk]))

    def __len__(self) -> int:
        return TOGETHER * len(self._packed) + len(self._plain)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> list[int]: ...
    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            return [self[one] for one in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        behind = index - TOGETHER * len(self._packed)
        if behind >= 0:
            return self._plain[behind]
        if index < 0:
            raise IndexError(index)
        return self._unpacked(index // TOGETHER)[index % TOGETHER]

    def before(self, number: int) -> int:
        """Return how many numbers are less than this one."""
        packed = TOGETHER * len(self._packed)
        index = bisect_left(self._plain, number)
        if index or not packed:
            return packed + index
        chunk = bisect_left(self._firsts, number) - 1
        return 0 if chunk < 0 else TOGETHER * chunk + bisect_left(self._unpacked(chunk), number)

    def up_to(self, number: int) -> int:
        """Return how many numbers are less than or equal to this one."""
        packed = TOGETHER * len(self._packed)
        index = bisect_right(self._plain, number)
        if index or not packed:
            return packed + index
        chunk = bisect_right(self._firsts, number) - 1
        return 0 if chunk < 0 else TOGETHER * chunk + bisect_right(self._unpacked(chunk), number)
