"""Chance without a generator: a number that depends only on seed, frame and counter.

There is no hidden state that would have to be recorded: a match can be decided again from any
frame. The mixing is the finalizer of splitmix64 (Steele, Lea, Flood: "Fast splittable
pseudorandom number generators", 2014), on whole numbers of 64 bits.
"""

from __future__ import annotations

MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15
"""2^64 divided by the golden ratio: spreads neighbouring inputs far apart."""


def chance(seed: int, frame: int, counter: int, n: int) -> int:
    """Return a number from 0 to n - 1; ``counter`` distinguishes the draws of one frame."""
    mixed = 0
    for part in (seed, frame, counter):
        mixed = _mix(mixed + STEP + part)
    return mixed % n


def _mix(z: int) -> int:
    z &= MASK
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
    return z ^ z >> 31
