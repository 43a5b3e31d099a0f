"""What there is in a match: players, items, and the whole of it. Plain data.

Only ``game.model.fold`` changes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from game.model.events import ItemKind, Mind, Reason
from game.model.room import SLOTS

LONG_AGO = -100_000
NOBODY = -1


@dataclass(slots=True)
class Player:
    """One player. (x, y) is its position at frame ``since``; from there it moves at (vx, vy).

    ``bag`` has an item's number or None for each slot; ``taken`` the items in the bag in the
    order they were taken. ``dashed``, ``knocked`` and ``acted`` are the frames of its last dash,
    of the last time somebody ran into it, and of its last taking or dropping. ``facing`` is the
    horizontal direction of its last movement: 1 for right, -1 for left.
    """

    name: str
    mind: Mind
    x: int
    y: int
    vx: int = 0
    vy: int = 0
    since: int = 0
    held: int = 0
    slot: int = 0
    bag: list[int | None] = field(default_factory=lambda: [None] * SLOTS)
    taken: list[int] = field(default_factory=list)
    dashed: int = LONG_AGO
    knocked: int = LONG_AGO
    acted: int = LONG_AGO
    facing: int = 1

    def position(self, frame: int) -> tuple[int, int]:
        """Where its feet are at a frame, in sixtieths of a pixel."""
        passed = frame - self.since
        return self.x + self.vx * passed, self.y + self.vy * passed


@dataclass(slots=True)
class Item:
    """One item: who carries it (or NOBODY), where it lies or was taken, since which frame.

    ``owner`` is who had it last, or NOBODY; ``reason`` why it was let go of last, if it ever was.
    """

    kind: ItemKind
    x: int
    y: int
    weight: int
    holder: int = NOBODY
    owner: int = NOBODY
    since: int = 0
    reason: Reason | None = None


@dataclass(slots=True)
class Match:
    """Everything there is in a match. ``ended`` is the frame of its end, or None."""

    length: int = 0
    players: list[Player] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    ended: int | None = None


def item_name(state: Match, item: int | None) -> str | None:
    """An item's displayed name: its kind and its number, "ruby #12"."""
    return None if item is None else f"{state.items[item].kind.value} #{item}"


def weight(state: Match, who: Player) -> int:
    """The weight of a player's bag."""
    return sum(state.items[item].weight for item in who.taken)
