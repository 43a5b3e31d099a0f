"""MessagePack, bounded: the one place that imports it.

Knows that bytes may come from anywhere. Refuses to take more memory for them than a small
multiple of their own length, whatever lengths they claim inside.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgpack  # type: ignore[import-untyped]  # ships no stubs

MAX_NUMBER = 2**62
"""Events, frames, milliseconds and offsets stay below; a larger number in a file is an attack."""


class Malformed(ValueError):
    """Bytes that are not the MessagePack they should be. Callers say in which file, and where."""


def pack(value: object) -> bytes:
    """Return ``value`` (plain data) as MessagePack.

    Raises TypeError for what MessagePack has no form for and ValueError (OverflowError among
    them) for integers of more than 64 bits.
    """
    return msgpack.packb(value)  # type: ignore[no-any-return]


def packer() -> Callable[[object], bytes]:
    """Return a ``pack`` with a buffer of its own, which is faster for many small values.

    For one thread at a time.
    """
    return msgpack.Packer().pack  # type: ignore[no-any-return]


def unpack(data: bytes) -> Any:
    """Return the one object that ``data`` holds; lists for arrays, integer map keys allowed.

    Raises Malformed for anything else: broken, too little, too much, nested too deeply.
    """
    lengths = _lengths(data)
    try:
        # An array header of five bytes may claim any length, and unpacking would take memory
        # for it at once, at each nesting level anew. Skipping takes none and finds the lie.
        skimmer = msgpack.Unpacker(max_buffer_size=max(1, len(data)), **lengths)
        skimmer.feed(data)
        skimmer.skip()
        if skimmer.tell() != len(data):
            raise Malformed("bytes are left over behind the object")
        return msgpack.unpackb(data, **lengths)
    except Malformed:
        raise
    except (ValueError, TypeError, msgpack.UnpackException, RecursionError) as cause:
        raise Malformed(str(cause) or type(cause).__name__) from cause


def unpack_many(data: bytes) -> list[Any]:
    """Return the objects that lie one behind the other in ``data``; raises Malformed."""
    limits = {"max_buffer_size": max(1, len(data)), **_lengths(data)}
    try:
        if len(data) > HARMLESS:
            skimmer = msgpack.Unpacker(**limits)
            skimmer.feed(data)
            while skimmer.tell() < len(data):
                skimmer.skip()
        unpacker = msgpack.Unpacker(**limits)
        unpacker.feed(data)
        objects = list(unpacker)
        if unpacker.tell() != len(data):
            raise Malformed("the bytes end within an object")
        return objects
    except Malformed:
        raise
    except (ValueError, TypeError, msgpack.UnpackException, RecursionError) as cause:
        raise Malformed(str(cause) or type(cause).__name__) from cause


def unpack_first(data: bytes, count: int) -> list[Any]:
    """Return the first objects in ``data``, whatever is behind them; raises Malformed."""
    limits = {"max_buffer_size": max(1, len(data)), **_lengths(data)}
    try:
        if len(data) > HARMLESS:
            skimmer = msgpack.Unpacker(**limits)
            skimmer.feed(data)
            for _ in range(count):
                skimmer.skip()
        unpacker = msgpack.Unpacker(**limits)
        unpacker.feed(data)
        return [unpacker.unpack() for _ in range(count)]
    except (ValueError, TypeError, msgpack.UnpackException, RecursionError) as cause:
        raise Malformed(str(cause) or type(cause).__name__) from cause


HARMLESS = 1024
"""Bytes that cannot claim much: a header for each five, each for no more items than bytes."""


def _lengths(data: bytes) -> dict[str, Any]:
    return {"strict_map_key": False, "max_array_len": len(data), "max_map_len": len(data)}
