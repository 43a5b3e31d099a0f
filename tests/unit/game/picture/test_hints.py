"""What somebody who plays is told about the next key to press, and why one did nothing."""

import pygame
import pytest

from game.model.events import ItemKind, Mind
from game.model.inputs import Held
from game.model.room import CAPACITY, NESTS, SUBPIXELS
from game.model.state import Item, Match, Player
from game.picture.hud_actions import brings_home, draw_deeds, laying, why_in_vain

HOME = tuple(place * SUBPIXELS for place in NESTS[0])
AWAY = (640 * SUBPIXELS, 400 * SUBPIXELS)


def a_match(place, *carried, lying=(), slot=0):
    """Ana with these kinds of things in slots 0, 1 …; others lie at her feet."""
    who = Player("Ana", Mind.HUMAN, *place, slot=slot)
    state = Match(5400, [who])
    for kind in carried:
        who.bag[len(who.taken)] = len(state.items)
        who.taken.append(len(state.items))
        state.items.append(Item(kind, *place, 2, holder=0, owner=0))
    for weight in lying:
        state.items.append(Item(ItemKind.RUBY, *place, weight))
    return state


def drawn(state):
    surface = pygame.Surface((1280, 720))
    draw_deeds(surface, state, 100, 0)
    return pygame.image.tobytes(surface, "RGB")


NOTHING = bytes(1280 * 720 * 3)


def test_at_home_one_is_told_how_to_lay_down_what_is_chosen_and_what_it_brings():
    state = a_match(HOME, ItemKind.CROWN)

    assert laying(state, state.players[0]) == ("Q", "lay it down", ItemKind.CROWN, "+9")
    assert drawn(state) != NOTHING


def test_at_home_with_an_empty_slot_chosen_one_is_told_to_choose():
    state = a_match(HOME, ItemKind.KEY, ItemKind.RUBY, slot=4)

    assert laying(state, state.players[0]) == ("1", "choose", ItemKind.KEY, "")


@pytest.mark.parametrize("state", [a_match(AWAY, ItemKind.CROWN), a_match(HOME)])
def test_elsewhere_or_with_an_empty_bag_nothing_is_said_of_laying_down(state):
    assert not brings_home(state, 0, 100)
    assert drawn(state) == NOTHING


def test_the_thing_that_would_be_taken_is_named_with_its_own_weight():
    light, heavy = (drawn(a_match(AWAY, lying=(weight,))) for weight in (2, 3))

    assert NOTHING != light != heavy


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (a_match(AWAY), "nothing within reach"),
        (a_match(AWAY, lying=(CAPACITY + 1,)), "too heavy for the bag"),
        (a_match(AWAY, *[ItemKind.KEY] * 6, lying=(1,)), "no slot is free"),
    ],
)
def test_taking_in_vain_is_answered_while_the_key_is_down(state, why):
    silent = drawn(state)
    state.players[0].held = Held.TAKE

    assert why_in_vain(state, state.players[0], 100) == why
    assert silent == NOTHING != drawn(state)


def test_the_key_that_just_took_something_does_not_complain():
    state = a_match(AWAY, ItemKind.RUBY)
    state.players[0].held, state.players[0].acted = Held.TAKE, 95

    assert drawn(state) == NOTHING
