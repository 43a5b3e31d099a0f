"""Whether a dash begun now would run into somebody.

Knows how dashes move, and that victims may turn; the caller chooses the victims.
"""

from __future__ import annotations

from collections.abc import Iterable

from game.bots.sight import Sight
from game.model.inputs import Held
from game.model.room import DASH_FRAMES, DASH_PAUSE, DASH_SPEED, KNOCK_REACH, SUBPIXELS
from game.model.state import Player
from game.rules.collision import DIRECTIONS, velocity

SURE_REACH_SQUARED = ((KNOCK_REACH - 6) * SUBPIXELS) ** 2
"""Shorter than the reach that counts as a hit, as the victim may turn in the meantime."""
RANGE = DASH_SPEED * DASH_FRAMES + KNOCK_REACH * SUBPIXELS
"""Greatest distance, across or down, at which a dash can hit somebody who stands still."""
WAYS = tuple(
    (keys, *velocity(keys, DASH_SPEED))
    for keys, way in enumerate(DIRECTIONS)
    if way != (0, 0) and abs(way[0]) + abs(way[1]) == keys.bit_count()
)
"""The eight directions: the keys for each, and the dash's velocity (x, y)."""


def can_dash(sight: Sight) -> bool:
    """Whether pressing the dash key now begins a dash, and it is not already held."""
    rested = sight.frame - sight.who.dashed >= DASH_PAUSE
    return rested and not sight.is_dazed and not sight.who.held & Held.DASH


def keys_to_dash(sight: Sight, victims: Iterable[int]) -> int | None:
    """Return the direction keys of a dash that runs into one of the victims, or None."""
    if not can_dash(sight):
        return None
    for victim in victims:
        keys = _keys_to_hit(sight, sight.state.players[victim])
        if keys is not None:
            return keys
    return None


def _keys_to_hit(sight: Sight, victim: Player) -> int | None:
    x, y = victim.position(sight.frame - 1)
    away_x, away_y = x - sight.x, y - sight.y
    if max(abs(away_x), abs(away_y)) > RANGE:
        return None
    for keys, vx, vy in WAYS:
        for passed in range(1, DASH_FRAMES):
            gap_x = away_x + (victim.vx - vx) * passed
            gap_y = away_y + (victim.vy - vy) * passed
            if gap_x * gap_x + gap_y * gap_y <= SURE_REACH_SQUARED:
                return keys
    return None
