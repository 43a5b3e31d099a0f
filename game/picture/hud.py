"""What the player sees over the room: points and clock at the top, the own bag at the bottom.

Knows where the blocks are, and that they must hide neither people nor items: a block becomes
transparent where people are behind it, and less so for items. The blocks' contents are in hud_top
and hud_bag.
"""

from __future__ import annotations

from dataclasses import dataclass

from pygame import Rect, Surface

from game.model.nests import nest_scores
from game.model.room import DASH_PAUSE, WIDTH
from game.model.state import Match, weight
from game.picture.hud_bag import BLOCK_SIZE, bag_block, hand_block
from game.picture.hud_nest import lying
from game.picture.hud_top import CLOCK_WIDTH, TOP_HEIGHT, clock_block, score_block
from game.picture.people import feet, plate_top
from replay.ui.key_labels import label_of

TOP = 8
GAP = 6
EDGE = 8
WIDEST_SCORE = 168

BAG_CORNER = (244, 647)
HAND_CORNER = (744, 647)
"""The blocks lie left and right of the sixth player's nest."""

FAINTEST = 45
FAINTEST_FOR_ITEMS = 180
"""Least opacity of a block over people, and over items; people move away, items do not."""
FADE_PER_PIXEL = 8
BODY_WIDTH = 52


@dataclass(frozen=True, slots=True)
class Behind:
    """What may be behind a block: the areas of people and of items."""

    people: list[Rect]
    things: list[Rect]


def draw_hud(surface: Surface, state: Match, frame: int, player: int) -> None:
    """Draw points, clock and the bag of ``player`` over a drawn match."""
    bodies = [_body(state, number, frame) for number in range(len(state.players))]
    behind = Behind(bodies, lying(state))
    clock = Rect((WIDTH - CLOCK_WIDTH) // 2, TOP, CLOCK_WIDTH, TOP_HEIGHT)
    _put(surface, clock_block(state.length, min(frame, state.length)), clock, behind)
    _draw_scores(surface, state, player, clock, behind)
    who = state.players[player]
    kinds = tuple(None if item is None else state.items[item].kind for item in who.bag)
    where = Rect(BAG_CORNER, BLOCK_SIZE)
    _put(surface, bag_block(kinds, who.slot, weight(state, who)), where, behind)
    chosen = who.bag[who.slot]
    kind, load = None, 0
    if chosen is not None:
        kind, load = state.items[chosen].kind, state.items[chosen].weight
    rest = max(0, min(DASH_PAUSE, who.dashed + DASH_PAUSE - frame))
    hand = hand_block(kind, chosen, load, rest, label_of("E"), label_of("Q"))
    _put(surface, hand, Rect(HAND_CORNER, where.size), behind)


def _draw_scores(surface: Surface, state: Match, player: int, clock: Rect, behind: Behind) -> None:
    """Draw the players' scores in order: half left of the clock, half right of it."""
    scores = nest_scores(state)
    best = max(scores, default=0)
    left = (len(scores) + 1) // 2
    wide = min(WIDEST_SCORE, (clock.left - EDGE) // max(1, left) - GAP)
    for number, score in enumerate(scores):
        before = number < left
        steps = left - number if before else number - left
        x = (
            clock.left - steps * (wide + GAP)
            if before
            else clock.right + GAP + steps * (wide + GAP)
        )
        name = state.players[number].name
        mind = "you" if number == player else state.players[number].mind.value
        block = score_block(number, name, mind, score, best, wide)
        _put(surface, block, Rect(x, TOP, wide, TOP_HEIGHT), behind)


def _put(surface: Surface, block: Surface, where: Rect, behind: Behind) -> None:
    """Draw a block, the more transparent the more it would hide."""
    people = max((_overlap(where, body) for body in behind.people), default=0)
    things = max((_overlap(where, thing) for thing in behind.things), default=0)
    alpha = min(
        max(FAINTEST, 255 - FADE_PER_PIXEL * people),
        max(FAINTEST_FOR_ITEMS, 255 - FADE_PER_PIXEL * things),
    )
    block.set_alpha(alpha)
    surface.blit(block, where)


def _overlap(where: Rect, body: Rect) -> int:
    common = where.clip(body)
    return min(common.w, common.h)


def _body(state: Match, number: int, frame: int) -> Rect:
    who = state.players[number]
    x, y = feet(who, frame)
    top = plate_top(who, frame)
    return Rect(x - BODY_WIDTH // 2, top, BODY_WIDTH, y - top)
