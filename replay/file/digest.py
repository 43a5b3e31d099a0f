"""The digest of a history: what happened, however it was cut into blocks.

BLAKE2b (RFC 7693), 32 bytes, over a tree of two levels. A *leaf* is the digest of 512
consecutive events' canonical rows, one after the other (the last leaf has fewer); a canonical
row is the MessagePack array [type name, frame, [fields…]], each number and text in its shortest
form, as the file's own schema wrote it. The root is the digest of the MessagePack array
[starting state or nil, first frame, frames, events], to which the heads of all gaps are added
where there are any, followed by all leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import islice

from replay.packing import pack

LEAF_EVENTS = 512
SIZE = 32


class HistoryDigest:
    """A digest that grows with the history. Fed canonical rows in order, as bytes."""

    def __init__(self) -> None:
        self.events = 0
        self._leaves = bytearray()
        self._open = blake2b(digest_size=SIZE)

    def add(self, rows: Iterable[bytes], count: int) -> None:
        """Add the canonical rows of the next ``count`` events."""
        rest = iter(rows)
        while count > 0:
            fitting = min(count, LEAF_EVENTS - self.events % LEAF_EVENTS)
            self._open.update(b"".join(islice(rest, fitting)))
            self.events += fitting
            count -= fitting
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
    first_frame: int,
    frames: int,
    start: object = None,
    gaps: Sequence[object] = (),
) -> str:
    """Return the root over these leaves, in hexadecimal."""
    described = [start, first_frame, frames, events, *([gaps] if gaps else [])]
    return blake2b(pack(described) + leaves, digest_size=SIZE).hexdigest()
