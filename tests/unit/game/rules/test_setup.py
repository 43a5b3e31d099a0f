from __future__ import annotations

from collections import Counter

import pytest

from game.model.events import ItemSpawned, Mind, PlayerJoined
from game.model.nests import in_nest
from game.model.room import MAX_PLAYERS, SUBPIXELS, WEIGHTS
from game.rules.collision import is_free
from game.rules.spawning import (
    FIRST_KINDS,
    MIDDLE_X,
    MIDDLE_Y,
    delivery,
    gathering,
    is_delivery,
    scattering,
)

SEEDS = range(12)


def things(seed: int, players: int = 4) -> list[ItemSpawned]:
    return [data for _, data in scattering(seed, players)]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_thing_has_its_likes_where_the_room_mirrors_it(seed: int) -> None:
    lying = {(thing.kind, thing.x // SUBPIXELS, thing.y // SUBPIXELS) for thing in things(seed)}

    assert lying == {(kind, 2 * MIDDLE_X - x, y) for kind, x, y in lying}
    assert lying == {(kind, x, 2 * MIDDLE_Y - y) for kind, x, y in lying}


@pytest.mark.parametrize("players", range(1, MAX_PLAYERS + 1))
def test_nothing_lies_at_first_in_a_nest_or_where_nobody_could_stand(players: int) -> None:
    lying = things(7, players)

    assert all(is_free(thing.x, thing.y) for thing in lying)
    nests = range(players)
    assert not any(in_nest(nest, thing.x, thing.y) for nest in nests for thing in lying)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_things_lie_on_each_other(seed: int) -> None:
    lying = [(thing.x // SUBPIXELS, thing.y // SUBPIXELS) for thing in things(seed)]

    gaps = [
        (x - other_x) ** 2 + (y - other_y) ** 2
        for number, (x, y) in enumerate(lying)
        for other_x, other_y in lying[:number]
    ]

    assert min(gaps) > 36**2


def test_a_match_of_four_begins_with_four_items_of_each_of_the_first_kinds() -> None:
    assert Counter(thing.kind for thing in things(7)) == dict.fromkeys(FIRST_KINDS[:8], 4)


def test_a_thing_weighs_what_its_likes_do_or_one_less_or_more_and_never_nothing() -> None:
    spawned = [thing for seed in range(100) for thing in things(seed)]

    odds = Counter(thing.weight - WEIGHTS[thing.kind] for thing in spawned)
    assert set(odds) == {-1, 0, 1}
    assert odds[0] > odds[-1] + odds[1] > 0
    assert min(thing.weight for thing in spawned) == 1


def test_of_the_things_that_mirror_each_other_none_is_heavier() -> None:
    spawned = [thing for seed in SEEDS for thing in things(seed)]

    fours = [spawned[number : number + 4] for number in range(0, len(spawned), 4)]
    assert all(len({(thing.kind, thing.weight) for thing in four}) == 1 for four in fours)


def test_items_are_numbered_in_the_order_they_come() -> None:
    assert [thing.item for thing in things(7)] == list(range(32))


def test_other_seeds_lay_out_other_rooms() -> None:
    rooms = {tuple((thing.x, thing.y) for thing in things(seed)) for seed in SEEDS}

    assert len(rooms) == len(SEEDS)


def test_players_begin_in_the_middle_of_their_nests() -> None:
    decisions = gathering([Mind.HUMAN] * MAX_PLAYERS, 5400)

    joined = [data for _, data in decisions if isinstance(data, PlayerJoined)]

    assert len(joined) == MAX_PLAYERS
    assert all(in_nest(who.player, who.x, who.y) for who in joined)
    assert all(is_free(who.x, who.y) for who in joined)


def test_deliveries_come_four_times_and_leave_the_end_alone() -> None:
    frames = [frame for frame in range(5401) if is_delivery(frame, 5400)]

    assert frames == [900, 1800, 2700, 3600]


def test_a_short_match_is_not_delivered_to() -> None:
    assert not any(is_delivery(frame, 1500) for frame in range(1501))


def test_a_delivery_brings_four_things_of_one_kind_to_mirrored_places() -> None:
    new = [data for _, data in delivery(7, 4, 32, 900, 5400)]

    assert [thing.item for thing in new] == [32, 33, 34, 35]
    assert len({(thing.kind, thing.weight) for thing in new}) == 1
    assert len({abs(thing.x - MIDDLE_X * SUBPIXELS) for thing in new}) == 1
    assert len({abs(thing.y - MIDDLE_Y * SUBPIXELS) for thing in new}) == 1
