"""The neutral mix of events that everything is measured on: rows of small numbers.

Eight players; half of all events begin a new frame; four of five are moves, the rest pick things
up or put them down. Deterministic. By its entropy no file can hold it in less than 2.0 bytes an
event. Knows no engine and no file.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

Row = tuple[int, int, int, int, int, int]
"""(frame, kind, player, a, b, c); of a move a and b are its steps and c is 0, of the others
(a, b, c) are item, x and y."""

MOVED, PICKED, DROPPED = range(3)
PLAYERS, ITEMS = 8, 60
"""Items are numbered to 4095 in the events; a world has places for 60, so the number is folded."""

FRAME_RATE = 60


def rows(count: int, seed: int = 7) -> Iterator[Row]:
    """Yield ``count`` events, about two a frame."""
    dice = random.Random(seed)
    chance, number, frame = dice.random, dice.randint, 0
    for _ in range(count):
        if chance() < 0.5:
            frame += 1
        kind, player = chance(), number(0, PLAYERS - 1)
        if kind < 0.8:
            yield frame, MOVED, player, number(-3, 3), number(-3, 3), 0
        else:
            what = PICKED if kind < 0.9 else DROPPED
            yield frame, what, player, number(0, 4095), number(0, 1919), number(0, 1079)


def shortest(row: Row) -> tuple[int, ...]:
    """Return what a record of this event has to hold: a move has one number less."""
    return row[:5] if row[1] == MOVED else row
