"""The blocks at the top: a player's points, and the time that is left.

Each is a picture made from a few values and cached, as most frames show the same as the last.
"""

from __future__ import annotations

from functools import lru_cache

import pygame
from pygame import Rect, Surface

from game.model.events import FRAME_RATE, ItemKind
from game.picture import sprites
from game.picture.glass import glass
from replay.ui import text, theme
from replay.ui.shapes import emblem

TOP_HEIGHT = 50
CLOCK_WIDTH = 168
LAST_SECONDS = 10
ALARM_GROUND = theme.mix(theme.RED, theme.INK, 0.62)
NARROW = 140
"""In score blocks narrower than this, the leader's crown is drawn on top of the emblem."""


@lru_cache(maxsize=512)
def score_block(player: int, name: str, mind: str, score: int, best: int, wide: int) -> Surface:
    """A player's name and points, a crown if nobody has more, and a bar: points / the leader's."""
    colour = theme.PLAYERS[player % len(theme.PLAYERS)]
    picture = glass((wide, TOP_HEIGHT), border=theme.WHITE if mind == "you" else theme.LINE)
    text.write(picture, name, (32, 16), 16, theme.WHITE, bold=True)
    text.write(picture, mind, (32, 33), 13, theme.SOFT)
    where = text.write(
        picture, str(score), (wide - 10, 22), 24, theme.WHITE, bold=True, align="right"
    )
    leads = 0 < score == best
    if leads and wide >= NARROW:
        crown = sprites.item(ItemKind.CROWN, 2)
        picture.blit(crown, crown.get_rect(midright=(where.left - 5, 22)))
    elif leads:
        picture.blit(sprites.item(ItemKind.CROWN, 1), (12, 3))
    emblem(picture, player, colour, (18, 22 if leads and wide < NARROW else 18), 15)
    room = wide - 20
    pygame.draw.rect(picture, theme.LINE, (10, TOP_HEIGHT - 8, room, 3))
    pygame.draw.rect(picture, colour, (10, TOP_HEIGHT - 8, room * score // max(1, best), 3))
    return picture


def clock_block(length: int, frame: int) -> Surface:
    """The time that is left, with an alarm in colour and in words in the last seconds."""
    left = length - frame
    if left <= LAST_SECONDS * FRAME_RATE:
        return _alarm_block(left * 10 // FRAME_RATE)
    passed = (CLOCK_WIDTH - 24) * left // max(1, length)
    # Round up: a second that has begun is still shown.
    return _calm_block(-(-left // FRAME_RATE), passed)


@lru_cache(maxsize=64)
def _calm_block(seconds: int, bar: int) -> Surface:
    picture = glass((CLOCK_WIDTH, TOP_HEIGHT))
    words = f"{seconds // 60}:{seconds % 60:02d}"
    text.write(picture, words, (CLOCK_WIDTH // 2, 21), 28, theme.WHITE, bold=True, align="centre")
    pygame.draw.rect(picture, theme.LINE, (12, TOP_HEIGHT - 8, CLOCK_WIDTH - 24, 3))
    pygame.draw.rect(picture, theme.TEXT, (12, TOP_HEIGHT - 8, bar, 3))
    return picture


@lru_cache(maxsize=128)
def _alarm_block(tenths: int) -> Surface:
    picture = glass((CLOCK_WIDTH, TOP_HEIGHT), ALARM_GROUND, theme.RED)
    words = f"0:{tenths // 10:02d}.{tenths % 10}" if tenths else "0:00"
    middle = CLOCK_WIDTH // 2
    text.write(picture, words, (middle, 18), 26, theme.WHITE, bold=True, align="centre")
    says = "last seconds" if tenths else "time is up"
    text.write(picture, says, (middle, 39), 13, theme.WHITE, align="centre")
    for x in (24, CLOCK_WIDTH - 24):
        _draw_warning(picture, Rect(x - 10, 11, 20, 18))
    return picture


def _draw_warning(target: Surface, where: Rect) -> None:
    corners = (where.midtop, where.bottomright, where.bottomleft)
    pygame.draw.polygon(target, theme.WHITE, corners)
    pygame.draw.rect(target, ALARM_GROUND, (where.centerx - 1, where.top + 6, 3, 6))
    pygame.draw.rect(target, ALARM_GROUND, (where.centerx - 1, where.bottom - 4, 3, 2))
