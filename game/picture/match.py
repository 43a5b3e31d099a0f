"""A match as a picture: ``draw_backdrop`` and ``draw_match``, for the live game and for replays.

What is drawn depends on state and frame only. Knows the order in which items hide each other:
nests lie on the floor; items, people, crates and nests' labels stand on it from back to front;
plates and effects float over everything.
"""

from __future__ import annotations

from pygame import Surface

from game.model.nests import nest_scores
from game.model.room import CRATES, SUBPIXELS
from game.model.state import NOBODY, Match
from game.picture import sprites
from game.picture.effects import draw_knock, draw_pop
from game.picture.items import draw_crate, draw_item, draw_nest, draw_nest_label, label_foot
from game.picture.people import draw_mark, draw_person, draw_plate, feet

PERSON, ITEM, CRATE, LABEL = range(4)


def draw_backdrop(surface: Surface) -> None:
    """Draw the empty room on a surface of 1280 × 720 pixels."""
    surface.blit(sprites.floor(), (0, 0))


def draw_match(surface: Surface, state: Match, frame: int, you: int | None = None) -> None:
    """Draw everything in the room at this frame, on a surface that shows the backdrop.

    ``you`` is the player of the person at the screen, if there is one; it is marked.
    """
    players = range(len(state.players))
    for nest in players:
        draw_nest(surface, nest)
    scores = nest_scores(state)
    for _, kind, number in sorted(_standing(state, frame)):
        if kind == PERSON:
            if number == you:
                draw_mark(surface, state.players[number], frame)
            draw_person(surface, state, number, frame)
        elif kind == CRATE:
            draw_crate(surface, CRATES[number])
        elif kind == LABEL:
            draw_nest_label(surface, number, state.players[number].name, scores[number])
        else:
            draw_item(surface, state.items[number], frame)
    for number in sorted(players, key=lambda n: feet(state.players[n], frame)[1]):
        draw_plate(surface, state, number, frame)
        draw_knock(surface, state.players[number], frame)
        draw_pop(surface, state, number, frame)


def _standing(state: Match, frame: int) -> list[tuple[int, int, int]]:
    """Return everything that stands on the floor as (y of its foot, what it is, its number)."""
    people = [(feet(who, frame)[1], PERSON, n) for n, who in enumerate(state.players)]
    items = [(t.y // SUBPIXELS, ITEM, n) for n, t in enumerate(state.items) if t.holder == NOBODY]
    crates = [(crate.y + crate.h // 2, CRATE, n) for n, crate in enumerate(CRATES)]
    labels = [(label_foot(nest), LABEL, nest) for nest in range(len(state.players))]
    return people + items + crates + labels
