"""Path finding: which keys lead from here to there, around the crates.

Pure geometry for walking in eight directions: the shortest way between two points is a diagonal
and a straight leg, in either order; if crates block both, it leads via corners of crates. Whole
numbers, in subpixels; no state besides caches.
"""

from __future__ import annotations

from functools import lru_cache

from game.model.inputs import Held
from game.model.room import SUBPIXELS
from game.rules.collision import BLOCKS, is_free

Spot = tuple[int, int]

NEAR_ENOUGH = 8 * SUBPIXELS
"""Two coordinates this close count as equal: half of what a bot walks between two decisions."""
CORNER_MARGIN = 13 * SUBPIXELS
"""Distance of a way's corner from a crate; above NEAR_ENOUGH, so that bots do not touch it."""
FAR = 1 << 40

CORNERS = tuple(
    (x, y)
    for left, top, right, bottom in BLOCKS
    for x in (left - CORNER_MARGIN, right + CORNER_MARGIN)
    for y in (top - CORNER_MARGIN, bottom + CORNER_MARGIN)
    if is_free(x, y)
)


def distance(x: int, y: int, goal_x: int, goal_y: int) -> int:
    """Return the length of the shortest way in eight directions, ignoring crates."""
    across, down = abs(goal_x - x), abs(goal_y - y)
    longer, shorter = (across, down) if across > down else (down, across)
    return longer + shorter * 106 // 256  # 106/256 is about the square root of two, minus one


def keys_to(x: int, y: int, goal_x: int, goal_y: int) -> int:
    """Return the direction keys to hold now; 0 at the goal, or near enough to it."""
    keys = _direct(x, y, goal_x, goal_y)
    if keys is not None:
        return keys
    best, best_length = 0, FAR
    rest = _lengths_from_corners(goal_x, goal_y)
    for (corner_x, corner_y), length in zip(CORNERS, rest, strict=True):
        length += distance(x, y, corner_x, corner_y)
        if length < best_length:
            keys = _direct(x, y, corner_x, corner_y)
            if keys:
                best, best_length = keys, length
    return best


def _direct(x: int, y: int, goal_x: int, goal_y: int) -> int | None:
    """Return the first keys of a way of at most two legs, or None if crates block all of them."""
    dx, dy = goal_x - x, goal_y - y
    across, down = abs(dx), abs(dy)
    sideways = _keys(dx, 0) if across > NEAR_ENOUGH else 0
    upright = _keys(0, dy) if down > NEAR_ENOUGH else 0
    if not sideways and not upright:
        return 0
    if not upright and _is_clear(x, y, dx, 0):
        return sideways
    if not sideways and _is_clear(x, y, 0, dy):
        return upright
    shorter = min(across, down)
    slant_x = shorter if dx > 0 else -shorter
    slant_y = shorter if dy > 0 else -shorter
    diagonal_first = _is_clear(x, y, slant_x, slant_y)
    if diagonal_first and _is_clear(x + slant_x, y + slant_y, dx - slant_x, dy - slant_y):
        return _keys(dx, dy)
    straight_first = _is_clear(x, y, dx - slant_x, dy - slant_y)
    if straight_first and _is_clear(goal_x - slant_x, goal_y - slant_y, slant_x, slant_y):
        straight_is_over = abs(across - down) <= NEAR_ENOUGH
        return _keys(dx, dy) if straight_is_over else _keys(dx - slant_x, dy - slant_y)
    return None


def _keys(dx: int, dy: int) -> int:
    keys = 0
    if dx:
        keys |= Held.RIGHT if dx > 0 else Held.LEFT
    if dy:
        keys |= Held.DOWN if dy > 0 else Held.UP
    return int(keys)


def _is_clear(x: int, y: int, dx: int, dy: int) -> bool:
    """Whether no crate stands in the way of a straight or exactly diagonal leg."""
    for left, top, right, bottom in BLOCKS:
        if dx > 0:
            enter_x, leave_x = left - x, right - x
        elif dx < 0:
            enter_x, leave_x = x - right, x - left
        elif left < x < right:
            enter_x, leave_x = -1, FAR
        else:
            continue
        if dy > 0:
            enter_y, leave_y = top - y, bottom - y
        elif dy < 0:
            enter_y, leave_y = y - bottom, y - top
        elif top < y < bottom:
            enter_y, leave_y = -1, FAR
        else:
            continue
        leg = abs(dx) or abs(dy)
        if max(enter_x, enter_y, 0) < min(leave_x, leave_y, leg):
            return False
    return True


@lru_cache(maxsize=4096)
def _lengths_from_corners(goal_x: int, goal_y: int) -> tuple[int, ...]:
    """Return each corner's shortest distance to the goal, directly or via other corners."""
    last_legs = [_direct_length(*corner, goal_x, goal_y) for corner in CORNERS]
    return tuple(
        min(way + leg for way, leg in zip(ways, last_legs, strict=True))
        for ways in _lengths_between_corners()
    )


@lru_cache(maxsize=1)
def _lengths_between_corners() -> list[list[int]]:
    """Return the shortest distances between all corners (Floyd-Warshall)."""
    lengths = [[_direct_length(*one, *other) for other in CORNERS] for one in CORNERS]
    for between in range(len(CORNERS)):
        for row in lengths:
            for other, onward in enumerate(lengths[between]):
                row[other] = min(row[other], row[between] + onward)
    return lengths


def _direct_length(x: int, y: int, goal_x: int, goal_y: int) -> int:
    if _direct(x, y, goal_x, goal_y) is None:
        return FAR
    return distance(x, y, goal_x, goal_y)
