"""Deflate and inflate bytes, never to more of them than were announced.

Raw DEFLATE (RFC 1951), by zlib. Knows no meaning of what it is given.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from replay.values.msgpack_codec import Malformed

_SHORT = 2048


def deflated(raw: bytes, level: int = 9, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    """Return ``raw`` deflated."""
    return deflated_parts((raw,), level, strategy)


def deflated_parts(
    parts: Sequence[bytes], level: int = 9, strategy: int = zlib.Z_DEFAULT_STRATEGY
) -> bytes:
    """Return the parts, one behind the other, as one stream in which each has codes of its own."""
    # zlib's full-size buffers can take longer to allocate than a short stream takes to deflate.
    window, memory = (-12, 5) if sum(map(len, parts)) <= _SHORT else (-15, 8)
    deflater = zlib.compressobj(level, zlib.DEFLATED, window, memory, strategy)
    stored = [deflater.compress(parts[0])]
    for part in parts[1:]:
        stored += deflater.flush(zlib.Z_BLOCK), deflater.compress(part)
    stored.append(deflater.flush())
    return b"".join(stored)


def inflated(stored: bytes, length: int) -> bytes:
    """Return the ``length`` bytes that were deflated; Malformed if they are other, fewer, more."""
    inflater = zlib.decompressobj(-15)
    try:
        raw = inflater.decompress(stored, length + 1)
    except zlib.error as cause:
        raise Malformed(str(cause)) from cause
    if len(raw) != length or not inflater.eof or inflater.unused_data:
        raise Malformed(f"{length} deflated bytes do not decode as they should")
    return raw
