"""People: how they stand, walk, dash and reel, the sack on their back, the plate over their head.

Everything is computed from the state and the frame; there is no animation clock, so a frame looks
the same whether it was played or scrubbed to.
"""

from __future__ import annotations

from functools import lru_cache

import pygame
from pygame import Surface

from game.model.events import ItemKind
from game.model.room import CAPACITY, SUBPIXELS
from game.model.state import Match, Player, weight
from game.picture import sprites
from game.picture.items import blit_middle, shadow
from game.picture.sprites import Pose
from game.rules.motion import is_dashing, is_dazed
from replay.ui import text, theme
from replay.ui.shapes import emblem

PERSON_HEIGHT = sprites.PERSON_HEIGHT * sprites.SCALE
BREATH_FRAMES = 34
STRIDE = 1300
"""Subpixels walked from one cell of the walk animation to the next."""
SLOWEST_STEP, FASTEST_STEP = 11, 4
"""Most and least frames for which a cell of the walk animation is shown."""
TRAIL = ((9, 50), (6, 90), (3, 135))
"""After-images of a dash: (frames ago, opacity of 255)."""

PLATE_HEIGHT = 25
PLATE_GAP = 3
SACK = theme.mix(pygame.Color("#b9824d"), theme.WHITE, 0.25)
CARRIED_SCALE = 2
CARRIED_PITCH = 19


def feet(who: Player, frame: int) -> tuple[int, int]:
    """Where a player stands, in pixels."""
    x, y = who.position(frame)
    return x // SUBPIXELS, y // SUBPIXELS


def pose(number: int, who: Player, frame: int) -> int:
    """Which cell of its sprite sheet shows a player at this frame."""
    if is_dazed(who, frame):
        return Pose.HIT
    if is_dashing(who, frame):
        return Pose.DASH
    speed = max(abs(who.vx), abs(who.vy))
    # The player's number shifts the phase, so that players do not move in step.
    if not speed:
        return (Pose.STAND, Pose.BREATHE)[(frame + 13 * number) // BREATH_FRAMES % 2]
    step = min(SLOWEST_STEP, max(FASTEST_STEP, STRIDE // speed))
    return Pose.WALK + (frame + 3 * number) // step % sprites.WALK_CELLS


def draw_mark(target: Surface, who: Player, frame: int) -> None:
    """Draw a ring round a player's feet, under the player."""
    x, y = feet(who, frame)
    pygame.draw.ellipse(target, theme.WHITE, (x - 30, y - 13, 60, 24), 2)


def draw_person(target: Surface, state: Match, number: int, frame: int) -> None:
    """Draw a player with its shadow, its sack and, in a dash, its after-images."""
    who = state.players[number]
    x, y = feet(who, frame)
    looking = who.facing
    blit_middle(target, shadow(44, 16), x, y - 1)
    if is_dashing(who, frame):
        _draw_trail(target, number, who, frame, looking)
    load = weight(state, who)
    if load:
        _draw_sack(target, x, y, load, looking)
    picture = sprites.person(number, pose(number, who, frame), looking)
    target.blit(picture, (x - picture.get_width() // 2, y - PERSON_HEIGHT))


def _draw_trail(target: Surface, number: int, who: Player, frame: int, looking: int) -> None:
    for ago, alpha in TRAIL:
        if frame - ago >= max(who.since, who.dashed):
            x, y = feet(who, frame - ago)
            picture = sprites.ghost(number, looking, alpha)
            target.blit(picture, (x - picture.get_width() // 2, y - PERSON_HEIGHT))


def _draw_sack(target: Surface, x: int, y: int, load: int, looking: int) -> None:
    fullness = sprites.fullness(load)
    # A fuller sack hangs further out, so that it does not overlap the body.
    away = 16 + 3 * fullness
    blit_middle(target, sprites.bag(fullness, looking), x - looking * away, y - 32)


def draw_plate(target: Surface, state: Match, number: int, frame: int) -> None:
    """Draw over a player's head who it is, how heavy its bag is and what is in it."""
    who = state.players[number]
    x, y = feet(who, frame)
    top = y - PERSON_HEIGHT - PLATE_GAP - PLATE_HEIGHT
    plate = _plate(number, who.name, weight(state, who))
    target.blit(plate, (x - plate.get_width() // 2, top))
    kinds = tuple(state.items[item].kind for item in who.taken)
    if kinds:
        things = _carried(kinds)
        target.blit(things, (x - things.get_width() // 2, top - things.get_height() + 2))


def plate_top(who: Player, frame: int) -> int:
    """The y, in pixels, of the top of what is drawn over a player's head."""
    lift = CARRIED_SCALE * sprites.ITEM_PIXELS if who.taken else 0
    return feet(who, frame)[1] - PERSON_HEIGHT - PLATE_GAP - PLATE_HEIGHT - lift


NAME_ROOM = 240
"""Greatest width of a name in pixels, as a name in a file may have thousands of letters."""


@lru_cache(maxsize=256)
def _plate(number: int, name: str, load: int) -> Surface:
    """Return a name on a dark background, above a bar that shows the bag's weight in quarters."""
    colour = theme.PLAYERS[number % len(theme.PLAYERS)]
    name = text.shortened(name, NAME_ROOM, 14, bold=True)
    wide = max(64, text.width(name, 14, bold=True) + 34)
    picture = Surface((wide, PLATE_HEIGHT), pygame.SRCALPHA)
    pygame.draw.rect(picture, (*tuple(theme.INK)[:3], 215), picture.get_rect(), border_radius=5)
    room = wide - 12
    begin = (wide - text.width(name, 14, bold=True) - 16) // 2
    emblem(picture, number, colour, (begin + 5, 10), 10)
    text.write(picture, name, (begin + 16, 9), 14, theme.WHITE, bold=True)
    pygame.draw.rect(picture, theme.LINE, (6, PLATE_HEIGHT - 7, room, 4))
    pygame.draw.rect(picture, SACK, (6, PLATE_HEIGHT - 7, room * load // CAPACITY, 4))
    for quarter in (1, 2, 3):
        pygame.draw.rect(picture, theme.INK, (6 + room * quarter // 4, PLATE_HEIGHT - 7, 1, 4))
    return picture


@lru_cache(maxsize=512)
def _carried(kinds: tuple[ItemKind, ...]) -> Surface:
    """Return the items of a bag side by side, in the order they were taken."""
    size = CARRIED_SCALE * sprites.ITEM_PIXELS
    picture = Surface((CARRIED_PITCH * (len(kinds) - 1) + size, size), pygame.SRCALPHA)
    for n, kind in enumerate(kinds):
        picture.blit(sprites.item(kind, CARRIED_SCALE), (n * CARRIED_PITCH, 0))
    return picture
