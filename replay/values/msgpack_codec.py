"""MessagePack, bounded: the one place that imports it.

Knows that bytes may come from anywhere. Refuses to take more memory for them than a multiple of
their own length, whatever lengths they claim inside, and refuses what is nested without end.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

import msgpack  # type: ignore[import-untyped]  # ships no stubs


class Malformed(ValueError):
    """Bytes that are not the MessagePack they should be. Callers say in which file, and where."""


MIN_INT, MAX_INT = -(2**63), 2**63 - 1
"""The integers that a file may hold. MessagePack also has greater ones."""
MAX_NUMBER = 2**62
"""Events, frames, milliseconds and offsets stay below; a larger number in a file is an attack."""
MAX_PLAIN = 512 * 1024
"""Bytes that are unpacked at once. An empty map is one byte in a file and 72 in memory, so this
many make 37 MB at the worst; what a writer packs at once (a header, a state, the events of a
block) is kept well below."""
MAX_DEPTH = 64
"""Nested arrays and maps: more than any state has, less than the recursion limit."""
SMALL = 1024
"""So few bytes cannot claim harmful amounts of memory, and need no check first."""
_ARRAY_32 = b"\xdd"


def pack(value: object) -> bytes:
    """Return ``value`` (plain data) as MessagePack.

    Raises TypeError for what MessagePack has no form for and ValueError (OverflowError among
    them) for integers of more than 64 bits.
    """
    return msgpack.packb(value)  # type: ignore[no-any-return]


def pack_ordered(value: object) -> bytes:
    """Return ``value`` as MessagePack that is the same whatever the order of its maps."""
    if isinstance(value, dict):
        return pack(sorted((pack(key), pack_ordered(inner)) for key, inner in value.items()))
    if isinstance(value, (list, tuple)):
        return pack([pack_ordered(inner) for inner in value])
    return pack(value)


def packer() -> msgpack.Packer:
    """Return an object whose ``pack`` is faster for many small values: it keeps its buffer.

    For one thread at a time. After a MemoryError the buffer may hold what was packed: ``reset`` it.
    """
    return msgpack.Packer()


def unpack(data: bytes, limit: int = MAX_PLAIN) -> Any:
    """Return the one object that ``data`` holds; lists for arrays, integer map keys allowed.

    Raises Malformed for anything else: broken, too little, too much (also more than ``limit``
    bytes). Nesting is not checked; see ``shallow``.
    """
    size = len(data)
    if size > limit:
        raise Malformed(f"{size} bytes of plain data are more than {limit}")
    try:
        if size > SMALL and _end_of_object(data) != size:
            raise Malformed("bytes are left over behind the object")
        value = msgpack.unpackb(
            data, strict_map_key=False, max_array_len=size, max_map_len=size, max_ext_len=0
        )
    except Malformed:
        raise
    except (ValueError, TypeError, msgpack.UnpackException, RecursionError) as cause:
        raise Malformed(str(cause) or type(cause).__name__) from cause
    return value


def unpack_own(data: bytes) -> Any:
    """Return the object that this program packed itself a moment ago, however large it is."""
    return msgpack.unpackb(data, strict_map_key=False)


def unpack_pieces(pieces: Sequence[bytes], counts: Sequence[int]) -> list[Any]:
    """Return the objects of all pieces, each of which holds so many of them and nothing else.

    Raises Malformed, even if only single counts are wrong and the total is right.
    """
    data, count = b"".join(pieces), sum(counts)
    size = len(data)
    if count > size or size > MAX_PLAIN:
        raise Malformed(f"{size} bytes cannot hold {count} objects")
    many: list[Any] = []
    end = 0
    try:
        if size > SMALL and _end_of_object(_ARRAY_32 + count.to_bytes(4, "big") + data) != size + 5:
            raise Malformed("bytes are left over behind the objects")
        unpacker = msgpack.Unpacker(
            strict_map_key=False, max_buffer_size=max(1, size), max_array_len=size,
            max_map_len=size, max_ext_len=0,
        )  # fmt: skip
        unpacker.feed(data)
        for piece, own in zip(pieces, counts, strict=True):
            many += islice(unpacker, own)
            end += len(piece)
            if unpacker.tell() != end:
                raise Malformed("objects do not fill the bytes that they should")
    except Malformed:
        raise
    except (ValueError, TypeError, msgpack.UnpackException, RecursionError) as cause:
        raise Malformed(str(cause) or type(cause).__name__) from cause
    if len(many) != count:
        raise Malformed(f"{len(many)} objects are there of {count}")
    return many


def unpack_front(data: bytes, count: int) -> tuple[list[Any], int] | None:
    """Return the first objects of at most SMALL bytes, and where they end; None if they do not."""
    unpacker = msgpack.Unpacker(
        strict_map_key=False, max_buffer_size=SMALL, max_array_len=SMALL, max_map_len=SMALL
    )
    unpacker.feed(data[:SMALL])
    try:
        return [unpacker.unpack() for _ in range(count)], int(unpacker.tell())
    except (ValueError, TypeError, msgpack.UnpackException, RecursionError):
        return None


def end_of_object(data: bytes | memoryview) -> int:
    """Return the length of the MessagePack object that ``data`` begins with; raises Malformed."""
    try:
        return _end_of_object(data)
    except (ValueError, TypeError, msgpack.UnpackException, RecursionError) as cause:
        raise Malformed(str(cause) or type(cause).__name__) from cause


def _end_of_object(data: bytes | memoryview) -> int:
    # An array header of five bytes may claim any length, and unpacking would allocate that at once,
    # again at each nesting level. Skipping allocates nothing and finds a false claim.
    size = len(data)
    skimmer = msgpack.Unpacker(max_buffer_size=max(1, size), max_array_len=size, max_map_len=size)
    skimmer.feed(data)
    skimmer.skip()
    return int(skimmer.tell())


def check_plain(value: object, where: str, depth: int = 0) -> None:
    """Raise TypeError or ValueError, which say where, unless a file can hold this plain data.

    That is None, truth values, integers of 64 bits, floats, text, bytes, lists (tuples become
    some) and dicts of those, whose keys are text or integers.
    """
    if depth > MAX_DEPTH:
        raise ValueError(f"{where[:80]} is nested more than {MAX_DEPTH} deep")
    if isinstance(value, int) and not MIN_INT <= value <= MAX_INT:
        raise ValueError(f"{where} does not fit into 64 bits: it has {value.bit_length()}")
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as cause:
            raise ValueError(f"{where} is no text that UTF-8 can hold: {cause.reason}") from None
    if isinstance(value, (list, tuple)):
        for position, inner in enumerate(value):
            check_plain(inner, f"{where}[{position}]", depth + 1)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, (str, int)):
                raise TypeError(f"{where} has the key {key!r}; keys are text or integers")
            check_plain(key, f"a key of {where}", depth + 1)
            check_plain(inner, f"{where}[{key!r}]", depth + 1)
    elif not isinstance(value, (int, float, str, bytes, type(None))):
        raise TypeError(f"{where} is no plain data but a {type(value).__name__}")


def shallow(value: Any) -> Any:
    """Return plain data of free form (metadata, a state) as it is; Malformed if it is too deep.

    What has a fixed form (rows, heads, columns) is checked against that instead.
    """
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            if type(outer) in (list, dict)
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) in (list, dict)
        ]
        if not level:
            return value
    raise Malformed(f"it is nested more than {MAX_DEPTH} deep")
