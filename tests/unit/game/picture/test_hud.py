"""What somebody who plays sees of points, time and the own bag."""

import pygame
import pytest

from game.model.events import ItemKind, Mind
from game.model.room import NEST_HALF_HEIGHT, NESTS, SUBPIXELS
from game.model.state import Item, Match, Player
from game.picture.hud import BAG_CORNER, draw_hud
from game.picture.hud_bag import BLOCK_SIZE, bag_block, hand_block
from game.picture.hud_hints import theft
from game.picture.hud_nest import beside_nest, lying
from game.picture.hud_top import clock_block, score_block

NOTHING = (None,) * 6


def pixels(surface):
    return pygame.image.tobytes(surface, "RGBA")


def test_the_hud_of_a_frame_is_always_the_same(tape):
    surfaces = [pygame.Surface((1280, 720)) for _ in range(2)]
    for surface in surfaces:
        draw_hud(surface, tape.state_at(100), 100, 0)

    assert pixels(surfaces[0]) == pixels(surfaces[1])


def test_the_clock_says_the_second_that_is_running_out():
    digits = pygame.Rect(0, 0, 168, 40)

    full, still_full, less = (clock_block(5400, frame).subsurface(digits) for frame in (0, 59, 60))

    assert pixels(full) == pixels(still_full)
    assert pixels(full) != pixels(less)


def test_the_last_ten_seconds_look_different():
    calm, alarm = clock_block(5400, 4799), clock_block(5400, 4800)

    middle_of_ground = (6, 25)
    assert calm.get_at(middle_of_ground) != alarm.get_at(middle_of_ground)


def test_the_chosen_slot_is_outlined_in_white():
    block = bag_block(NOTHING, 0, 0)

    outline = [
        slot for slot in range(6) if block.get_at((30 + slot * 46, 4))[:3] == (251, 247, 236)
    ]
    assert outline == [0]


def test_the_bag_shows_what_is_in_it():
    assert pixels(bag_block(NOTHING, 0, 0)) != pixels(bag_block((ItemKind.KEY, *NOTHING[1:]), 0, 1))


def test_the_hand_tells_the_weight_of_the_very_thing():
    usual, heavy = (hand_block(ItemKind.RUBY, 12, weight, 0) for weight in (2, 3))

    assert pixels(usual) != pixels(heavy)


def test_the_dash_shows_how_long_it_rests():
    assert pixels(hand_block(None, None, 0, 0)) != pixels(hand_block(None, None, 0, 40))


def test_a_theft_from_ones_nest_is_told_for_a_while(tape):
    state = tape.state_at(0)
    x, y = (place * 60 for place in NESTS[0])
    state.items[0].x, state.items[0].y = x, y
    state.items[0].holder, state.items[0].since = 1, 50

    words = f"Bo took the {state.items[0].kind.value} from your nest"
    assert theft(state, 60, 0) == words
    assert theft(state, 60, 1) is None
    assert theft(state, 500, 0) is None


def test_the_bag_lets_a_thing_shine_through_that_lies_behind_it_but_stays_readable():
    state = Match(5400, [Player("Ana", Mind.HUMAN, *[place * SUBPIXELS for place in NESTS[0]])])
    corner = BAG_CORNER[0] + 4, BAG_CORNER[1] + BLOCK_SIZE[1] // 2

    def ground():
        surface = pygame.Surface((1280, 720))
        surface.fill("#ffffff")
        draw_hud(surface, state, 100, 0)
        return surface.get_at(corner).r

    usual = ground()
    state.items.append(Item(ItemKind.COIN, 400 * SUBPIXELS, 680 * SUBPIXELS, 1))
    assert usual < ground() < 128


def test_the_leader_wears_a_crown():
    leads = score_block(0, "Ana", "you", 9, 9, 160)
    follows = score_block(0, "Ana", "you", 9, 12, 160)

    assert pixels(leads) != pixels(follows)


@pytest.mark.parametrize("nest", range(len(NESTS)))
def test_what_is_said_of_a_nest_hides_neither_it_nor_who_stands_in_it(nest):
    x, y = NESTS[nest]
    person_and_nest = pygame.Rect(x - 40, y - 140, 80, 140 + NEST_HALF_HEIGHT)

    place = beside_nest(Match(), nest, (180, 34))

    assert not place.colliderect(person_and_nest)
    assert pygame.Rect(0, 0, 1280, 720).contains(place)


def test_what_is_said_of_a_nest_makes_way_for_a_thing(tape):
    state = tape.state_at(0)
    usual = beside_nest(Match(), 0, (180, 34))
    state.items[0].x, state.items[0].y = usual.centerx * SUBPIXELS, usual.centery * SUBPIXELS

    place = beside_nest(state, 0, usual.size)

    assert place.collidelist(lying(state)) < 0
