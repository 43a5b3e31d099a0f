"""Records: the checksummed envelope of everything in a file. Pure bytes, no meaning.

A record is four MessagePack objects in an array: the mark, the kind, the head, the body.

    0x94                        an array of four
    0xd8 0x52                   an extension of 16 bytes and type 0x52: the mark
      f5 52 50 4c               sync: with the bytes before it, seven that mark every record
      crc32, 4 bytes            over all that follows in the record (zlib's CRC-32, big-endian)
      length, 8 bytes           of kind, head and body together (big-endian)
    kind                        a short string
    head                        plain data
    body                        bytes
"""

from __future__ import annotations

from struct import Struct
from typing import Any, NamedTuple
from zlib import crc32

from replay.values.msgpack_codec import (
    MAX_PLAIN,
    SMALL,
    Malformed,
    end_of_object,
    pack,
    unpack,
    unpack_front,
    unpack_pieces,
)

SYNC = b"\x94\xd8\x52\xf5RPL"
_LENGTH = Struct(">Q")
_CHECK = Struct(">IQ")
MARK_SIZE = len(SYNC) + _CHECK.size
MAX_RECORD = 32 * 1024 * 1024
"""Bytes behind the mark. Blocks and keyframes are far smaller; a larger claim is damage."""
_ARRAY_3 = b"\x93"
BINARY = (b"\xc4", b"\xc5", b"\xc6")
"""What the body of a record begins with: MessagePack's three forms of bytes."""
_SHORT = 512
"""Records of at most so many bytes, such as those of one frame, are unpacked in one call."""
HEADER, BLOCK, ROWS, KEYFRAME = "header", "block", "rows", "keyframe"
GAP, COPY, PAGE, INDEX, END = "gap", "copy", "page", "index", "end"
KINDS = HEADER, BLOCK, ROWS, KEYFRAME, GAP, COPY, PAGE, INDEX, END
KIND_END = MARK_SIZE + 1 + max(map(len, KINDS))
"""How many bytes of a record must be read to know its kind."""
_ROWS_KIND = pack(ROWS)


class Record(NamedTuple):
    """One record: its kind, its head as plain data, its body as bytes."""

    kind: str
    head: Any
    body: bytes


class Mark(NamedTuple):
    """What a record's first bytes say: its checksum and its length behind the mark."""

    checksum: int
    length: int

    @property
    def size(self) -> int:
        """Bytes of the whole record."""
        return MARK_SIZE + self.length


def encode(kind: str, head: object, body: bytes = b"") -> bytes:
    """Return the bytes of a record. Raises ValueError if it is larger than a reader accepts."""
    packed_head = pack(head)
    inside = pack(kind) + packed_head + pack(body)
    if len(inside) > MAX_RECORD or len(packed_head) > MAX_PLAIN:
        raise ValueError(f"a {kind} of {len(inside)} bytes is more than a recording can hold")
    length = _LENGTH.pack(len(inside))
    return SYNC + _CHECK.pack(crc32(inside, crc32(length)), len(inside)) + inside


def read_mark(data: bytes) -> Mark:
    """Return what the first MARK_SIZE bytes say. Raises Malformed if they are no mark."""
    if len(data) < MARK_SIZE:
        raise Malformed("the file ends within a record")
    if not data.startswith(SYNC):
        raise Malformed("no record begins here")
    mark = Mark(*_CHECK.unpack_from(data, len(SYNC)))
    if mark.length > MAX_RECORD:
        raise Malformed(f"a record claims {mark.length} bytes")
    return mark


def claimed_size(mark: bytes) -> int:
    """Return how many bytes a damaged record claims to have, 0 if that is unreadable."""
    if len(mark) < MARK_SIZE:
        return 0
    length = int.from_bytes(mark[-_LENGTH.size :], "big")
    return MARK_SIZE + length if length <= MAX_RECORD else 0


def claimed_kind(begin: bytes) -> str | None:
    """Return the kind that a record's first KIND_END bytes claim, None if that is unknown."""
    kind = begin[MARK_SIZE:]
    return next((one for one in KINDS if kind.startswith(pack(one))), None)


def bytes_from(first: int, end: int) -> str:
    """Return a half-open range of bytes as text for people."""
    return f"byte {first}" if end - first == 1 else f"bytes {first} to {end - 1}"


def decode(data: bytes) -> Record:
    """Decode the one record in ``data``, its checksum verified. Raises Malformed."""
    inside, end = _inside(data, 0)
    if end != len(data):
        raise Malformed("the file ends within a record")
    return _record(inside)


def decode_run(data: bytes) -> list[Record]:
    """Return the records that lie one behind the other in ``data``; raises Malformed."""
    insides: list[bytes] = []
    offset = 0
    while offset < len(data) or not insides:
        inside, offset = _inside(data, offset)
        insides.append(inside)
    return _rows_records(insides) or list(map(_record, insides))


def _inside(data: bytes, offset: int) -> tuple[bytes, int]:
    """Return what follows the mark of the record there, its checksum verified, and its end."""
    begin = data[offset : offset + MARK_SIZE]
    checksum, length = read_mark(begin)
    end = offset + MARK_SIZE + length
    inside = data[offset + MARK_SIZE : end]
    if len(inside) != length:
        raise Malformed("the file ends within a record")
    if crc32(inside, crc32(begin[-_LENGTH.size :])) != checksum:
        raise Malformed("a checksum is wrong")
    return inside, end


def _rows_records(insides: list[bytes]) -> list[Record] | None:
    """Unpack many rows records in one call; None if they are of other kinds."""
    size = sum(map(len, insides))
    if size > MAX_PLAIN or not all(inside.startswith(_ROWS_KIND) for inside in insides):
        return None
    parts = unpack_pieces(insides, [3] * len(insides))
    kinds, heads, bodies = parts[::3], parts[1::3], parts[2::3]
    if kinds.count(ROWS) != len(kinds):
        return None
    if set(map(type, heads)) != {list} or set(map(type, bodies)) != {bytes}:
        return None
    return list(map(Record, kinds, heads, bodies))


def _record(inside: bytes) -> Record:
    kind, head, body = _parts(memoryview(inside))
    if not isinstance(kind, str):
        raise Malformed("a record's kind is not text")
    if not isinstance(body, bytes):
        raise Malformed("a record's body is not bytes")
    return Record(kind, head, body)


def _parts(inside: memoryview) -> list[Any]:
    if len(inside) <= _SHORT:
        parts: list[Any] = unpack(_ARRAY_3 + inside)
        return parts
    front = unpack_front(bytes(inside[:SMALL]), 2)
    if front is not None and inside[front[1] : front[1] + 1] in BINARY:
        return [*front[0], unpack(bytes(inside[front[1] :]), MAX_RECORD)]
    kind_end = end_of_object(inside)
    head_end = kind_end + end_of_object(inside[kind_end:])
    kind, head = inside[:kind_end], inside[kind_end:head_end]
    body = bytes(inside[head_end:])
    if body[:1] not in BINARY:
        raise Malformed("a record is a kind, a head and a body, nothing else")
    return [unpack(bytes(kind)), unpack(bytes(head)), unpack(body, MAX_RECORD)]
