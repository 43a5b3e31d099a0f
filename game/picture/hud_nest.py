"""Where something can be said about a nest without hiding what one has to see.

Knows measures and what lies about. Says nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from pygame import Rect

from game.model.room import HEIGHT, NEST_HALF_HEIGHT, NEST_HALF_WIDTH, NESTS, SUBPIXELS, WIDTH
from game.model.state import NOBODY, Match
from game.picture.items import HOVER, LABEL_HEIGHT

PICTURE = Rect(0, 0, WIDTH, HEIGHT)
GAP = 5
ASIDE = (0, -60, 60)
ITEM_SIZE = 34
"""How large, in pixels, an item is seen."""


def beside_nest(state: Match, nest: int, size: tuple[int, int]) -> Rect:
    """Return where so large a sheet hides neither the nest, nor its label, nor an item.

    That is below the label if it can be, else at a side; never outside of the picture.
    """
    areas = [area for area in _areas(nest, size) if PICTURE.contains(area)]
    things = lying(state)
    return next((place for place in areas if place.collidelist(things) < 0), areas[0])


def lying(state: Match) -> list[Rect]:
    """Return where everything is seen that lies on the floor."""
    return [
        Rect(
            t.x // SUBPIXELS - ITEM_SIZE // 2,
            t.y // SUBPIXELS - HOVER - ITEM_SIZE // 2,
            ITEM_SIZE,
            ITEM_SIZE,
        )
        for t in state.items
        if t.holder == NOBODY
    ]


def _areas(nest: int, size: tuple[int, int]) -> Iterator[Rect]:
    """Below, right and left of a nest; there in the middle, or a little to either side."""
    x, y = NESTS[nest]
    wide, high = size
    for aside in ASIDE:
        below = y + NEST_HALF_HEIGHT + LABEL_HEIGHT + GAP
        yield Rect(x - wide // 2 + aside, below, wide, high)
    for aside in ASIDE:
        level = y - high // 2 + aside
        yield Rect(x + NEST_HALF_WIDTH + GAP, level, wide, high)
        yield Rect(x - NEST_HALF_WIDTH - GAP - wide, level, wide, high)
