"""Things in the room: shadows, items, crates, nests with their names and points.

Knows the picture's measures and how items look. Knows nothing of people.
"""

from __future__ import annotations

from functools import cache, lru_cache

import pygame
from pygame import Surface

from game.model.events import ItemKind
from game.model.room import NEST_HALF_HEIGHT, NESTS, SUBPIXELS
from game.model.room import Rect as Footprint
from game.model.state import NOBODY, Item
from game.picture import sprites
from replay.ui import text, theme
from replay.ui.shapes import emblem, panel

SHADOW = (10, 10, 24, 84)
FALL_HEIGHT, FALL_FRAMES = 130, 22
HAND_HEIGHT, HAND_FRAMES = 30, 9
LABEL_HEIGHT = 24
LABEL_MARGIN = 14
"""Items up to so many pixels below a label are drawn behind it, so that it stays readable."""
HOVER = 4
"""Pixels by which an item's middle is drawn above its position, which is near its lower edge."""


@cache
def shadow(width: int, height: int) -> Surface:
    """Return a dark, transparent ellipse."""
    picture = Surface((width, height), pygame.SRCALPHA)
    pygame.draw.ellipse(picture, SHADOW, picture.get_rect())
    return picture


def blit_middle(target: Surface, picture: Surface, x: int, y: int) -> None:
    """Draw a picture centred at a position."""
    target.blit(picture, (x - picture.get_width() // 2, y - picture.get_height() // 2))


def draw_item(target: Surface, thing: Item, frame: int) -> None:
    """Draw an item that lies on the floor, or is falling onto it, with its shadow."""
    x, y, height = thing.x // SUBPIXELS, thing.y // SUBPIXELS, lift(thing, frame)
    if not height:
        picture, left, top = _resting(thing.kind)
        target.blit(picture, (x + left, y + top))
        return
    blit_middle(target, shadow(30, 11), x, y + 10)
    blit_middle(target, sprites.item(thing.kind), x, y - HOVER - height)


@cache
def _resting(kind: ItemKind) -> tuple[Surface, int, int]:
    """Return an item on the floor with its shadow, and where that is drawn from its position."""
    dark, item = shadow(30, 11), sprites.item(kind)
    places = [
        one.get_rect(left=-(one.get_width() // 2), top=y - one.get_height() // 2)
        for one, y in ((dark, 10), (item, -HOVER))
    ]
    around = places[0].union(places[1])
    picture = Surface(around.size, pygame.SRCALPHA)
    picture.blits(
        [
            (one, place.move(-around.x, -around.y))
            for one, place in zip((dark, item), places, strict=True)
        ]
    )
    return picture, around.x, around.y


def lift(thing: Item, frame: int) -> int:
    """How high above the floor an item is at a frame, in pixels.

    A new item falls from high above; a dropped or knocked out one from the height of a hand.
    """
    height, frames = (
        (FALL_HEIGHT, FALL_FRAMES) if thing.owner == NOBODY else (HAND_HEIGHT, HAND_FRAMES)
    )
    age = frame - thing.since
    if thing.since == 0 or age >= frames:
        return 0
    return height * (frames * frames - age * age) // (frames * frames)


def draw_crate(target: Surface, footprint: Footprint) -> None:
    """Draw a crate on its footprint; its lid rises above it."""
    picture = sprites.crate()
    bottom = footprint.y + footprint.h
    blit_middle(target, shadow(footprint.w + 20, 30), footprint.x + footprint.w // 2 + 4, bottom)
    target.blit(picture, (footprint.x, bottom - picture.get_height()))


def draw_nest(target: Surface, nest: int) -> None:
    """Draw an empty nest with its player's emblem on the ground."""
    x, y = NESTS[nest]
    blit_middle(target, shadow(214, 146), x, y + 8)
    blit_middle(target, sprites.nest(nest), x, y)
    blit_middle(target, _ground_emblem(nest), x, y)


def draw_nest_label(target: Surface, nest: int, name: str, score: int) -> None:
    """Write below a nest its player's name and points."""
    x, y = NESTS[nest]
    picture = _nest_label(nest, name, score)
    target.blit(picture, (x - picture.get_width() // 2, y + NEST_HALF_HEIGHT))


def label_foot(nest: int) -> int:
    """The y, in pixels, down to which items are drawn behind a nest's label."""
    return NESTS[nest][1] + NEST_HALF_HEIGHT + LABEL_HEIGHT + LABEL_MARGIN


@cache
def _ground_emblem(player: int) -> Surface:
    """Return a faint emblem for a nest's middle."""
    picture = Surface((48, 48), pygame.SRCALPHA)
    colour = theme.mix(theme.PLAYERS[player % len(theme.PLAYERS)], theme.WHITE, 0.25)
    emblem(picture, player, colour, (24, 24), 36)
    picture.set_alpha(70)
    return picture


NAME_ROOM = 240
"""Greatest width of a name in pixels, as a name in a file may have thousands of letters."""


@lru_cache(maxsize=256)
def _nest_label(player: int, name: str, score: int) -> Surface:
    colour = theme.PLAYERS[player % len(theme.PLAYERS)]
    name = text.shortened(name, NAME_ROOM, 15, bold=True)
    number = str(score)
    names, points = text.width(name, 15, bold=True), text.width(number, 16, bold=True)
    picture = Surface((44 + names + points, LABEL_HEIGHT), pygame.SRCALPHA)
    where = picture.get_rect()
    panel(picture, where, theme.NIGHT, theme.mix(colour, theme.INK, 0.35), 6)
    emblem(picture, player, colour, (14, LABEL_HEIGHT // 2), 11)
    text.write(picture, name, (25, LABEL_HEIGHT // 2), 15, theme.WHITE, bold=True)
    text.write(
        picture, number, (where.w - 9, LABEL_HEIGHT // 2), 16, theme.WHITE, bold=True, align="right"
    )
    return picture
