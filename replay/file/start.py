"""A start: the state that a recording begins from, if it begins later than its match did.

The body of the header's record, deflated: the MessagePack array [name of the projection, its
version, the schema version of the events that were folded, the projection's parameters
(MessagePack in order, as a binary; empty if there are none), the state as its ``dump`` gave it].
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from replay.file.keyframes import MAX_PARAMETERS
from replay.values.msgpack_codec import (
    Malformed,
    end_of_object,
    pack,
    shallow,
    unpack,
    unpack_front,
)

MAX_START = 4 * 1024 * 1024
"""Bytes of a start: more than of a keyframe, as there is only one."""
_ARRAY = b"\x95"
_TYPES = [str, int, int, bytes]


@dataclass(frozen=True)
class Start:
    """A saved state before the first event. ``raw`` are its bytes before they are deflated.

    ``parameters`` are the projection's, as ordered MessagePack; empty if it has none.
    """

    raw: bytes
    name: str
    version: int
    schema_version: int
    parameters: bytes

    def plain(self) -> Any:
        """Return the dumped state, anew each time; raises Malformed if it is none."""
        return shallow(unpack(self.raw, MAX_START)[4])

    @cached_property
    def digest(self) -> bytes:
        """BLAKE2b of 32 bytes: what stands for the state in the digest of the history."""
        return blake2b(self.raw, digest_size=32).digest()


def make_start(
    name: str, version: int, schema_version: int, parameters: bytes, state: bytes
) -> Start:
    """Return the start of a projection's state, which is MessagePack already.

    Raises ValueError if it is too large, or the name is.
    """
    identity = name, version, schema_version, parameters
    raw = _ARRAY + b"".join(map(pack, identity)) + state
    if len(raw) > MAX_START:
        raise ValueError(
            f"a state of {len(raw)} bytes cannot begin a recording: it has at most {MAX_START}"
        )
    try:
        return read_start(raw)
    except Malformed:
        raise ValueError(f"the projection's name is too long: {name[:40]!r} …") from None


def read_start(raw: bytes) -> Start:
    """Return the start of these bytes; raises Malformed.

    The state itself is only passed over: it may be of another projection than anybody asks for.
    """
    front = unpack_front(raw[1:], len(_TYPES)) if raw.startswith(_ARRAY) else None
    if front is not None:
        identity, end = front
        fits = list(map(type, identity)) == _TYPES and len(identity[3]) <= MAX_PARAMETERS
        if fits and end_of_object(memoryview(raw)[1 + end :]) == len(raw) - 1 - end:
            return Start(raw, *identity)
    raise Malformed("the state that it begins from makes no sense")
