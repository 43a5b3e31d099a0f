"""What the viewer's inspector tells about each player. Needs pygame only for its pictures."""

from __future__ import annotations

from functools import partial
from math import hypot
from typing import TYPE_CHECKING

from game.model.events import ItemKind
from game.model.nests import nest_scores
from game.model.room import CAPACITY, SUBPIXELS
from game.model.state import Match, item_name, weight
from game.viewing.colours import PLAYER_COLOURS
from replay.games import PlayerCard, Slot

if TYPE_CHECKING:
    from pygame import Surface

ICON_SCALE = 2
PORTRAIT_SCALE = 3


def cards(state: Match, frame: int) -> list[PlayerCard]:
    """One card per player, in their order: points, weight, speed, position, and the bag."""
    scores = nest_scores(state)
    return [_card(state, number, score, frame) for number, score in enumerate(scores)]


def _card(state: Match, number: int, score: int, frame: int) -> PlayerCard:
    who = state.players[number]
    x, y = who.position(frame)
    facts = (
        ("score", str(score)),
        ("weight", f"{weight(state, who)} / {CAPACITY}"),
        ("speed", f"{round(hypot(who.vx, who.vy))} px/s"),
        ("position", f"{x // SUBPIXELS}, {y // SUBPIXELS}"),
    )
    return PlayerCard(
        name=who.name,
        colour=PLAYER_COLOURS[number % len(PLAYER_COLOURS)],
        facts=facts,
        slots=[_slot(state, item) for item in who.bag],
        icon=partial(portrait, number),
        bag=("players", number, "bag"),
        number=number,
    )


def _slot(state: Match, item: int | None) -> Slot | None:
    name = item_name(state, item)
    if item is None or name is None:
        return None
    return Slot(name, partial(thing_icon, state.items[item].kind))


def thing_icon(kind: ItemKind) -> Surface:
    """An item, 24 pixels wide."""
    from game.picture import sprites

    return sprites.item(kind, ICON_SCALE)


def portrait(player: int) -> Surface:
    """A player, 48 pixels wide."""
    from game.picture import sprites

    return sprites.portrait(player, PORTRAIT_SCALE)
