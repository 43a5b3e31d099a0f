"""What the keys E and Q would do now for the player, or why they do nothing.

Computed from the state and the frame. game.rules.actions decides whether an action is possible.
"""

from __future__ import annotations

from functools import lru_cache

import pygame
from pygame import Surface

from game.model.events import ItemKind
from game.model.inputs import Held
from game.model.nests import in_nest
from game.model.room import SLOTS, SUBPIXELS, VALUES, WIDTH
from game.model.state import NOBODY, Item, Match, Player
from game.picture import sprites
from game.picture.glass import glass
from game.picture.hud_nest import beside_nest
from game.picture.items import blit_middle
from game.picture.people import feet
from game.rules.actions import REACH_SQUARED, takeable
from replay.ui import text, theme
from replay.ui.key_cap import draw_key
from replay.ui.key_labels import label_of

REST_FRAMES = 20
"""Frames after an action in which a key that is still held does not count as asking again."""
TAG_GAP = 26
"""Pixels from the middle of an item to its tag."""
VAIN_DROP = 22


def draw_deeds(surface: Surface, state: Match, frame: int, player: int) -> None:
    """Draw what E would take or why it takes nothing, and at home what to lay down."""
    who = state.players[player]
    item = takeable(state, who, *who.position(frame))
    if item is not None:
        _draw_target(surface, state.items[item])
    elif who.held & Held.TAKE and frame - who.acted >= REST_FRAMES:
        x, y = feet(who, frame)
        blit_middle(surface, _quiet(why_in_vain(state, who, frame)), x, y + VAIN_DROP)
    if brings_home(state, player, frame):
        key, does, kind, points = laying(state, who)
        sheet = _to_lay_down(label_of(key), does, kind, points)
        surface.blit(sheet, beside_nest(state, player, sheet.get_size()))


def brings_home(state: Match, player: int, frame: int) -> bool:
    """Whether a player stands in its own nest with something in its bag."""
    who = state.players[player]
    return bool(who.taken) and in_nest(player, *who.position(frame))


def laying(state: Match, who: Player) -> tuple[str, str, ItemKind, str]:
    """Return the next key to press to lay an item down: key, what it does, item's kind, points.

    The key lays down the chosen item; if the chosen slot is empty, it chooses the first item.
    """
    chosen = who.bag[who.slot % SLOTS]
    if chosen is not None:
        kind = state.items[chosen].kind
        return "Q", "lay it down", kind, f"+{VALUES[kind]}"
    slot, item = next((n, item) for n, item in enumerate(who.bag) if item is not None)
    return str(slot + 1), "choose", state.items[item].kind, ""


def why_in_vain(state: Match, who: Player, frame: int) -> str:
    """Say why a player takes nothing here."""
    x, y = who.position(frame)
    near = [
        thing
        for thing in state.items
        if thing.holder == NOBODY and (thing.x - x) ** 2 + (thing.y - y) ** 2 <= REACH_SQUARED
    ]
    if not near:
        return "nothing within reach"
    return "too heavy for the bag" if None in who.bag else "no slot is free"


def _draw_target(surface: Surface, thing: Item) -> None:
    """Draw brackets round the item that would be taken, and a tag with the key and the item."""
    x, y = thing.x // SUBPIXELS, thing.y // SUBPIXELS
    for across in (-1, 1):
        for down in (-1, 1):
            corner = (x + across * 22, y - 3 + down * 20)
            pygame.draw.line(surface, theme.WHITE, corner, (corner[0] - across * 8, corner[1]), 2)
            pygame.draw.line(surface, theme.WHITE, corner, (corner[0], corner[1] - down * 8), 2)
    tag = _tag(thing.kind, thing.weight, label_of("E"))
    wide = tag.get_width()
    left = x + TAG_GAP if x + TAG_GAP + wide <= WIDTH else x - TAG_GAP - wide
    surface.blit(tag, (left, y + 4))


@lru_cache(maxsize=64)
def _tag(kind: ItemKind, weight: int, key: str) -> Surface:
    """Return a tag with the key that takes an item, and the item's kind, worth and weight."""
    words = f"{kind.value}, worth {VALUES[kind]}, weighs {weight}"
    picture = glass((text.width(words, 14) + 42, 26))
    right = draw_key(picture, key, (4, 12))
    text.write(picture, words, (right + 8, 12), 14, theme.WHITE)
    return picture


@lru_cache(maxsize=64)
def _to_lay_down(key: str, does: str, kind: ItemKind, points: str) -> Surface:
    """Return a sheet with the key, what it does, a picture of the item, and its points."""
    thing = sprites.item(kind, 2)
    words, counts = text.width(does, 17, bold=True), text.width(points, 17, bold=True)
    wide = 8 + 20 + 8 + words + 6 + thing.get_width() + (6 + counts if points else 0) + 12
    picture = glass((wide, 34), border=theme.WHITE)
    x = draw_key(picture, key, (8, 16)) + 8
    x = text.write(picture, does, (x, 16), 17, theme.WHITE, bold=True).right + 6
    picture.blit(thing, thing.get_rect(midleft=(x, 17)))
    x += thing.get_width() + 6
    text.write(picture, points, (x, 16), 17, theme.WHITE, bold=True)
    return picture


@lru_cache(maxsize=8)
def _quiet(words: str) -> Surface:
    picture = glass((text.width(words, 14) + 20, 24))
    text.write(picture, words, (10, 11), 14, theme.SOFT)
    return picture
