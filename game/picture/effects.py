"""Short effects: "+ ruby" over a head, stars round a dazed player's, the burst of a knock.

Effects have no state of their own: they are computed from the match's state and the frame, so a
frame looks the same whether it was played or scrubbed to.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import cos, pi, sin

import pygame
from pygame import Surface

from game.model.events import ItemKind, Reason
from game.model.nests import nest_at
from game.model.room import DAZED_FRAMES, VALUES, WIDTH
from game.model.state import NOBODY, Match, Player
from game.picture import sprites
from game.picture.items import blit_middle
from game.picture.people import PERSON_HEIGHT, feet, plate_top
from game.rules.motion import is_dazed
from replay.ui import text, theme
from replay.ui.shapes import panel

POP_FRAMES = 50
FADE_FRAMES = 14
RISE_FRAMES = 12
POP_RISE = 10
CEILING = 62
"""Least y of a pop, in pixels: the players' points are shown above it."""
BURST_FRAMES = 10
STARS = 3


def acted_upon(state: Match, number: int) -> int | None:
    """Which item a player took or dropped last, or None if it never did."""
    who = state.players[number]
    if who.taken and state.items[who.taken[-1]].since == who.acted:
        return who.taken[-1]
    for item, thing in enumerate(state.items):
        if thing.since == who.acted and thing.owner == number and thing.holder == NOBODY:
            return item
    return None


def action(state: Match, number: int) -> tuple[str, ItemKind] | None:
    """What a player did last with an item, in a few words, and the item's kind."""
    item = acted_upon(state, number)
    if item is None:
        return None
    thing = state.items[item]
    nest = nest_at(state, thing.x, thing.y)
    name = thing.kind.value
    if thing.holder == NOBODY and thing.reason is Reason.KNOCKED_OUT:
        return f"knocked out of {state.players[number].name}", thing.kind
    if thing.holder != number:
        return (f"home +{VALUES[thing.kind]}" if nest == number else f"- {name}"), thing.kind
    if nest is None or nest == number:
        return f"+ {name}", thing.kind
    return f"{name} from {state.players[nest].name}", thing.kind


def draw_pop(target: Surface, state: Match, number: int, frame: int) -> None:
    """Draw what a player just did with an item, rising over its head and fading."""
    who = state.players[number]
    age = frame - who.acted
    if not 0 <= age < POP_FRAMES:
        return
    done = action(state, number)
    if done is None:
        return
    picture = _pop(*done)
    middle = picture.get_width() // 2
    x = min(WIDTH - middle, max(middle, feet(who, frame)[0]))
    rise = POP_RISE * min(age, RISE_FRAMES) // RISE_FRAMES
    top = plate_top(who, frame) - picture.get_height() - rise
    if top < CEILING:  # clamped, it would hide the plate: let it sink from the feet instead
        top = feet(who, frame)[1] - 6 + rise
    picture.set_alpha(min(255, 255 * (POP_FRAMES - age) // FADE_FRAMES))
    target.blit(picture, (x - middle, top))


def draw_knock(target: Surface, who: Player, frame: int) -> None:
    """Draw the burst of a knock, then stars that circle the dazed head."""
    if not is_dazed(who, frame):
        return
    age = frame - who.knocked
    x, y = feet(who, frame)
    if age < BURST_FRAMES:
        blit_middle(target, _burst(age), x, y - PERSON_HEIGHT // 2)
    for n in range(STARS):
        turn = 2 * pi * (n / STARS + age / DAZED_FRAMES)
        across, down = round(26 * cos(turn)), round(7 * sin(turn))
        blit_middle(target, _star(), x + across, y - PERSON_HEIGHT + 8 + down)


@lru_cache(maxsize=128)
def _pop(words: str, kind: ItemKind) -> Surface:
    wide = text.width(words, 15, bold=True) + 44
    picture = Surface((wide, 28), pygame.SRCALPHA)
    panel(picture, picture.get_rect(), theme.NIGHT, theme.SOFT, 6)
    picture.blit(sprites.item(kind, 2), (6, 2))
    text.write(picture, words, (34, 13), 15, theme.WHITE, bold=True)
    return picture


@cache
def _burst(age: int) -> Surface:
    """Return eight short rays that fly apart."""
    picture = Surface((120, 120), pygame.SRCALPHA)
    near, far = 26 + 3 * age, 38 + 2 * age
    for n in range(8):
        turn = pi * (n / 4 + 0.125)
        begin = (60 + near * cos(turn), 60 + near * sin(turn) * 0.8)
        end = (60 + far * cos(turn), 60 + far * sin(turn) * 0.8)
        pygame.draw.line(picture, theme.INK, begin, end, 7)
        pygame.draw.line(picture, theme.WHITE, begin, end, 3)
    return picture


@cache
def _star() -> Surface:
    """Return a four-pointed star, drawn in the sprites' pixel size."""
    grain = 3
    picture = Surface((5 * grain, 5 * grain), pygame.SRCALPHA)
    for colour, cells in (
        (theme.INK, ((1, 1), (3, 1), (1, 3), (3, 3))),
        (theme.WHITE, ((2, 0), (0, 2), (1, 2), (2, 2), (3, 2), (4, 2), (2, 1), (2, 3), (2, 4))),
    ):
        for column, row in cells:
            picture.fill(colour, (column * grain, row * grain, grain, grain))
    return picture
