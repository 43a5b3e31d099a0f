"""The sprites, each cut out of its sheet, flipped and scaled once.

Knows where the sheets are, how they are divided and how large each sprite is shown. Knows no
match and draws on nothing. Works without a window; sprites loaded while there is one are
converted to its format, which makes drawing faster and changes no pixel.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache

import pygame
from pygame import Rect, Surface

from game.model.events import ItemKind
from game.model.room import CAPACITY
from game.paths import assets_folder

SCALE = 4
"""Screen pixels per sprite pixel."""
ITEM_SCALE = 3
"""Items are scaled less, so that a full nest's floor is still visible."""

COLOURS = ("red", "blue", "green", "yellow", "violet", "orange", "teal", "pink")
"""Colours of the sheets of players and nests, by player; from player 8 on they repeat."""

PERSON_WIDTH, PERSON_HEIGHT = 16, 18
ITEM_PIXELS = 12
BAG_SIZE = 16
BAGS = 4

LEFT, RIGHT = -1, 1
KINDS = tuple(ItemKind)


class Pose(IntEnum):
    """The cells of a player's sheet."""

    STAND = 0
    BREATHE = 1
    WALK = 2
    DASH = 6
    HIT = 7


WALK_CELLS = 4


@cache
def person(player: int, cell: int, facing: int) -> Surface:
    """A player in a pose (a cell of its sheet), looking LEFT or RIGHT."""
    where = Rect(cell * PERSON_WIDTH, 0, PERSON_WIDTH, PERSON_HEIGHT)
    picture = _scaled(_sheet(f"player-{_colour(player)}").subsurface(where), SCALE)
    return pygame.transform.flip(picture, True, False) if facing == LEFT else picture


@cache
def ghost(player: int, facing: int, alpha: int) -> Surface:
    """A dashing player as an after-image; ``alpha`` from 0 to 255."""
    picture = person(player, Pose.DASH, facing).copy()
    picture.set_alpha(alpha)
    return picture


@cache
def portrait(player: int, scale: int) -> Surface:
    """A standing player at another size, for lists and podiums."""
    where = Rect(0, 0, PERSON_WIDTH, PERSON_HEIGHT)
    return _scaled(_sheet(f"player-{_colour(player)}").subsurface(where), scale)


@cache
def bag(fullness: int, facing: int) -> Surface:
    """The sack on the back, from 0 (light) to BAGS - 1 (bulging)."""
    where = Rect(fullness * BAG_SIZE, 0, BAG_SIZE, BAG_SIZE)
    picture = _scaled(_sheet("bag").subsurface(where), SCALE)
    return pygame.transform.flip(picture, True, False) if facing == LEFT else picture


def fullness(weight: int) -> int:
    """Which of the BAGS sacks shows this weight; a weight of 0 shows none."""
    return min(BAGS - 1, (weight - 1) * BAGS // CAPACITY)


@cache
def item(kind: ItemKind, scale: int = ITEM_SCALE) -> Surface:
    """An item, ``ITEM_PIXELS * scale`` pixels wide and high."""
    where = Rect(KINDS.index(kind) * ITEM_PIXELS, 0, ITEM_PIXELS, ITEM_PIXELS)
    return _scaled(_sheet("items").subsurface(where), scale)


@cache
def nest(player: int) -> Surface:
    """A player's nest."""
    return _scaled(_sheet(f"nest-{_colour(player)}"), SCALE)


@cache
def crate() -> Surface:
    """A crate, seen from above and in front."""
    return _scaled(_sheet("crate"), SCALE)


@cache
def floor() -> Surface:
    """The whole room without anything in it, 1280 × 720."""
    picture = pygame.transform.scale_by(_sheet("floor"), SCALE)
    return picture.convert() if pygame.display.get_surface() else picture


@cache
def logo(scale: int) -> Surface:
    """The name of the game."""
    return _scaled(_sheet("logo"), scale)


@cache
def rat(scale: int) -> Surface:
    """The packrat and its ruby."""
    return _scaled(_sheet("rat"), scale)


def window_icon() -> Surface:
    """The window's icon; may be loaded before there is a window."""
    return _sheet("icon")


def _colour(player: int) -> str:
    return COLOURS[player % len(COLOURS)]


@cache
def _sheet(name: str) -> Surface:
    return pygame.image.load(assets_folder() / "sprites" / f"{name}.png")


def _scaled(picture: Surface, scale: int) -> Surface:
    larger = pygame.transform.scale_by(picture, scale)
    return larger.convert_alpha() if pygame.display.get_surface() else larger
