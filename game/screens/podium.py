"""The podium of a result: the first three on their steps, the winner with a crown."""

from __future__ import annotations

from collections.abc import Sequence

import pygame
from pygame import Color, Rect, Surface

from game.model.events import ItemKind
from game.picture import sprites
from game.picture.items import blit_middle, shadow
from replay.ui import text, theme
from replay.ui.shapes import emblem, panel

BOX = Rect(12, 50, 440, 522)
FLOOR = BOX.bottom - 14
STEP_WIDTH, STEP_GAP = 128, 8
HEIGHTS = (240, 176, 120)
"""Heights of the steps, by place."""
PLACES = (1, 0, 2)
"""Which place is left, in the middle, right."""
SCALE = 6
CROWN_SCALE, CROWN_RISE = 5, 46
WOOD, WOOD_LIGHT, WOOD_DARK = Color("#8a5a3c"), Color("#b9824d"), Color("#5b3a32")


def draw_podium(
    surface: Surface,
    headline: str,
    says: str,
    ranks: Sequence[tuple[int, int]],
    names: Sequence[str],
    scores: Sequence[int],
) -> None:
    """Draw who came first, second and third; ``ranks`` are (rank, player), the best first."""
    panel(surface, BOX, theme.NIGHT)
    text.write(surface, headline, (BOX.x + 20, BOX.y + 32), 26, theme.WHITE, bold=True)
    text.write(surface, says, (BOX.x + 20, BOX.y + 60), 14, theme.SOFT)
    wide = 3 * STEP_WIDTH + 2 * STEP_GAP
    left = BOX.centerx - wide // 2
    for column, place in enumerate(PLACES):
        if place < len(ranks):
            rank, player = ranks[place]
            x = left + column * (STEP_WIDTH + STEP_GAP)
            step = Rect(x, FLOOR - HEIGHTS[place], STEP_WIDTH, HEIGHTS[place])
            _draw_step(surface, step, player, scores[player], rank)
            _draw_person(surface, step, player, names[player], rank)


def _draw_step(surface: Surface, step: Rect, player: int, score: int, rank: int) -> None:
    pygame.draw.rect(surface, theme.INK, step.inflate(4, 4), border_radius=4)
    surface.fill(WOOD, step)
    surface.fill(WOOD_LIGHT, (step.x, step.y, step.w, 18))
    surface.fill(theme.mix(WOOD_LIGHT, theme.WHITE, 0.35), (step.x, step.y, step.w, 4))
    surface.fill(WOOD_DARK, (step.x, step.y + 18, step.w, 4))
    colour = theme.PLAYERS[player % len(theme.PLAYERS)]
    surface.fill(colour, (step.x, step.y + 26, step.w, 6))
    for across in (step.w // 3, 2 * step.w // 3):
        surface.fill(WOOD_DARK, (step.x + across, step.y + 36, 3, step.h - 36))
    plate = Rect(0, 0, 76, 40)
    plate.center = (step.centerx, step.y + 60)
    panel(surface, plate, theme.INK, None, 6)
    text.write(surface, str(score), plate.center, 26, theme.WHITE, bold=True, align="centre")
    words = ("1st", "2nd", "3rd")[rank - 1]
    position = (step.centerx, step.y + 98)
    text.write(surface, words, position, 16, theme.WHITE, bold=True, align="centre")


def _draw_person(surface: Surface, step: Rect, player: int, name: str, rank: int) -> None:
    picture = sprites.portrait(player, SCALE)
    feet = step.y + 12
    blit_middle(surface, shadow(76, 16), step.centerx, feet - 2)
    surface.blit(picture, (step.centerx - picture.get_width() // 2, feet - picture.get_height()))
    top = feet - picture.get_height()
    if rank == 1:
        crown = sprites.item(ItemKind.CROWN, CROWN_SCALE)
        surface.blit(crown, (step.centerx - crown.get_width() // 2, top - CROWN_RISE))
        top -= CROWN_RISE
    colour = theme.PLAYERS[player % len(theme.PLAYERS)]
    wide = text.width(name, 18, bold=True) + 22
    begin = step.centerx - wide // 2
    emblem(surface, player, colour, (begin + 7, top - 16), 14)
    text.write(surface, name, (begin + 22, top - 17), 18, theme.WHITE, bold=True)
