"""What lies in whose nest, and what that is worth. Computed from the state, not recorded."""

from __future__ import annotations

from game.model.room import NEST_HALF_HEIGHT, NEST_HALF_WIDTH, NESTS, SUBPIXELS, VALUES
from game.model.state import NOBODY, Match

WIDE, HIGH = NEST_HALF_WIDTH * SUBPIXELS, NEST_HALF_HEIGHT * SUBPIXELS


def in_nest(nest: int, x: int, y: int) -> bool:
    """Whether a position lies within a nest: in the ellipse of its two half axes."""
    middle_x, middle_y = NESTS[nest]
    across = (x - middle_x * SUBPIXELS) * NEST_HALF_HEIGHT
    down = (y - middle_y * SUBPIXELS) * NEST_HALF_WIDTH
    radius = NEST_HALF_WIDTH * NEST_HALF_HEIGHT * SUBPIXELS
    return across * across + down * down <= radius * radius


def nest_at(state: Match, x: int, y: int) -> int | None:
    """Whose nest a position lies in, or None. Nests do not overlap."""
    for nest in range(len(state.players)):
        if in_nest(nest, x, y):
            return nest
    return None


def nest_score(state: Match, player: int) -> int:
    """The points of a player: the value of what lies in its nest."""
    left, top = NESTS[player][0] * SUBPIXELS - WIDE, NESTS[player][1] * SUBPIXELS - HIGH
    right, bottom = left + 2 * WIDE, top + 2 * HIGH
    return sum(
        VALUES[thing.kind]
        for thing in state.items
        if left <= thing.x <= right  # a quick bounding box test rules out most items
        and top <= thing.y <= bottom
        and thing.holder == NOBODY
        and in_nest(player, thing.x, thing.y)
    )


def nest_scores(state: Match) -> list[int]:
    """The points of all players. Computed from the state, not recorded."""
    return [nest_score(state, player) for player in range(len(state.players))]
