from __future__ import annotations

from rooms import Room

from game.events import Dropped, ItemKind, Reason, Taken
from game.inputs import Held, Inputs
from game.state import NOBODY
from game.world import CAPACITY, NESTS, PLACE, REACH, SLOTS, WEIGHTS


def test_the_nearest_thing_is_taken() -> None:
    room = Room((640, 394), things=[(ItemKind.COIN, 670, 394), (ItemKind.RUBY, 620, 394)])

    happened = room.play(p0=Held.TAKE)

    assert happened[0] == Taken(0, 1, ItemKind.RUBY, 0, 620 * PLACE, 394 * PLACE)


def test_of_two_equally_near_the_lower_number_is_taken() -> None:
    room = Room((640, 394), things=[(ItemKind.COIN, 660, 394), (ItemKind.RUBY, 620, 394)])

    assert room.play(p0=Held.TAKE)[0].item == 0


def test_nothing_is_taken_from_out_of_reach() -> None:
    room = Room((640, 394), things=[(ItemKind.COIN, 640 + REACH + 1, 394)])

    assert room.play(p0=Held.TAKE) == []


def test_holding_the_key_takes_only_once() -> None:
    room = Room((640, 394), things=[(ItemKind.COIN, 640, 394), (ItemKind.COIN, 641, 394)])

    happened = room.play(120, p0=Held.TAKE)

    assert [type(data) for data in happened] == [Taken]


def test_a_thing_goes_into_the_chosen_slot_or_else_the_first_free_one() -> None:
    room = Room((640, 394), things=[(ItemKind.COIN, 640, 394)] * 3)

    slots = []
    for chosen in (2, 2, 1):
        slots.append(room.play(p0=Inputs(Held.TAKE, chosen))[0].slot)
        room.play(p0=Inputs(0, chosen))

    assert slots == [2, 0, 1]


def test_a_bag_holds_no_more_things_than_it_has_slots() -> None:
    room = Room((640, 394), things=[(ItemKind.COIN, 640, 394)] * (SLOTS + 1))

    for _ in range(SLOTS + 1):
        room.play(p0=Held.TAKE)
        room.play(p0=0)

    assert None not in room.player(0).bag
    assert room.state.items[SLOTS].holder == NOBODY


def test_what_is_too_heavy_is_passed_over_for_what_fits() -> None:
    fill = CAPACITY // WEIGHTS[ItemKind.ANVIL]
    anvils = [(ItemKind.ANVIL, 640, 394)] * (fill + 1)
    room = Room((640, 394), things=[*anvils, (ItemKind.CROWN, 640, 395)])

    for _ in range(fill + 1):
        room.play(p0=Held.TAKE)
        room.play(p0=0)

    assert room.player(0).taken == list(range(fill))


def test_everybody_may_take_from_every_nest() -> None:
    x, y = NESTS[1]
    room = Room((x, y), (640, 394), things=[(ItemKind.CROWN, x, y)])

    assert room.play(p0=Held.TAKE)[0].item == 0


def test_no_two_can_take_one_thing() -> None:
    room = Room((630, 394), (650, 394), things=[(ItemKind.CROWN, 640, 394)])

    happened = room.play(p0=Held.TAKE, p1=Held.TAKE)

    assert [type(data) for data in happened if isinstance(data, Taken)] == [Taken]


def test_what_is_dropped_lies_at_the_feet() -> None:
    room = Room((640, 394), things=[(ItemKind.COIN, 660, 394)])
    room.play(p0=Held.TAKE)

    happened = room.play(p0=Held.DROP)

    feet = 640 * PLACE, 394 * PLACE
    assert happened[0] == Dropped(0, 0, ItemKind.COIN, 0, *feet, Reason.LAID_DOWN)


def test_dropping_from_an_empty_slot_does_nothing() -> None:
    room = Room((640, 394), things=[(ItemKind.COIN, 660, 394)])
    room.play(p0=Held.TAKE)

    assert room.play(p0=Inputs(Held.DROP, 3)) == []
