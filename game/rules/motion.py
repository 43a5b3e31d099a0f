"""A player's course: walking by its inputs, dashing, dazed, or stopped by a wall.

Reads the state; computes only positions and velocities.
"""

from __future__ import annotations

from game.model.room import DASH_FRAMES, DASH_SPEED, DAZED_FRAMES, KNOCK_PAUSE, SPEED
from game.model.state import Match, Player, weight
from game.rules.collision import (
    BLOCKS,
    BOTTOM_WALL,
    DIRECTION_KEYS,
    DIRECTIONS,
    LEFT_WALL,
    RIGHT_WALL,
    TOP_WALL,
    slide,
    unblocked,
    velocity,
    walking_speed,
)

NEAR_BLOCKS = tuple(
    (left - SPEED, top - SPEED, right + SPEED, bottom + SPEED)
    for left, top, right, bottom in BLOCKS
)
"""A walking step that starts outside of these areas cannot touch a crate, even at a corner."""


def is_dazed(who: Player, frame: int) -> bool:
    """Whether a player was knocked into just now, so that it stands still and cannot act."""
    return frame - who.knocked < DAZED_FRAMES


def is_safe(who: Player, frame: int) -> bool:
    """Whether a player was knocked into so recently that it cannot be knocked into again."""
    return frame - who.knocked < KNOCK_PAUSE


def is_dashing(who: Player, frame: int) -> bool:
    """Whether a player is in the middle of a dash."""
    return frame - who.dashed < DASH_FRAMES and not is_dazed(who, frame)


def standing(who: Player, frame: int) -> tuple[int, int]:
    """Return where a player is at a frame: on its course, or flush with what stops it.

    ``Player.position`` may be a step inside a wall that was reached in exactly this frame.
    """
    x, y = who.position(frame)
    if who.since == frame:
        return x, y
    return slide(x - who.vx, y - who.vy, who.vx, who.vy)


def wanted_velocity(state: Match, who: Player, frame: int) -> tuple[int, int]:
    """Return a player's velocity if nothing blocked it.

    A dash begins in the direction of the held keys and cannot be steered from then on.
    """
    if is_dazed(who, frame):
        return 0, 0
    if who.dashed == frame:
        return velocity(who.held, DASH_SPEED)
    if is_dashing(who, frame):
        return who.vx, who.vy
    return velocity(who.held, walking_speed(weight(state, who)))


def course(state: Match, who: Player, frame: int) -> tuple[int, int, int, int]:
    """Return position and velocity of a player from this frame on."""
    x, y = standing(who, frame)
    return x, y, *unblocked(x, y, *wanted_velocity(state, who, frame))


def is_steady(who: Player, frame: int) -> bool:
    """Whether a player whose inputs did not change certainly keeps its course in this frame.

    May be False for a steady player, but never True for another. In most frames it is True for
    all players, so it uses a few comparisons instead of computing the course.
    """
    since_knock = frame - who.knocked
    if since_knock <= DAZED_FRAMES:
        return since_knock < DAZED_FRAMES and who.vx == who.vy == 0
    if frame - who.dashed <= DASH_FRAMES:
        return False
    vx, vy = who.vx, who.vy
    across, down = DIRECTIONS[who.held & DIRECTION_KEYS]
    if (vx > 0) - (vx < 0) != across or (vy > 0) - (vy < 0) != down:
        return False
    if not across and not down:
        return True
    passed = frame - who.since
    x, y = who.x + vx * passed, who.y + vy * passed
    if not (LEFT_WALL < x < RIGHT_WALL and TOP_WALL < y < BOTTOM_WALL):
        return False
    for left, top, right, bottom in NEAR_BLOCKS:
        if left <= x <= right and top <= y <= bottom:
            return False
    return True
