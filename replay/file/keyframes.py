"""Keyframes: a projection's state at one moment, so that folding need not begin at the start.

A cache: any of them may be missing. Its checksum proves only that it is what was written, not that
it is what the events fold to (see replay.integrity.proving); readers take that on trust.

A record of kind "keyframe". Head: [number of events folded, frame of the last of them, projection
name, projection version, schema version of the fold, raw length], and if the projection has
parameters these, as ordered MessagePack. Body: the deflated (raw DEFLATE) MessagePack of what the
projection's ``dump`` gave. If that has tables, they come as columns before it, the head says so in
an eighth place, the parameters may be empty, and the raw length is that of what is left (see
replay.file.tables).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from replay.file.compression import deflated, inflated
from replay.file.records import KEYFRAME, Record, encode
from replay.file.tables import MAX_STATE, TABLES_SINCE, put_back, read_tables, taken_out
from replay.values.msgpack_codec import MAX_NUMBER, Malformed, pack, shallow, unpack

if TYPE_CHECKING:
    from replay.projections import Projection

_HEAD = [int, int, str, int, int, int]
PARAMETERS_SINCE = 3
"""The format since which keyframes may be of projections with parameters."""
MAX_PARAMETERS = 512
"""Bytes of a projection's parameters, which each of its keyframes repeats."""


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


def encode_keyframe(keyframe: Keyframe, state: object, format_version: int) -> bytes | None:
    """Return the record of a dumped state, or None if the state is too large to be worth it."""
    raw = pack(state)
    if len(raw) > MAX_STATE:
        return None
    record = _record(keyframe, [keyframe.parameters] if keyframe.parameters else [], raw)
    rest, tables = taken_out(state) if format_version >= TABLES_SINCE else (state, [])
    if not tables:
        return record
    told = [keyframe.parameters, [table.told for table in tables]]
    columns = b"".join(stored for table in tables for _, stored in table.columns)
    return min(record, _record(keyframe, told, pack(rest), columns), key=len)


def _record(keyframe: Keyframe, more: list[Any], raw: bytes, columns: bytes = b"") -> bytes:
    head = [
        keyframe.events, keyframe.frame, keyframe.projection, keyframe.projection_version,
        keyframe.schema_version, len(raw), *more,
    ]  # fmt: skip
    return encode(KEYFRAME, head, columns + deflated(raw, level=6))


def read_keyframe(head: Any) -> Keyframe:
    """Return what the head of a keyframe says; raises Malformed."""
    types = list(map(type, head)) if type(head) is list else []
    more = types[len(_HEAD) :]
    if types[: len(_HEAD)] == _HEAD and (
        not more
        or (more == [bytes] and 0 < len(head[6]) <= MAX_PARAMETERS)
        or (more == [bytes, list] and len(head[6]) <= MAX_PARAMETERS)
    ):
        keyframe = Keyframe(*head[:5], *head[6:7])
        if 0 <= keyframe.events <= MAX_NUMBER and -1 <= keyframe.frame <= MAX_NUMBER:
            return keyframe
    raise Malformed("a keyframe's head makes no sense")


def saved_state(record: Record) -> Any:
    """Return what the projection's ``dump`` gave; raises Malformed."""
    read_keyframe(record.head)
    length, body = record.head[5], record.body
    if not 0 <= length <= MAX_STATE:
        raise Malformed(f"a keyframe claims {length} bytes")
    if len(record.head) < 8:
        return shallow(unpack(inflated(body, length)))
    tables, end = read_tables(record.head[7], body)
    return put_back(shallow(unpack(inflated(body[end:], length))), tables)
