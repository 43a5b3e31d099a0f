"""Columns: many values of one kind, packed narrow and deflated.

Knows values and bytes. A column on the wire is a code, the length of its raw bytes, and its
stored bytes: raw DEFLATE (RFC 1951) where that is shorter, the raw bytes themselves elsewhere.
Where both lengths are the same, files from format 3 on have only one, and of packed numbers only
the code.
Codes: "u1" "i1" "u2" "i2" "i4" "i8" (whole numbers, little-endian, that many bytes each), "f8"
(IEEE 754 doubles, little-endian), "U2" "I2" "I4" "I8" "F8" (the same in planes: the first bytes of
all values, then their second ones, …), 1 to 16 (whole numbers packed, of so many bits each: a
signed byte to count from, and what each is more than that, see replay.file.packed), "b1" (0 or 1 a
byte), "c" (one MessagePack object: every value is this one), "mp" (one MessagePack array of the
values).
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from typing import Any

from replay.file.compression import deflated, deflated_parts, inflated
from replay.file.packed import (
    MAX_WIDTH,
    least_and_width,
    pack_numbers,
    packed_size,
    shifted,
    unpack_numbers,
)
from replay.file.records import BINARY
from replay.values.msgpack_codec import MAX_INT, MAX_PLAIN, MIN_INT, Malformed, pack, unpack

MAX_RAW = 512 * 1024
"""Raw bytes of a column in a block: 65,536 numbers, or what a block's largest events take."""
TYPECODES = {"u1": "B", "i1": "b", "u2": "H", "i2": "h", "i4": "i", "i8": "q", "f8": "d"}
PLANES_SINCE, PACKED_SINCE = 2, 3
"""The formats since which numbers may be in planes, and packed."""
SKEWED_WIDTH = 2
"""Bits of numbers that may be packed and deflated: in a byte there must be several."""
SENSELESS = "a record's columns make no sense"
IN_PLANES = {code.upper(): code for code in TYPECODES if code[1] != "1"}
Wire = tuple[str | int, int, int]
"""A column's place in a block's head: its code, raw length, stored length."""


def encode_column(
    values: Sequence[Any], type_: type | None, *, format_version: int = 1
) -> tuple[Wire, bytes]:
    """Return a column's entry for the head, and its stored bytes.

    ``type_`` is the exact type of every value, or None if they vary. Numbers of several bytes are
    in planes in files from format 2 on: high bytes mostly have few distinct values, low bytes
    many; compressed apart, with codes of their own, they take a sixth less. From format 3 on
    those of up to 16 bits are packed where that saves a sixteenth.
    """
    code, raw = _raw(values, type_)
    if code in ("mp", "c"):
        stored = deflated(raw)
    elif format_version >= PLANES_SINCE and code.upper() in IN_PLANES:
        width = int(code[1])
        parts = [raw[byte::width] for byte in range(width)]
        stored = deflated_parts(parts, strategy=zlib.Z_RLE)
        packed = _packed(code, raw, min(len(stored), len(raw)), format_version)
        if packed is not None:
            return packed
        code, raw = code.upper(), b"".join(parts)
    else:
        stored = deflated(raw, strategy=zlib.Z_RLE)
        packed = _packed(code, raw, min(len(stored), len(raw)), format_version)
        if packed is not None:
            return packed
    if len(stored) >= len(raw):
        stored = raw
    return (code, len(raw), len(stored)), stored


def _packed(code: str, raw: bytes, size: int, format_version: int) -> tuple[Wire, bytes] | None:
    """Return a column of packed numbers, if it may be one and takes a sixteenth less than ``size``.

    Where the numbers deflate to less than they take packed, some are far more frequent than
    others: then the packed ones are deflated, too, so that a code stands for several of them.
    """
    if format_version < PACKED_SINCE or code not in ("u1", "i1", "u2"):
        return None
    count = len(raw) // int(code[1])
    least, width = least_and_width(raw, code)
    length = 1 + packed_size(count, width)
    skewed = size < length and width <= SKEWED_WIDTH
    most = size * 15 // 16  # what is hardly shorter is read faster inflated
    if length > most and not skewed:
        return None
    packed = stored = _packed_bytes(raw, least, width)
    if skewed:
        stored = deflated(packed, strategy=zlib.Z_HUFFMAN_ONLY)
    return ((width, length, len(stored)), stored) if len(stored) <= most else None


def _packed_bytes(raw: bytes, least: int, width: int) -> bytes:
    if least:
        raw = raw.translate(shifted(-least))
    return bytes((least & 255,)) + pack_numbers(raw, width)


def encode_short(values: Sequence[Any], type_: type | None) -> tuple[Wire, bytes]:
    """Return the same for a column of few values: packed or as it is, but not deflated.

    Deflating takes longer than all else, and does little for so few.
    """
    code, raw = _raw(values, type_)
    if code in ("u1", "i1", "u2"):
        least, width = least_and_width(raw, code)
        raw = _packed_bytes(raw, least, width)
        return (width, len(raw), len(raw)), raw
    return (code, len(raw), len(raw)), raw


def told_wires(wires: Iterable[Wire], format_version: int) -> list[object]:
    """Return columns' entries as a head has them: of packed ones that are not deflated the bits."""
    if format_version < PACKED_SINCE:
        return list(wires)
    return [
        wire if wire[1] != wire[2] else wire[0] if type(wire[0]) is int else wire[:2]
        for wire in wires
    ]


