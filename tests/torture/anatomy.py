"""A recording taken apart into its records, and put together again with every checksum right.

Knows how records lie in a file, by FORMAT.md; refuses nothing, so that nonsense can be written.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from typing import Any

import msgpack

SYNC = b"\x94\xd8\x52\xf5RPL"


@dataclass(frozen=True, slots=True)
class Part:
    """A record: its kind, head and body, or (``raw``) bytes that are to stand for all of it."""

    kind: Any
    head: Any
    body: Any
    raw: bytes | None = None
    packed_head: bytes | None = None

    def encoded(self) -> bytes:
        """The record with a checksum that is right, whatever is in it."""
        if self.raw is not None:
            return self.raw
        head = msgpack.packb(self.head) if self.packed_head is None else self.packed_head
        return framed(msgpack.packb(self.kind) + head + msgpack.packb(self.body))


def framed(inside: bytes, length: int | None = None) -> bytes:
    """Return a record's bytes around what is inside; ``length`` is the one it claims."""
    claimed = (len(inside) if length is None else length).to_bytes(8, "big", signed=False)
    return SYNC + zlib.crc32(claimed + inside).to_bytes(4, "big") + claimed + inside


def taken_apart(data: bytes) -> list[Part]:
    """Return the records of a whole file."""
    parts, offset = [], 0
    while offset < len(data):
        length = int.from_bytes(data[offset + 11 : offset + 19], "big")
        inside = data[offset + 19 : offset + 19 + length]
        unpacker = msgpack.Unpacker(strict_map_key=False, max_buffer_size=len(inside) or 1)
        unpacker.feed(inside)
        parts.append(Part(*(unpacker.unpack() for _ in range(3))))
        offset += 19 + length
    return parts


def put_together(parts: list[Part], *, true_end: bool = True) -> bytes:
    """Return the file of these records; ``true_end``: its end leads to its index."""
    data, index = b"", None
    for part in parts:
        if part.kind == "index" and part.raw is None:
            index = len(data)
        if part.kind == "end" and true_end and index is not None and part.raw is None:
            part = replace(part, body=index.to_bytes(8, "big"))
        data += part.encoded()
    return data


def deflated(raw: bytes) -> bytes:
    """Return raw DEFLATE."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflater.compress(raw) + deflater.flush()


def inflated(data: bytes) -> bytes:
    """Return what raw DEFLATE holds."""
    return zlib.decompressobj(-15).decompress(data)
