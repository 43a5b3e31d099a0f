"""The header: a file's description of itself, so that it can be read without its game.

A record of kind "header" whose head is a map. Keys this program does not know are kept. Its body
is empty, unless the recording begins from a saved state (see replay.file.start).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from replay.file.compression import deflated, inflated
from replay.file.records import COPY, HEADER, Record, decode, encode
from replay.file.start import MAX_START, Start, read_start
from replay.schema import MAX_KEYS, Schema
from replay.values.descriptions import Description, check_description
from replay.values.msgpack_codec import MAX_NUMBER, Malformed, check_plain, shallow
from replay.values.timestamps import FIRST_TIME, LAST_TIME

FORMAT_VERSION = 3
STARTS_SINCE = 3
"""The format since which a recording may begin from a saved state."""
MAX_HEADER = 256 * 1024
"""Bytes of a header without a start; the largest catalogues take some thousands."""
MAX_RECORD = MAX_HEADER + MAX_START
"""Bytes of a header's record."""
KEYS_SINCE = 3
"""The format since which a header names keys."""
OMITTED = ("seed", "players")
"""Metadata that are not there if they are None."""


@dataclass(frozen=True, slots=True)
class Header:
    """What stands at the beginning of a file.

    ``started_ms`` is the wall clock at the first moment, in milliseconds since 1970 (UTC).
    ``metadata`` is the game's own, with "seed" and "players" by convention. ``lineage`` names
    the recordings this one was forked from, the oldest first. ``first_frame`` is 0 but for
    clips; ``start`` is the state before it, if that is no projection's initial one. ``keys``
    are the fields whose values the index counts.
    """

    game: str
    schema_version: int
    frame_rate: int
    catalogue: list[tuple[str, Description]]
    started_ms: int
    rules_version: int | None = None
    first_frame: int = 0
    metadata: Mapping[str, Any] = field(default_factory=dict)
    lineage: tuple[Mapping[str, Any], ...] = ()
    start: Start | None = None
    keys: tuple[str, ...] = ()
    format_version: int = FORMAT_VERSION

    def schema(self) -> Schema:
        """Return the schema the file describes. Raises ValueError if it makes no sense."""
        return Schema.from_catalogue(
            self.game, self.schema_version, self.frame_rate, self.catalogue, self.keys
        )


def encode_header(header: Header) -> bytes:
    """Return the header's record.

    Raises TypeError for metadata that is not plain data, ValueError where it is so large or so
    deeply nested that no reader would take it, or has integers of more than 64 bits.
    """
    rest = dict(header.metadata)
    check_plain(rest, "metadata")
    check_plain(header.rules_version, "the rules' version")
    body = deflated(header.start.raw) if header.start else b""
    record = encode(
        HEADER,
        {
            "format": header.format_version,
            "game": header.game,
            "schema": header.schema_version,
            "rules": header.rules_version,
            "frame_rate": header.frame_rate,
            "started": header.started_ms,
            "first_frame": header.first_frame,
            **({"start": len(header.start.raw)} if header.start else {}),
            **({"keys": list(header.keys)} if header.keys else {}),
            **{key: rest.pop(key, None) for key in OMITTED},
            "metadata": rest,
            "lineage": list(header.lineage),
            "catalogue": header.catalogue,
        },
        body,
    )
    if len(record) - len(body) > MAX_HEADER:
        raise ValueError(f"a header of {len(record)} bytes is larger than {MAX_HEADER}")
    decode_header(decode(record))
    return record


def renewed(header: bytes) -> bytes:
    """Return the header's record with the current format version; nothing that it says changes."""
    record = decode(header)
    head = {**record.head, "format": FORMAT_VERSION}
    if record.head["format"] < min(STARTS_SINCE, KEYS_SINCE):  # there they meant nothing
        head.pop("start", None)
        head.pop("keys", None)
    return encode(HEADER, head, record.body)


def encode_copy(header: bytes) -> bytes:
    """Return the record that keeps a spare copy of the header's record.

    Of kind "copy"; its head is the length of the header's record, its body that record, deflated.
    """
    return encode(COPY, len(header), deflated(header))


def decode_copy(record: Record) -> bytes:
    """Return the header's record of which this is a copy; raises Malformed."""
    length = record.head
    if record.kind != COPY or type(length) is not int or not 0 < length <= MAX_RECORD:
        raise Malformed("this is no copy of a header")
    header = inflated(record.body, length)
    decode_header(decode(header))
    return header


def decode_header(record: Record) -> Header:
    """Return the header that a record holds. Raises Malformed if it is none."""
    if record.kind != HEADER or not isinstance(record.head, dict):
        raise Malformed("it does not begin with a header")
    head = shallow(record.head)
    started, first_frame = _get(head, "started", int), _get(head, "first_frame", int)
    if not FIRST_TIME <= started <= LAST_TIME or not 0 <= first_frame < MAX_NUMBER:
        raise Malformed("the header's numbers are beyond all bounds")
    metadata = _get(head, "metadata", dict)
    for known in ("seed", "players"):
        if head.get(known) is not None:
            metadata[known] = head[known]
    catalogue, lineage = _get(head, "catalogue", list), _get(head, "lineage", list)
    _check_catalogue(catalogue)
    if not all(isinstance(one, dict) for one in lineage):
        raise Malformed("the header's 'lineage' should be maps")
    return Header(
        game=_get(head, "game", str),
        schema_version=_positive(head, "schema"),
        frame_rate=_positive(head, "frame_rate"),
        catalogue=[(name, description) for name, description in catalogue],
        started_ms=started,
        rules_version=None if head.get("rules") is None else _get(head, "rules", int),
        first_frame=first_frame,
        metadata=metadata,
        lineage=tuple(lineage),
        start=_start(head, record.body),
        keys=_keys(head),
        format_version=_positive(head, "format"),
    )


def _start(head: dict[Any, Any], body: bytes) -> Start | None:
    """Return the state that the body holds, if the head says that there is one."""
    length = head.get("start") if _positive(head, "format") >= STARTS_SINCE else None
    if length is None:
        if body:
            raise Malformed("a header without a start has no body")
        return None
    if type(length) is not int or not 0 < length <= MAX_START:
        raise Malformed(f"the state that it begins from claims {length} bytes")
    return read_start(inflated(body, length))


def _keys(head: dict[Any, Any]) -> tuple[str, ...]:
    keys = head.get("keys", []) if _positive(head, "format") >= KEYS_SINCE else []
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise Malformed("the header's 'keys' should be names of fields")
    if len(set(keys)) != len(keys) or len(keys) > MAX_KEYS:
        raise Malformed("the header names a key twice, or too many keys")
    return tuple(keys)


def _check_catalogue(catalogue: list[Any]) -> None:
    if not all(
        isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], str)
        for entry in catalogue
    ):
        raise Malformed("the event catalogue is no list of names and descriptions")
    if len({name for name, _ in catalogue}) != len(catalogue):
        raise Malformed("the event catalogue names a type twice")
    for _, description in catalogue:
        try:
            check_description(description)
        except ValueError as cause:
            raise Malformed(str(cause)) from cause


def _get(head: dict[Any, Any], key: str, type_: type) -> Any:
    value = head.get(key)
    if type(value) is not type_:
        raise Malformed(f"the header's {key!r} should be {type_.__name__}")
    return value


def _positive(head: dict[Any, Any], key: str) -> int:
    value = _get(head, key, int)
    if not 1 <= value <= MAX_NUMBER:
        raise Malformed(f"the header's {key!r} should be 1 or more, not {value}")
    return int(value)
