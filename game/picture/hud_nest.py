"""Where a message about a nest can be drawn without hiding anything important.

Knows measures and the items on the floor. Draws nothing itself.
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
"""Width and height of an item in the picture, in pixels."""


def beside_nest(state: Match, nest: int, size: tuple[int, int]) -> Rect:
    """Return an area of this size that hides neither the nest, nor its label, nor an item.

    It is below the label if possible, else at a side; never outside of the picture.
    """
    areas = [area for area in _areas(nest, size) if PICTURE.contains(area)]
    things = lying(state)
    return next((place for place in areas if place.collidelist(things) < 0), areas[0])


def lying(state: Match) -> list[Rect]:
    """Return the areas of all items on the floor."""
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
    """Yield areas below, right and left of a nest; each centred, or shifted a little."""
    x, y = NESTS[nest]
    wide, high = size
    for aside in ASIDE:
        below = y + NEST_HALF_HEIGHT + LABEL_HEIGHT + GAP
        yield Rect(x - wide // 2 + aside, below, wide, high)
    for aside in ASIDE:
        level = y - high // 2 + aside
        yield Rect(x + NEST_HALF_WIDTH + GAP, level, wide, high)
        yield Rect(x - NEST_HALF_WIDTH - GAP - wide, level, wide, high)
