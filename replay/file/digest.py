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
        self._leaves: list[bytes] = []
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
                self._leaves.append(self._open.digest())
                self._open = blake2b(digest_size=SIZE)

    def leaves(self) -> list[bytes]:
        """The digests of all leaves so far, the open one included."""
        if self.events % LEAF_EVENTS == 0:
            return list(self._leaves)
        return [*self._leaves, self._open.digest()]


def root_digest(
    leaves: Iterable[bytes],
    events: int,
    first_frame: int,
    frames: int,
    start: object = None,
    gaps: Sequence[object] = (),
) -> str:
    """Return the root over these leaves, in hexadecimal."""
    described = [start, first_frame, frames, events, *([gaps] if gaps else [])]
    whole = blake2b(pack(described), digest_size=SIZE)
    for leaf in leaves:
        whole.update(leaf)
    return whole.hexdigest()
