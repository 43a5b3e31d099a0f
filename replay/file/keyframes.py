"""Keyframes: a projection's state at one moment, so that folding need not begin at the start.

A cache: any of them may be missing. Its checksum proves only that it is what was written, not that
it is what the events fold to (see replay.integrity.proving); readers take that on trust.

A record of kind "keyframe". Head: [number of events folded, frame of the last of them, projection
name, projection version, schema version of the fold, raw length], and if the projection has
parameters these, as ordered MessagePack. Body: the deflated (raw DEFLATE) MessagePack of what the
projection's ``dump`` gave.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from replay.file.compression import deflated, inflated
from replay.file.records import KEYFRAME, Record, encode
from replay.values.msgpack_codec import MAX_NUMBER, Malformed, pack

if TYPE_CHECKING:
    from replay.projections import Projection

_HEAD = [int, int, str, int, int, int]
PARAMETERS_SINCE = 3
"""The format since which keyframes may be of projections with parameters."""
MAX_PARAMETERS = 512
"""Bytes of a projection's parameters, which each of its keyframes repeats."""
MAX_STATE = 512 * 1024
"""Bytes of a dumped state; a larger one is not worth a keyframe."""


class Keyframe(NamedTuple):
    """How many events a saved state has folded, up to which frame, and what folded them."""

    events: int
    frame: int
    projection: str
    projection_version: int
    schema_version: int
    parameters: bytes = b""

    @property
    def owner(self) -> tuple[str, int, bytes, int]:
        """What made it: projection, its version and parameters, the schema version of the fold."""
        return self.projection, self.projection_version, self.parameters, self.schema_version


@dataclass(frozen=True, slots=True)
class Keeper:
    """A projection whose states are kept as keyframes.

    ``parameters`` are its own, as ordered MessagePack, empty if it has none; ``initial`` gives the
    state before the first event, the caller's to change.
    """

    projection: Projection[Any, Any]
    parameters: bytes
    initial: Callable[[], Any]


def encode_keyframe(keyframe: Keyframe, state: object) -> bytes | None:
    """Return the record of a dumped state, or None if the state is too large to be worth it."""
    raw = pack(state)
    if len(raw) > MAX_STATE:
        return None
    head = [
        keyframe.events, keyframe.frame, keyframe.projection, keyframe.projection_version,
        keyframe.schema_version, len(raw), *([keyframe.parameters] if keyframe.parameters else []),
    ]  # fmt: skip
    return encode(KEYFRAME, head, deflated(raw, level=6))


def read_keyframe(head: Any) -> Keyframe:
    """Return what the head of a keyframe says; raises Malformed."""
    types = list(map(type, head)) if type(head) is list else []
    if types == _HEAD or (types == [*_HEAD, bytes] and 0 < len(head[6]) <= MAX_PARAMETERS):
        keyframe = Keyframe(*head[:5], *head[6:])
        if 0 <= keyframe.events <= MAX_NUMBER and -1 <= keyframe.frame <= MAX_NUMBER:
            return keyframe
    raise Malformed("a keyframe's head makes no sense")


def packed_state(record: Record) -> bytes:
    """Return the MessagePack of the dumped state; raises Malformed."""
    read_keyframe(record.head)
    length = record.head[5]
    if not 0 <= length <= MAX_STATE:
        raise Malformed(f"a keyframe claims {length} bytes")
    return inflated(record.body, length)
