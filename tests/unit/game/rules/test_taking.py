from __future__ import annotations

from rooms import Room
from stories import a_match_of, let_go, lies, took, wants

from game.model.events import ItemKind, Reason, Taken
from game.model.inputs import Held, Inputs
from game.model.room import CAPACITY, NESTS, REACH, SLOTS
from game.model.state import NOBODY

COIN, RUBY, CROWN, ANVIL = ItemKind.COIN, ItemKind.RUBY, ItemKind.CROWN, ItemKind.ANVIL
HERE = 640, 394


def test_the_nearest_thing_is_taken() -> None:
    (
        a_match_of(HERE)
        .given(lies(0, COIN, (670, 394)), lies(1, RUBY, (620, 394)))
        .when(wants(0, Held.TAKE))
        .then(took(0, 1, RUBY, (620, 394)))
    )


def test_of_two_equally_near_the_lower_number_is_taken() -> None:
    (
        a_match_of(HERE)
        .given(lies(0, COIN, (660, 394)), lies(1, RUBY, (620, 394)))
        .when(wants(0, Held.TAKE))
        .then(took(0, 0, COIN, (660, 394)))
    )


def test_nothing_is_taken_from_out_of_reach() -> None:
    within, beyond = (640 + REACH, 394), (640 + REACH + 1, 394)
    room = a_match_of(HERE)

    room.given(lies(0, COIN, within)).when(wants(0, Held.TAKE)).then(took(0, 0, COIN, within))
    room.given(lies(0, COIN, beyond)).when(wants(0, Held.TAKE)).then_nothing()


def test_holding_the_key_takes_only_once() -> None:
    room = Room(HERE, things=[(COIN, 640, 394), (COIN, 641, 394)])

    happened = room.play(120, p0=Held.TAKE)

    assert [type(data) for data in happened] == [Taken]


def test_a_key_that_was_held_before_takes_nothing() -> None:
    (
        a_match_of(HERE)
        .given(wants(0, Held.TAKE), lies(0, COIN, HERE))
        .when(wants(0, Held.TAKE, slot=1))
        .then_nothing()
    )


def test_a_thing_goes_into_the_chosen_slot_or_else_the_first_free_one() -> None:
    room = Room(HERE, things=[(COIN, 640, 394)] * 3)

    slots = []
    for chosen in (2, 2, 1):
        slots.append(room.play(p0=Inputs(Held.TAKE, chosen))[0].slot)
        room.play(p0=Inputs(0, chosen))

    assert slots == [2, 0, 1]


def test_a_bag_holds_no_more_things_than_it_has_slots() -> None:
    room = Room(HERE, things=[(COIN, 640, 394)] * (SLOTS + 1))

    for _ in range(SLOTS + 1):
        room.play(p0=Held.TAKE)
        room.play(p0=0)

    assert None not in room.player(0).bag
    assert room.state.items[SLOTS].holder == NOBODY


def test_what_is_too_heavy_is_passed_over_for_what_fits() -> None:
    (
        a_match_of(HERE)
        .given(
            lies(0, ANVIL, HERE, weight=CAPACITY - 2),
            took(0, 0, ANVIL, HERE),
            lies(1, CROWN, (640, 395), weight=3),
            lies(2, COIN, (640, 420), weight=2),
        )
        .when(wants(0, Held.TAKE))
        .then(took(0, 2, COIN, (640, 420), slot=1))
    )


def test_it_is_the_weight_of_the_very_thing_that_counts() -> None:
    full = a_match_of(HERE).given(lies(0, ANVIL, HERE, weight=13), took(0, 0, ANVIL, HERE))

    light, usual = (full.given(lies(1, CROWN, HERE, weight)) for weight in (3, 4))

    light.when(wants(0, Held.TAKE)).then(took(0, 1, CROWN, HERE, slot=1))
    usual.when(wants(0, Held.TAKE)).then_nothing()


def test_everybody_may_take_from_every_nest() -> None:
    nest = NESTS[1]

    (
        a_match_of(nest, HERE)
        .given(lies(0, CROWN, nest))
        .when(wants(0, Held.TAKE))
        .then(took(0, 0, CROWN, nest))
    )


def test_no_two_can_take_one_thing() -> None:
    decided = (
        a_match_of((630, 394), (650, 394))
        .given(lies(0, CROWN, HERE))
        .when(wants(0, Held.TAKE), wants(1, Held.TAKE))
        .decided()
    )

    assert [type(data) for _, data in decided] == [Taken]


def test_what_is_dropped_lies_at_the_feet() -> None:
    (
        a_match_of(HERE)
        .given(lies(0, COIN, (660, 394)), took(0, 0, COIN, (660, 394)))
        .when(wants(0, Held.DROP))
        .then(let_go(0, 0, COIN, HERE, reason=Reason.LAID_DOWN))
    )


def test_what_is_in_the_chosen_slot_is_dropped() -> None:
    both = lies(0, COIN, HERE), lies(1, RUBY, HERE)

    (
        a_match_of(HERE)
        .given(*both, took(0, 0, COIN, HERE, slot=0), took(0, 1, RUBY, HERE, slot=4))
        .when(wants(0, Held.DROP, slot=4))
        .then(let_go(0, 1, RUBY, HERE, slot=4))
    )


def test_dropping_from_an_empty_slot_does_nothing() -> None:
    (
        a_match_of(HERE)
        .given(lies(0, COIN, HERE), took(0, 0, COIN, HERE))
        .when(wants(0, Held.DROP, slot=3))
        .then_nothing()
    )


def test_who_drops_and_takes_at_once_changes_one_thing_for_another() -> None:
    (
        a_match_of(HERE)
        .given(lies(0, RUBY, HERE), lies(1, COIN, HERE), took(0, 1, COIN, HERE))
        .when(wants(0, Held.DROP | Held.TAKE))
        .then(let_go(0, 1, COIN, HERE), took(0, 0, RUBY, HERE))
    )
