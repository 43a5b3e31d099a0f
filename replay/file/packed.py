"""Packed numbers: of each no more bits than the widest needs, its least value counted as 0.

Knows whole numbers and bytes. A number of so many bits is cut into *planes*, from its lowest bits
up: one of eight bits for each whole byte, then of the rest one of four, two and one bit, as that
has. In a plane the numbers' parts lie one behind the other, the first in the highest bits of the
first byte; bits that are left over at its end are 0.
"""

from __future__ import annotations

import sys
from array import array

from replay.values.msgpack_codec import Malformed

MAX_WIDTH = 16
"""Bits of a packed number, at most: of wider ones the low bytes are as good as random."""
_DIGITS = bytes(b"0123456789abcdef"[byte & 15] for byte in range(256))
_TWICE = bytes(range(256)) * 2
_PARTS = {
    (shift, bits): bytes(byte >> shift & (1 << bits) - 1 for byte in range(256))
    for bits in (1, 2, 4)
    for shift in (0, 2, 4, 6)
    if shift + bits <= 8
}
"""What translates a byte to so many of its bits, above ``shift`` of them."""
_VALUES = {
    (position, bits): bytes.maketrans(
        b"0123456789abcdef",
        bytes(digit >> 4 - bits * (position + 1) & (1 << bits) - 1 for digit in range(16)),
    )
    for bits in (1, 2, 4)
    for position in range(4 // bits)
}
"""What translates a hexadecimal digit to the number of so many bits at a position in it."""


_PLANES = [
    [8] * (width // 8) + [bits for bits in (4, 2, 1) if width % 8 & bits]
    for width in range(MAX_WIDTH + 1)
]
"""The bits of each plane of numbers that have so many, from their lowest bits up."""


def packed_size(count: int, width: int) -> int:
    """Return the bytes that so many numbers of so many bits take."""
    return sum(-(-count * bits // 8) for bits in _PLANES[width])


def pack_numbers(values: bytes, width: int) -> bytes:
    """Return numbers packed: those of up to 8 bits a byte each, wider ones two, little-endian."""
    parts, high = [], values
    if width >= 8:
        size = 1 if width == 8 else 2
        parts.append(values[::size])
        high = values[1::size] if size == 2 else b""
    shift = 0
    for bits in _PLANES[width % 8 if width != MAX_WIDTH else 8]:
        parts.append(high if bits == 8 else _pack_plane(high, shift, bits))
        shift += bits
    return b"".join(parts)


def unpack_numbers(packed: bytes, count: int, width: int) -> array[int]:
    """Return so many numbers of so many bits; Malformed if the bytes are not theirs."""
    if len(packed) != packed_size(count, width):
        raise Malformed(f"a column should have {count} values")
    whole, start = [], 0
    for _ in range(width // 8):
        whole.append(packed[start : start + count])
        start += count
    if width % 8:
        whole.append(_unpack_planes(packed[start:], count, width % 8))
    if len(whole) == 1:
        return array("B", whole[0])
    both = bytearray(2 * count)
    both[::2], both[1::2] = whole
    values = array("H")
    values.frombytes(both)
    if sys.byteorder == "big":
        values.byteswap()
    return values


def _unpack_planes(packed: bytes, count: int, width: int) -> bytes:
    """Return the part of each number that has less than eight bits, a byte each."""
    planes = _PLANES[width]
    if len(planes) == 1:
        return _unpack_plane(packed, count, width)
    values, start, shift = 0, 0, 0
    for bits in planes:
        size = -(-count * bits // 8)
        plane = _unpack_plane(packed[start : start + size], count, bits)
        values |= int.from_bytes(plane, "big") << shift
        start, shift = start + size, shift + bits
    return values.to_bytes(count, "big")


def _pack_plane(values: bytes, shift: int, bits: int) -> bytes:
    """Pack so many bits of each byte, above ``shift`` of them; by way of hexadecimal digits."""
    part = values.translate(_PARTS[shift, bits]) + bytes(-len(values) % (8 // bits))
    together = 4 // bits
    digits = 0
    for position in range(together):
        digits = digits << bits | int.from_bytes(part[position::together], "big")
    part = digits.to_bytes(len(part) // together, "big")
    return bytes.fromhex(part.translate(_DIGITS).decode())


def _unpack_plane(packed: bytes, count: int, bits: int) -> bytes:
    digits, together = packed.hex().encode(), 4 // bits
    values = bytearray(len(digits) * together)
    for position in range(together):
        values[position::together] = digits.translate(_VALUES[position, bits])
    if any(values[count:]):
        raise Malformed("a column's last bits are not 0")
    return bytes(values[:count])


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
