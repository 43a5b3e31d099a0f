"""What a player can want: controls that are held down, as bits, and the chosen slot."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag


class Held(IntFlag):
    """The controls. Taking and dropping act when pressed, the others as long as they are held."""

    LEFT = 1
    RIGHT = 2
    UP = 4
    DOWN = 8
    DASH = 16
    TAKE = 32
    DROP = 64


@dataclass(frozen=True, slots=True)
class Inputs:
    """What one player wants in one frame."""

    held: int = 0
    slot: int = 0
