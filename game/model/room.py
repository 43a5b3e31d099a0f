"""The room: its measures, what stands in it, what each kind of item usually weighs and is worth.

Constants only. Pixels are of the 1280 × 720 picture; a *subpixel* is a sixtieth of a
pixel, as in the events.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.model.events import FRAME_RATE, ItemKind

WIDTH, HEIGHT = 1280, 720
SUBPIXELS = 60
"""Subpixels in a pixel. A speed of v pixels a second is v subpixels a frame of 1/60 s."""

DEFAULT_SECONDS = 90
MAX_PLAYERS = 8
NAMES = ("Ana", "Bo", "Cleo", "Dex", "Eli", "Fay", "Gus", "Hana")

SLOTS = 6
CAPACITY = 16
"""The weight a bag can hold."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in pixels."""

    x: int
    y: int
    w: int
    h: int


FLOOR = Rect(36, 104, 1208, 580)
"""Where feet may stand: everything between the walls."""

CRATES = (
    Rect(416, 200, 64, 48),
    Rect(800, 200, 64, 48),
    Rect(416, 540, 64, 48),
    Rect(800, 540, 64, 48),
)
"""Where nobody can walk: the footprints of the crates (the sprite rises above its footprint)."""

NESTS = (
    (140, 200),
    (1140, 200),
    (1140, 588),
    (140, 588),
    (640, 172),
    (640, 616),
    (140, 394),
    (1140, 394),
)
"""Middles of the nests, by player: first in the four corners, then at the walls. Like the crates
they lie symmetrically about the floor's middle, left to right and top to bottom. The corners are
equal; at the walls there are fewer items nearby, and fewest between two corners."""
NEST_HALF_WIDTH, NEST_HALF_HEIGHT = 92, 62

WEIGHTS = {
    ItemKind.COIN: 1,
    ItemKind.KEY: 1,
    ItemKind.CHEESE: 2,
    ItemKind.POTION: 2,
    ItemKind.SWORD: 3,
    ItemKind.RUBY: 2,
    ItemKind.CROWN: 4,
    ItemKind.ANVIL: 8,
}
"""Usual weight of each kind; a single item may differ from it, see game.rules.spawning."""
VALUES = {
    ItemKind.COIN: 1,
    ItemKind.KEY: 2,
    ItemKind.CHEESE: 2,
    ItemKind.POTION: 3,
    ItemKind.SWORD: 4,
    ItemKind.RUBY: 6,
    ItemKind.CROWN: 9,
    ItemKind.ANVIL: 12,
}

REACH = 44
"""Greatest distance, in pixels, at which an item can be taken."""
SPEED, SLOWEST = 230, 110
"""Pixels a second with an empty bag and with a full one."""
DASH_SPEED = 560
DASH_FRAMES = 11
DASH_PAUSE = 90
"""Frames from the start of a dash until the next may start."""
DAZED_FRAMES = 24
KNOCK_PAUSE = 150
"""Frames after being knocked into during which a player cannot be knocked into again."""
KNOCK_REACH = 30
"""How near, in pixels, a dashing player must come to knock into another."""
BODY_HALF_WIDTH, BODY_HALF_HEIGHT = 14, 8
"""Half the footprint of a player, in pixels; a player's position is the middle of its feet."""

assert FRAME_RATE == SUBPIXELS, "a velocity in pixels a second must be a step in places a frame"
