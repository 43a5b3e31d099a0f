"""The digest of a history: what happened, however it was cut into blocks.

BLAKE2b (RFC 7693), 32 bytes, over a tree of two levels. A *leaf* is the digest of 512
consecutive events' canonical rows, one after the other (the last leaf has fewer); a canonical
row is the MessagePack array [type name, frame, [fields…]], each number and text in its shortest
form, as the file's own schema wrote it. The root is the digest of the MessagePack array
[digest of the start or nil, first frame, frames, events], to which the heads of all gaps are added
where there are any, followed by all leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any

from replay.file.header import Header
from replay.values.msgpack_codec import pack, packer

LEAF_EVENTS = 512
SIZE = 32
_TOGETHER = 128
"""Rows packed as one array in one call. The array has a prefix of one byte, from 16 rows on of
three. Few enough that their tuples do not start Python's garbage collector."""


class HistoryDigest:
    """A digest that grows with the history. Fed canonical rows in order."""

    def __init__(self) -> None:
        self.events = 0
        self._leaves = bytearray()
        self._open = blake2b(digest_size=SIZE)
        self._pack = packer().pack

    def add(self, rows: Iterable[bytes], count: int) -> None:
        """Add the canonical rows of the next ``count`` events, as bytes."""
        rest = iter(rows)
        while count > 0:
            fitting = self._fitting(count)
            self._update(b"".join(islice(rest, fitting)), fitting)
            count -= fitting

    def add_unpacked(self, rows: Iterable[tuple[str, int, tuple[Any, ...]]], count: int) -> None:
        """Add the rows of the next ``count`` events, each (type name, frame, fields)."""
        rest = iter(rows)
        while count > 0:
            fitting = min(self._fitting(count), _TOGETHER)
            packed = self._pack(list(islice(rest, fitting)))
            self._update(memoryview(packed)[1 if fitting < 16 else 3 :], fitting)
            count -= fitting

    def continued(self) -> HistoryDigest:
        """Return a digest that continues from here without changing this one; see ``join``."""
        later = HistoryDigest()
        later.events, later._open = self.events, self._open.copy()
        return later

    def join(self, later: HistoryDigest) -> None:
        """Take over the result of ``later``, which was ``continued`` from this one."""
        self._leaves += later._leaves
        self._open, self.events = later._open, later.events

    def _fitting(self, count: int) -> int:
        return min(count, LEAF_EVENTS - self.events % LEAF_EVENTS)

    def _update(self, rows: bytes | memoryview, count: int) -> None:
        self._open.update(rows)
        self.events += count
        if self.events % LEAF_EVENTS == 0:
            self._leaves += self._open.digest()
            self._open = blake2b(digest_size=SIZE)

    def leaves(self) -> bytes:
        """The digests of all leaves so far, the open one included, one behind the other."""
        open_leaf = self._open.digest() if self.events % LEAF_EVENTS else b""
        return bytes(self._leaves) + open_leaf


def root_digest(
    leaves: bytes,
    events: int,
    header: Header,
    frames: int,
    gaps: Sequence[object] = (),
) -> str:
    """Return the root over these leaves of a recording with this header, in hexadecimal."""
    start = None if header.start is None else header.start.digest
    described = [start, header.first_frame, frames, events, *([gaps] if gaps else [])]
    return blake2b(pack(described) + leaves, digest_size=SIZE).hexdigest()
