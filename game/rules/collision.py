"""Where feet can go: walls, crates, sliding along them, and how fast a direction is.

Pure geometry in places (sixtieths of a pixel). Knows no players, no events, no time.
"""

from __future__ import annotations

from game.model.inputs import Held
from game.model.room import (
    BODY_HALF_HEIGHT,
    BODY_HALF_WIDTH,
    CAPACITY,
    CRATES,
    FLOOR,
    SLOWEST,
    SPEED,
    SUBPIXELS,
)

LEFT_WALL = (FLOOR.x + BODY_HALF_WIDTH) * SUBPIXELS
RIGHT_WALL = (FLOOR.x + FLOOR.w - BODY_HALF_WIDTH) * SUBPIXELS
TOP_WALL = (FLOOR.y + BODY_HALF_HEIGHT) * SUBPIXELS
BOTTOM_WALL = (FLOOR.y + FLOOR.h - BODY_HALF_HEIGHT) * SUBPIXELS
"""The outermost positions for the middle of somebody's feet."""

BLOCKS = tuple(
    (
        (crate.x - BODY_HALF_WIDTH) * SUBPIXELS,
        (crate.y - BODY_HALF_HEIGHT) * SUBPIXELS,
        (crate.x + crate.w + BODY_HALF_WIDTH) * SUBPIXELS,
        (crate.y + crate.h + BODY_HALF_HEIGHT) * SUBPIXELS,
    )
    for crate in CRATES
)
"""Left, top, right, bottom of where the crates keep the middle of the feet out. The edges are
free: there one stands flush."""

DIRECTION_KEYS = int(Held.LEFT | Held.RIGHT | Held.UP | Held.DOWN)
DIRECTIONS = tuple(
    (
        bool(keys & Held.RIGHT) - bool(keys & Held.LEFT),
        bool(keys & Held.DOWN) - bool(keys & Held.UP),
    )
    for keys in range(DIRECTION_KEYS + 1)
)
"""By held direction keys: (-1, 0 or 1 across, -1, 0 or 1 down). Opposite keys cancel out."""


def is_free(x: int, y: int) -> bool:
    """Whether somebody can stand here."""
    if not (LEFT_WALL <= x <= RIGHT_WALL and TOP_WALL <= y <= BOTTOM_WALL):
        return False
    return not any(left < x < right and top < y < bottom for left, top, right, bottom in BLOCKS)


def slide(x: int, y: int, dx: int, dy: int) -> tuple[int, int]:
    """Return where a step from a free position ends: flush where something stands in the way.

    First across, then down, so that what blocks one does not stop the other. Steps are shorter
    than crates, so nobody jumps over one.
    """
    new_x = min(max(x + dx, LEFT_WALL), RIGHT_WALL)
    for left, top, right, bottom in BLOCKS:
        if top < y < bottom and left < new_x < right:
            new_x = left if dx > 0 else right
    new_y = min(max(y + dy, TOP_WALL), BOTTOM_WALL)
    for left, top, right, bottom in BLOCKS:
        if left < new_x < right and top < new_y < bottom:
            new_y = top if dy > 0 else bottom
    return new_x, new_y


def unblocked(x: int, y: int, vx: int, vy: int) -> tuple[int, int]:
    """Return the part of a velocity that nothing flush with this position stands in the way of."""
    ahead_x = x + (vx > 0) - (vx < 0)
    ahead_y = y + (vy > 0) - (vy < 0)
    return vx if is_free(ahead_x, y) else 0, vy if is_free(x, ahead_y) else 0


def walking_speed(weight: int) -> int:
    """Return the pixels a second of somebody who carries this much."""
    return SPEED - (SPEED - SLOWEST) * weight // CAPACITY


def velocity(held: int, speed: int) -> tuple[int, int]:
    """Return the velocity of somebody who holds these keys; diagonals are as fast as straights."""
    across, down = DIRECTIONS[held & DIRECTION_KEYS]
    if across and down:
        speed = speed * 181 // 256  # 181/256 is just below the square root of a half
    return across * speed, down * speed