def read_wires(told: Any, counts: Sequence[int]) -> list[Wire]:
    """Return columns' entries in a head, each of so many values; raises Malformed."""
    if type(told) is not list or len(told) != len(counts):
        raise Malformed(SENSELESS)
    return list(map(_read_wire, told, counts))


def _read_wire(told: Any, count: int) -> Wire:
    if type(told) is int:
        if not 1 <= told <= MAX_WIDTH:
            raise Malformed(f"a column has the unknown code {told}")
        length = 1 + packed_size(count, told)
        return told, length, length
    if type(told) is not list or not 2 <= len(told) <= 3:
        raise Malformed(SENSELESS)
    code, raw, stored = told[0], told[1], told[-1]
    if type(code) not in (str, int) or type(raw) is not int or type(stored) is not int:
        raise Malformed(SENSELESS)
    if not 0 <= stored <= raw:
        raise Malformed(SENSELESS)
    return code, raw, stored


def _raw(values: Sequence[Any], type_: type | None) -> tuple[str, bytes]:
    if type_ is None or not values:
        return "mp", pack(values)
    first = values[0]
    if type_ is not float and first == values[-1] and values.count(first) == len(values):
        return "c", pack(first)  # no floats: -0.0 equals 0.0
    if type_ is int:
        return _narrowest(values)
    if type_ is float:
        return "f8", _little(array("d", values))
    if type_ is bool:
        return "b1", bytes(values)
    return "mp", pack(values)


def _narrowest(values: Sequence[int]) -> tuple[str, bytes]:
    """Pack whole numbers of at most 64 bits; a too narrow type raises at its first misfit."""
    try:
        return "u1", bytes(values)
    except ValueError:
        pass
    for code in ("i1", "u2", "i2", "i4"):
        try:
            return code, _little(array(TYPECODES[code], values))
        except OverflowError:
            pass
    return "i8", _little(array("q", values))


def decode_column(
    wire: Wire, stored: bytes, count: int, type_: type | None, limit: int = MAX_RAW
) -> Sequence[Any]:
    """Return the ``count`` values of a column; Malformed unless all are of ``type_``.

    ``limit``: raw bytes that it may have.
    """
    code, raw_length, _ = wire
    if isinstance(code, int):
        if not 1 <= code <= MAX_WIDTH:
            raise Malformed(f"a column has the unknown code {code}")
        if type_ is not int and type_ is not None:
            raise Malformed(f"a column of whole numbers cannot hold {type_.__name__}")
        return _unpacked(_inflated(stored, raw_length, limit), count, code)
    in_planes = code in IN_PLANES
    if in_planes:
        code = IN_PLANES[code]
    if code in TYPECODES:
        values = array(TYPECODES[code])
        if raw_length != count * values.itemsize:
            raise Malformed(f"a column should have {count} values")
        raw = _inflated(stored, raw_length, limit)
        values.frombytes(_out_of_planes(raw, values.itemsize) if in_planes else raw)
        if sys.byteorder == "big":
            values.byteswap()
        if type_ is not (float if code == "f8" else int) and type_ is not None:
            raise Malformed(f"a column of {code} cannot hold {type_.__name__}")
        return values
    plain: Any
    raw = _inflated(stored, raw_length, limit)
    if code == "b1":
        if len(raw) != count or raw.count(0) + raw.count(1) != count or type_ not in (bool, None):
            raise Malformed("a column of truth values holds something else")
        return [byte == 1 for byte in raw]
    if code == "c":
        value = unpack(raw, limit if type_ is bytes and raw[:1] in BINARY else MAX_PLAIN)
        if type_ is not None and type(value) is not type_:
            raise Malformed(f"a column of {type_.__name__} holds something else")
        if type_ is int and not MIN_INT <= value <= MAX_INT:
            raise Malformed("a number does not fit into 64 bits")
        return [value] * count
    if code != "mp":
        raise Malformed(f"a column has the unknown code {code!r}")
    plain = unpack(raw)
    if not isinstance(plain, list) or len(plain) != count:
        raise Malformed(f"a column should have {count} values")
    if type_ is not None and any(type(value) is not type_ for value in plain):
        raise Malformed(f"a column of {type_.__name__} holds something else")
    if type_ is int and plain and not MIN_INT <= min(plain) <= max(plain) <= MAX_INT:
        raise Malformed("a number does not fit into 64 bits")
    return plain


def _unpacked(raw: bytes, count: int, width: int) -> Sequence[int]:
    """Return the numbers of a packed column."""
    if not raw:
        raise Malformed("a packed column has no bytes")
    least = raw[0] - 256 if raw[0] > 127 else raw[0]
    values = unpack_numbers(raw[1:], count, width)
    if least == 0:
        return values
    most = least + (1 << width) - 1
    for typecode, lowest, highest in (("B", 0, 255), ("b", -128, 127)):
        if values.itemsize == 1 and lowest <= least and most <= highest:
            return array(typecode, values.tobytes().translate(shifted(least)))
    return array("i", map(least.__add__, values))


def _out_of_planes(raw: bytes, width: int) -> bytes:
    count = len(raw) // width
    values = bytearray(len(raw))
    for byte in range(width):
        values[byte::width] = raw[byte * count : (byte + 1) * count]
    return bytes(values)


def _inflated(stored: bytes, raw_length: int, limit: int) -> bytes:
    if raw_length > limit:
        raise Malformed(f"a column claims {raw_length} bytes")
    if len(stored) == raw_length:
        return stored
    return inflated(stored, raw_length)


def _little(values: array[Any]) -> bytes:
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()
