"""The blocks at the bottom: the own bag with its weight; the chosen item, the keys, the dash."""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin

import pygame
from pygame import Rect, Surface

from game.model.events import FRAME_RATE, ItemKind
from game.model.room import CAPACITY, DASH_PAUSE, SLOTS, VALUES
from game.picture import sprites
from game.picture.glass import glass
from game.picture.people import SACK
from replay.ui import text, theme
from replay.ui.key_cap import draw_key
from replay.ui.key_labels import label_of
from replay.ui.shapes import panel

BLOCK_SIZE = (292, 68)
SLOT_SIZE, SLOT_GAP = 40, 6
BAR = Rect(38, 53, 190, 8)
RING_MIDDLE = (258, 27)
RING_RADIUS = 19


@lru_cache(maxsize=512)
def bag_block(kinds: tuple[ItemKind | None, ...], chosen: int, load: int) -> Surface:
    """Return the slots with their keys, the chosen one outlined, and the total weight."""
    picture = glass(BLOCK_SIZE)
    for slot in range(SLOTS):
        where = Rect(10 + slot * (SLOT_SIZE + SLOT_GAP), 6, SLOT_SIZE, SLOT_SIZE)
        _draw_slot(picture, where, slot, kinds[slot], chosen == slot)
    art_of_bag = sprites.bag(sprites.fullness(max(1, load)), sprites.RIGHT)
    picture.blit(pygame.transform.scale(art_of_bag, (24, 24)), (10, 44))
    pygame.draw.rect(picture, theme.LINE, BAR, border_radius=2)
    filled = BAR.w * load // CAPACITY
    if filled:
        pygame.draw.rect(picture, SACK, (BAR.x, BAR.y, filled, BAR.h), border_radius=2)
    for quarter in (1, 2, 3):
        pygame.draw.rect(picture, theme.INK, (BAR.x + BAR.w * quarter // 4, BAR.y, 1, BAR.h))
    words = f"{load} / {CAPACITY}"
    text.write(
        picture, words, (BLOCK_SIZE[0] - 10, BAR.centery), 14, theme.WHITE, bold=True, align="right"
    )
    return picture


def _draw_slot(
    target: Surface, where: Rect, slot: int, kind: ItemKind | None, is_chosen: bool
) -> None:
    panel(target, where, theme.PANEL, theme.LINE, 5)
    if is_chosen:
        pygame.draw.rect(target, theme.WHITE, where.inflate(4, 4), width=2, border_radius=7)
    if kind is not None:
        picture = sprites.item(kind)
        target.blit(picture, picture.get_rect(center=where.center))
    colour = theme.WHITE if is_chosen else theme.SOFT
    number = Rect(where.left + 1, where.top + 1, 13, 14)
    if kind is not None:
        pygame.draw.rect(target, theme.PANEL, number, border_bottom_right_radius=5)
    text.write(target, str(slot + 1), (where.left + 7, where.top + 8), 13, colour, align="centre")


@lru_cache(maxsize=512)
def hand_block(
    kind: ItemKind | None,
    item: int | None,
    weight: int,
    rest: int,
    take: str = "E",
    drop: str = "Q",
) -> Surface:
    """Return the chosen item's name, the action keys, and the dash: ``rest`` frames until ready."""
    picture = glass(BLOCK_SIZE)
    if kind is None:
        text.write(picture, "empty slot", (14, 16), 16, theme.SOFT, bold=True)
        text.write(picture, "what you take goes here first", (14, 33), 13, theme.SOFT)
    else:
        picture.blit(sprites.item(kind), (9, 5))
        text.write(picture, f"{kind.value} #{item}", (52, 15), 16, theme.WHITE, bold=True)
        says = f"worth {VALUES[kind]}, weighs {weight}"
        text.write(picture, says, (52, 33), 13, theme.SOFT)
    x = 12
    for name, does in ((take, "take"), (drop, "drop")):
        x = draw_key(picture, name, (x, 54)) + 5
        x = text.write(picture, does, (x, 54), 13, theme.TEXT).right + 12
    x = draw_key(picture, label_of(pygame.K_LSHIFT), (x, 54)) + 5
    text.write(picture, "dash", (x, 54), 13, theme.TEXT)
    words = f"{rest / FRAME_RATE:.1f} s" if rest else "ready"
    _draw_ring(picture, rest)
    text.write(picture, words, (RING_MIDDLE[0], 57), 13, theme.TEXT, align="centre")
    return picture


def _draw_ring(target: Surface, rest: int) -> None:
    """Draw two arrows in a ring that closes until the dash is ready again."""
    pygame.draw.circle(target, theme.LINE, RING_MIDDLE, RING_RADIUS, 5)
    ready = DASH_PAUSE - rest
    colour = theme.WHITE if not rest else theme.SOFT
    for n in range(ready * 4):
        turn = 2 * pi * n / (DASH_PAUSE * 4)
        x = RING_MIDDLE[0] + (RING_RADIUS - 2) * sin(turn)
        y = RING_MIDDLE[1] - (RING_RADIUS - 2) * cos(turn)
        pygame.draw.circle(target, colour, (round(x), round(y)), 2)
    for x in (RING_MIDDLE[0] - 8, RING_MIDDLE[0] + 1):
        y = RING_MIDDLE[1]
        pygame.draw.polygon(target, colour, ((x, y - 6), (x + 8, y), (x, y + 6)))
