"""Where players can go: walls, crates, sliding along them, and velocities by direction.

Pure geometry in subpixels (sixtieths of a pixel). Knows no players, no events, no time.
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
"""The outermost positions of a player (the middle of its feet)."""

BLOCKS = tuple(
    (
        (crate.x - BODY_HALF_WIDTH) * SUBPIXELS,
        (crate.y - BODY_HALF_HEIGHT) * SUBPIXELS,
        (crate.x + crate.w + BODY_HALF_WIDTH) * SUBPIXELS,
        (crate.y + crate.h + BODY_HALF_HEIGHT) * SUBPIXELS,
    )
    for crate in CRATES
)
"""Left, top, right, bottom of the areas that crates block for a player's position. The edges are
free: a player there stands flush with the crate."""

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
    """Return where a step from a free position ends: flush with any wall or crate in the way.

    Moves across first, then down, so that an obstacle to one does not stop the other. Steps are
    shorter than crates, so no step passes over one.
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
    """Return a velocity without the components blocked by something flush with this position."""
    ahead_x = x + (vx > 0) - (vx < 0)
    ahead_y = y + (vy > 0) - (vy < 0)
    return vx if is_free(ahead_x, y) else 0, vy if is_free(x, ahead_y) else 0


def walking_speed(weight: int) -> int:
    """Return the walking speed, in pixels a second, with this weight in the bag."""
    return SPEED - (SPEED - SLOWEST) * weight // CAPACITY


def velocity(held: int, speed: int) -> tuple[int, int]:
    """Return the velocity for held direction keys; diagonals are as fast as straight directions."""
    across, down = DIRECTIONS[held & DIRECTION_KEYS]
    if across and down:
        speed = speed * 181 // 256  # 181/256 is just below the square root of a half
    return across * speed, down * speed
