"""A start: the state that a recording begins from, if it begins later than its match did.

The body of the header's record, deflated: the MessagePack array [name of the projection, its
version, its parameters (MessagePack in order, as a binary; empty if there are none), the state as
its ``dump`` gave it].
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

from replay.values.msgpack_codec import Malformed, pack, shallow, unpack

MAX_START = 4 * 1024 * 1024
"""Bytes of a start: more than of a keyframe, as there is only one."""
_TYPES = [str, int, bytes]


@dataclass(frozen=True)
class Start:
    """A saved state before the first event. ``raw`` are its bytes before they are deflated.

    ``parameters`` are the projection's, as ordered MessagePack; empty if it has none.
    """

    raw: bytes
    name: str
    version: int
    parameters: bytes

    def plain(self) -> Any:
        """Return the dumped state, anew each time."""
        return unpack(self.raw, MAX_START)[3]

    @cached_property
    def digest(self) -> bytes:
        """BLAKE2b of 32 bytes: what stands for the state in the digest of the history."""
        return blake2b(self.raw, digest_size=32).digest()


def make_start(name: str, version: int, parameters: bytes, state: bytes) -> Start:
    """Return the start of a projection's state, which is MessagePack already.

    Raises ValueError if it is too large.
    """
    raw = b"\x94" + pack(name) + pack(version) + pack(parameters) + state
    if len(raw) > MAX_START:
        raise ValueError(
            f"a state of {len(raw)} bytes cannot begin a recording: it has at most {MAX_START}"
        )
    return Start(raw, name, version, parameters)


def read_start(raw: bytes) -> Start:
    """Return the start of these bytes; raises Malformed."""
    plain = unpack(raw, MAX_START)
    if type(plain) is list and len(plain) == 4 and list(map(type, plain[:3])) == _TYPES:
        shallow(plain[3])
        return Start(raw, *plain[:3])
    raise Malformed("the state that it begins from makes no sense")
