"""Searching: the next whole record behind bytes that make no sense.

Pure but for ``read(offset, size)``, which gives the file's bytes there (fewer at its end).
"""

from __future__ import annotations

from collections.abc import Callable

from replay.file.records import MARK_SIZE, SYNC, Record, decode, read_mark
from replay.values.msgpack_codec import Malformed

Read = Callable[[int, int], bytes]

STEP = 1 << 20
AHEAD = 1 << 18
PATIENCE = 16
"""How many times the file's size is read, at most, for things that only look like records. Damage
costs less than one such reading; only a file made to waste time costs more."""


def read_ahead(read: Read) -> Read:
    """Return a buffered ``read`` that fetches large pieces, for reading a file sequentially."""
    begin, piece = 0, b""

    def ahead(offset: int, size: int) -> bytes:
        nonlocal begin, piece
        if not begin <= offset <= offset + size <= begin + len(piece):
            begin, piece = offset, read(offset, max(size, AHEAD))
        return piece[offset - begin : offset - begin + size]

    return ahead


class Search:
    """Reads records of a file of ``size`` bytes, and finds the next whole one behind damage.

    ``begin``: where the part of it begins that is read. ``empty_from``, if given, and
    ``empty_to``: from the first to the second offset no whole record begins, nor can one that is
    still being written, as an earlier search has found.
    """

    def __init__(
        self, read: Read, size: int, *, begin: int = 0, empty: tuple[int, int] = (0, 0)
    ) -> None:
        self.read, self.size, self.empty = read_ahead(read), size, empty
        self._budget = PATIENCE * (size - begin) + STEP

    @property
    def gave_up(self) -> bool:
        """Whether there was too much that only looked like records to search through all of it."""
        return self._budget < 0

    def record(self, offset: int) -> tuple[Record, bytes]:
        """Return the record there, its checksum proved right, and its bytes; raises Malformed."""
        mark = read_mark(self.read(offset, MARK_SIZE))
        if offset + mark.size > self.size:
            raise Malformed("the file ends within a record")
        raw = self.read(offset, mark.size)
        try:
            return decode(raw), raw
        except Malformed:
            self._budget -= mark.size
            raise

    def following(self, offset: int) -> int | None:
        """Return the offset of the first whole record from ``offset`` on, None if there is none."""
        begin, unfinished = offset, self.size - len(SYNC) + 1
        if self.empty[0] <= offset < self.empty[1]:
            begin, offset = self.empty
        while offset < self.size:
            stretch = self.read(offset, STEP + len(SYNC) - 1)
            found = stretch.find(SYNC)
            while found >= 0:
                if self.gave_up:
                    return None
                try:
                    self.record(offset + found)
                except Malformed:
                    if self._may_grow(offset + found):
                        unfinished = min(unfinished, offset + found)
                    found = stretch.find(SYNC, found + 1)
                    continue
                return offset + found
            offset += STEP
        self.empty = begin, unfinished
        return None

    def _may_grow(self, offset: int) -> bool:
        """Whether what begins there reaches behind the end of the file, which may grow."""
        try:
            return offset + read_mark(self.read(offset, MARK_SIZE)).size > self.size
        except Malformed:
            return offset + MARK_SIZE > self.size
