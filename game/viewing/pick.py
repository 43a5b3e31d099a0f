"""What is under the pointer. Pure: pixels in, words and a path into the state out."""

from __future__ import annotations

from game.model.nests import nest_at
from game.model.room import SUBPIXELS
from game.model.state import NOBODY, Match
from replay.games import HitTarget

PERSON_HALF_WIDTH, PERSON_HEIGHT = 24, 70
ITEM_REACH = 20


def pick(state: Match, frame: int, x: int, y: int) -> HitTarget | None:
    """Return what is drawn at (x, y), in pixels of the picture: a player, an item, a nest.

    Blame asks about a player's bag, and about a nest's points.
    """
    people = sorted(
        enumerate(state.players), key=lambda one: one[1].position(frame)[1], reverse=True
    )
    for number, who in people:
        feet_x, feet_y = (along // SUBPIXELS for along in who.position(frame))
        if abs(x - feet_x) <= PERSON_HALF_WIDTH and 0 <= feet_y - y <= PERSON_HEIGHT:
            return HitTarget(who.name, path=("players", number, "bag"))
    for number in reversed(range(len(state.items))):
        thing = state.items[number]
        across, down = x - thing.x // SUBPIXELS, y - thing.y // SUBPIXELS
        if thing.holder == NOBODY and max(abs(across), abs(down)) <= ITEM_REACH:
            return HitTarget(f"{thing.kind.value} #{number}", item=number)
    nest = nest_at(state, x * SUBPIXELS, y * SUBPIXELS)
    if nest is None:
        return None
    return HitTarget(f"{state.players[nest].name}'s nest", path=("players", nest, "score"))
