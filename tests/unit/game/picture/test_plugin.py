"""Packrat as the engine's viewer sees it."""

import subprocess
import sys

from pygame import Color, Surface

from game.model.events import Facts, ItemKind, Mind
from game.model.nests import nest_scores
from game.model.room import NESTS, SUBPIXELS
from game.model.state import Item, Player
from game.viewing.colours import PLAYER_COLOURS
from game.viewing.pick import pick
from game.viewing.plugin import GAME
from replay.games import HitTarget
from replay.ui.theme import PLAYERS


def test_the_plugin_needs_no_pygame():
    no_pygame = "import sys; sys.modules['pygame'] = None"
    program = f"{no_pygame}; from game.viewing.plugin import GAME; print('ok')"

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.strip()) == (0, "ok")


def test_every_type_of_event_has_one_lane():
    lanes = [type for lane in GAME.lanes for type in lane.types]

    assert sorted(type.name for type in lanes) == sorted(type.name for type in Facts)


def test_every_event_of_a_match_can_be_told(tape):
    state = tape.state_at(240)

    told = [GAME.words(event, state) for event in tape.events]

    assert all(words.verb for words in told)


def test_events_are_told_even_before_anybody_is_there(tape):
    empty = GAME.projection.initial()

    assert all(GAME.words(event, empty).verb for event in tape.events)


def test_whoever_takes_and_drops_is_told_by_number_and_thing(tape):
    state = tape.state_at(240)
    taken = next(event for event in tape.events if event.type is Facts.ITEM_ADDED)

    words = GAME.words(taken, state)

    assert words.actor == taken.data.player
    assert words.object.startswith(f"{taken.data.kind.value} #{taken.data.item}")


def test_cards_tell_the_bag_slot_by_slot(tape):
    state = tape.state_at(150)

    cards = GAME.cards(state, 150)

    filled = [[slot is not None for slot in card.slots] for card in cards]
    assert filled == [[item is not None for item in who.bag] for who in state.players]
    assert [dict(card.facts)["score"] for card in cards] == [str(n) for n in nest_scores(state)]


def test_pictures_of_cards_and_events_are_small(tape):
    card = GAME.cards(tape.state_at(150), 150)[0]
    taken = next(event for event in tape.events if event.type is Facts.ITEM_ADDED)

    assert card.icon().get_height() <= 64
    assert GAME.icon(taken).get_size() == (24, 24)


def test_the_pointer_finds_people_things_and_nests(tape):
    state = tape.state_at(0)
    thing = state.items[0]

    assert pick(state, 0, 140, 180) == HitTarget("Ana", path=("players", 0, "bag"))
    assert pick(state, 0, 140 - 80, 200) == HitTarget("Ana's nest", path=("players", 0, "score"))
    at = thing.x // 60, thing.y // 60
    assert pick(state, 0, *at) == HitTarget(f"{thing.kind.value} #0", item=0)
    assert pick(state, 0, 2, 2) is None


def test_players_have_the_viewers_colours():
    assert tuple(Color(code) for code in PLAYER_COLOURS) == PLAYERS


def test_the_viewer_can_draw_a_match(tape):
    surface = Surface(GAME.size)

    GAME.backdrop(surface)
    before = surface.copy()
    GAME.draw(surface, tape.state_at(60), 60)

    assert surface.get_view("2").raw != before.get_view("2").raw


def test_a_result_says_who_won_and_of_a_match_left_early_who_led(tape):
    state = tape.state_at(150)
    for nest, kind in ((1, ItemKind.RUBY), (0, ItemKind.COIN)):
        x, y = (along * SUBPIXELS for along in NESTS[nest])
        state.items.append(Item(kind, x, y, 1))
    best = nest_scores(state)
    said = GAME.result(state, 150)

    state.ended = 150

    assert said == f"{state.players[1].name} led, {best[1]} : {best[0]}"
    assert GAME.result(state, 150) == said.replace("led", "won")


def test_nobody_wins_where_points_are_equal_or_none():
    state = GAME.projection.initial()
    assert GAME.result(state, 0) == ""
    state.players = [Player(name, Mind.HOARDER, 0, 0) for name in ("Ana", "Bo")]
    assert GAME.result(state, 0) == "nobody has a point"
    for nest in (0, 1):
        x, y = (along * SUBPIXELS for along in NESTS[nest])
        state.items.append(Item(ItemKind.RUBY, x, y, 1))

    assert GAME.result(state, 0) == "a draw, 6 : 6"
