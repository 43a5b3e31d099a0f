"""What lies under the pointer. Pure: pixels in, words out."""

from __future__ import annotations

from game.state import NOBODY, Match, item_name, nest_at
from game.world import PLACE

PERSON_HALF_WIDTH, PERSON_HEIGHT = 24, 70
ITEM_REACH = 20


def pick(state: Match, frame: int, x: int, y: int) -> str | None:
    """Name what is drawn at (x, y), in pixels of the picture: a player, a thing, a nest."""
    people = sorted(
        ((who.place(frame)[1], who) for who in state.players), key=lambda at: at[0], reverse=True
    )
    for _, who in people:
        feet_x, feet_y = (place // PLACE for place in who.place(frame))
        if abs(x - feet_x) <= PERSON_HALF_WIDTH and 0 <= feet_y - y <= PERSON_HEIGHT:
            return who.name
    for number in reversed(range(len(state.items))):
        thing = state.items[number]
        across, down = x - thing.x // PLACE, y - thing.y // PLACE
        if thing.holder == NOBODY and max(abs(across), abs(down)) <= ITEM_REACH:
            return item_name(state, number)
    nest = nest_at(state, x * PLACE, y * PLACE)
    return None if nest is None else f"{state.players[nest].name}'s nest"
