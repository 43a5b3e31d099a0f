"""Packed numbers: of each no more bits than the widest needs, its least value counted as 0.

Knows whole numbers and bytes. A number of so many bits is cut into *planes*, from its lowest bits
up: one of eight bits for each whole byte, then of the rest one of six or four bits, and one of
what is left: 3, 2 or 1. In a plane the numbers' parts lie one behind the other, the first in the
highest bits of the first byte; bits that are left over at its end are 0.

Planes of other sizes would do as well, but these Python packs and unpacks many numbers at a time:
as digits, four or six bits each, of which a hexadecimal or a base64 text is made.
"""

from __future__ import annotations

import sys
from array import array
from binascii import a2b_base64, b2a_base64

from replay.values.msgpack_codec import Malformed

MAX_WIDTH = 16
"""Bits of a packed number, at most: of wider ones the low bytes are as good as random."""
_REST = ((), (1,), (2,), (3,), (4,), (4, 1), (6,), (6, 1))
_PLANES = [(8,) * (width // 8) + _REST[width % 8] for width in range(MAX_WIDTH + 1)]
"""The bits of each plane of numbers that have so many, from their lowest bits up."""
_HEX = b"0123456789abcdef"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_DIGIT_BITS = {1: 4, 2: 4, 4: 4, 3: 6, 6: 6}
"""In digits of how many bits a plane's parts are packed together."""
_TWICE = bytes(range(256)) * 2
_DIGITS = {
    4: bytes(_HEX[byte & 15] for byte in range(256)),
    6: bytes(_BASE64[byte & 63] for byte in range(256)),
}
"""What translates a number of so many bits to its digit."""
_PARTS = {
    (shift, bits): bytes(byte >> shift & (1 << bits) - 1 for byte in range(256))
    for bits in _DIGIT_BITS
    for shift in range(9 - bits)
}
"""What translates a byte to so many of its bits, above ``shift`` of them."""
_VALUES = {
    bits: [
        bytes.maketrans(
            digits[: 1 << size],
            bytes(
                digit >> size - bits * (position + 1) & (1 << bits) - 1
                for digit in range(1 << size)
            ),
        )
        for position in range(size // bits)
    ]
    for bits, size in _DIGIT_BITS.items()
    for digits in (_HEX if size == 4 else _BASE64,)
}
"""What translates a digit to the number of so many bits at each position in it."""


def packed_size(count: int, width: int) -> int:
    """Return the bytes that so many numbers of so many bits take."""
    size = 0
    for bits in _PLANES[width]:
        size += (count * bits + 7) // 8
    return size


def pack_numbers(values: bytes, width: int) -> bytes:
    """Return numbers packed: those of up to 8 bits a byte each, wider ones two, little-endian."""
    if width <= 8:
        low, high = (values, b"") if width == 8 else (b"", values)
    else:
        low, high = values[::2], values[1::2]
    parts, shift = [low], 0
    for bits in _PLANES[width][1 if low else 0 :]:
        parts.append(high if bits == 8 else _pack_plane(high, shift, bits))
        shift += bits
    return b"".join(parts)


def unpack_numbers(packed: bytes, count: int, width: int) -> array[int]:
    """Return so many numbers of so many bits; Malformed if the bytes are not theirs."""
    if len(packed) != packed_size(count, width):
        raise Malformed(f"a column should have {count} values")
    if width < 8:
        return array("B", _unpack_rest(packed, count, width))
    if width == 8:
        return array("B", packed)
    both = bytearray(2 * count)
    both[::2] = packed[:count]
    rest = packed[count:]
    both[1::2] = rest if width == MAX_WIDTH else _unpack_rest(rest, count, width - 8)
    values = array("H")
    values.frombytes(both)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _unpack_rest(packed: bytes, count: int, width: int) -> bytes:
    """Return the part of each number that has less than eight bits, a byte each."""
    planes = _PLANES[width]
    if len(planes) == 1:
        return _unpack_plane(packed, count, width)
    size = (count * planes[0] + 7) // 8
    low = _unpack_plane(packed[:size], count, planes[0])
    high = _unpack_plane(packed[size:], count, planes[1])
    values = int.from_bytes(low, "big") | int.from_bytes(high, "big") << planes[0]
    return values.to_bytes(count, "big")


def _pack_plane(values: bytes, shift: int, bits: int) -> bytes:
    """Pack so many bits of each byte, above ``shift`` of them; by way of digits."""
    digit_bits = _DIGIT_BITS[bits]
    together = digit_bits // bits
    size = (len(values) * bits + 7) // 8
    part = values.translate(_PARTS[shift, bits])
    part += bytes(-len(part) % (24 // bits))
    if together > 1:
        digits = 0
        for position in range(together):
            digits = digits << bits | int.from_bytes(part[position::together], "big")
        part = digits.to_bytes(len(part) // together, "big")
    text = part.translate(_DIGITS[digit_bits])
    return (bytes.fromhex(text.decode()) if digit_bits == 4 else a2b_base64(text))[:size]


def _unpack_plane(packed: bytes, count: int, bits: int) -> bytes:
    translations = _VALUES[bits]
    if bits in (3, 6):
        digits = b2a_base64(packed + bytes(-len(packed) % 3), newline=False)
    else:
        digits = packed.hex().encode()
    if len(translations) == 1:
        values = digits.translate(translations[0])
    else:
        together = len(translations)
        mixed = bytearray(len(digits) * together)
        for position, translation in enumerate(translations):
            mixed[position::together] = digits.translate(translation)
        values = bytes(mixed)
    if len(values) > count:
        if any(values[count:]):
            raise Malformed("a column's last bits are not 0")
        values = values[:count]
    return values


def least_and_width(raw: bytes, code: str) -> tuple[int, int]:
    """Return the number that a column's are counted from, and the bits of what they are more.

    ``raw``: the numbers as "u1", "i1" or "u2" has them. Of two bytes, it is 0.
    """
    if code == "u2":
        return 0, 8 + max(set(raw[1::2])).bit_length()
    different = set(raw)
    if code == "i1":
        different = {byte - 256 if byte > 127 else byte for byte in different}
    least = min(min(different), 127)
    return least, (max(different) - least).bit_length()


def shifted(by: int) -> bytes:
    """Return what translates bytes to those that are ``by`` greater, without a carry."""
    return _TWICE[by & 255 : (by & 255) + 256]
