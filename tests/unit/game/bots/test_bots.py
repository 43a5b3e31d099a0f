from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

import pytest
from rooms import Room, Tape, bot_match

from game.bots import mind_of
from game.match import LiveMatch
from game.model.events import (
    Dropped,
    Facts,
    InputChanged,
    ItemKind,
    KnockedInto,
    MatchEnded,
    Mind,
    Taken,
)
from game.model.fold import MatchState
from game.model.inputs import Held, Inputs
from game.model.nests import in_nest, nest_at
from game.model.room import NESTS, SUBPIXELS, VALUES
from game.model.state import Match
from game.rules.motion import is_dazed

SEEDS = range(6)
FOUR = (Mind.HOARDER, Mind.THIEF, Mind.HOARDER, Mind.THIEF)
LENGTH = 3600


def scores_of(seed: int) -> tuple[int, ...]:
    _, events = bot_match(seed, FOUR, LENGTH)
    assert isinstance(events[-1].data, MatchEnded)
    return events[-1].data.scores


def robberies(seed: int) -> Counter[Mind]:
    state, events = bot_match(seed, FOUR, LENGTH)
    return Counter(
        FOUR[event.data.player]
        for event in events
        if isinstance(event.data, Taken)
        and nest_at(state, event.data.x, event.data.y) not in (None, event.data.player)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_bots_bring_home_most_of_what_there_is(seed: int) -> None:
    state, _ = bot_match(seed, FOUR, LENGTH)

    assert sum(scores_of(seed)) >= sum(VALUES[thing.kind] for thing in state.items) * 8 // 10


@pytest.mark.parametrize("seed", SEEDS)
def test_bots_have_laid_down_everything_before_the_end(seed: int) -> None:
    state, _ = bot_match(seed, FOUR, LENGTH)

    assert [who.taken for who in state.players] == [[], [], [], []]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_bot_gets_something(seed: int) -> None:
    assert min(scores_of(seed)) > 10


def test_neither_kind_of_bot_is_much_the_better_one() -> None:
    scores = [scores_of(seed) for seed in SEEDS]

    hoarders = sum(score[0] + score[2] for score in scores)
    thieves = sum(score[1] + score[3] for score in scores)

    assert 2 / 3 < hoarders / thieves < 3 / 2


def test_thieves_rob_more_than_hoarders() -> None:
    robbed = sum((robberies(seed) for seed in SEEDS), Counter[Mind]())

    assert robbed[Mind.THIEF] > robbed[Mind.HOARDER] > 0


def test_bots_run_into_each_other_now_and_then() -> None:
    knocks = [
        sum(isinstance(event.data, KnockedInto) for event in bot_match(seed, FOUR, LENGTH)[1])
        for seed in SEEDS
    ]

    assert all(4 <= knock <= 60 for knock in knocks)


@pytest.mark.parametrize("seed", SEEDS)
def test_bots_change_their_wishes_a_few_times_a_second_at_most(seed: int) -> None:
    _, events = bot_match(seed, FOUR, LENGTH)

    changes = sum(event.type is Facts.INPUT_CHANGED for event in events)

    assert changes / len(FOUR) / (LENGTH / 60) < 5


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_ever_stuck(seed: int) -> None:
    """Who holds a direction gets on, but for the moment that it takes to think again."""
    waits: list[int] = []
    waiting = [0] * len(FOUR)
    for state, frame in states(seed):
        for player, who in enumerate(state.players):
            wants = who.held & 15 and not is_dazed(who, frame)
            waiting[player] = waiting[player] + 1 if wants and who.vx == who.vy == 0 else 0
        waits.append(max(waiting))

    assert max(waits) < 30


def states(seed: int) -> Any:
    match = LiveMatch(Tape(), seed, FOUR, LENGTH)
    while not match.ended:
        match.advance({})
        yield match.state, match.frame


def test_a_bot_has_no_memory() -> None:
    _, events = bot_match(0, FOUR, LENGTH)
    state, wished, wanted = MatchState().initial(), [], []

    for frame, group in groupby(events, lambda event: event.frame):
        happened = list(group)
        for event in happened:
            if isinstance(event.data, InputChanged):
                wished.append((frame, Inputs(event.data.held, event.data.slot)))
                wish = mind_of(loaded_anew(state), frame, 0, event.data.player)
                wanted.append((frame, wish))
        for event in happened:
            MatchState().apply(state, event)

    assert len(wished) > 500
    assert wished == wanted


def loaded_anew(state: Match) -> Match:
    return MatchState().load(MatchState().dump(state))


def test_a_person_keeps_to_its_last_wish() -> None:
    room = Room((640, 394))
    room.play(p0=Inputs(Held.LEFT, 3))

    assert mind_of(room.state, 2, 7, 0) == Inputs(Held.LEFT, 3)


def alone(mind: Mind, *things: tuple[ItemKind, int, int], frames: int) -> list[Any]:
    """What happens to a bot that begins in its nest while the other player stands far off."""
    room = Room(NESTS[0], (640, 600), things=things, minds={0: mind}, length=frames + 600)
    happened: list[Any] = []
    for frame in range(1, frames):
        happened += room.play(1, p0=mind_of(room.state, frame, 7, 0))
    return happened


@pytest.mark.parametrize("mind", [Mind.HOARDER, Mind.THIEF])
def test_bots_fetch_a_thing_from_behind_a_crate_and_lay_it_in_their_nest(mind: Mind) -> None:
    happened = alone(mind, (ItemKind.RUBY, 502, 224), frames=900)

    taken = [data for data in happened if isinstance(data, Taken)]
    dropped = [data for data in happened if isinstance(data, Dropped)]
    assert [data.item for data in taken] == [0]
    assert [in_nest(0, data.x, data.y) for data in dropped] == [True]


@pytest.mark.parametrize(("mind", "first"), [(Mind.HOARDER, "floor"), (Mind.THIEF, "nest")])
def test_a_hoarder_goes_for_the_floor_and_a_thief_for_the_nest(mind: Mind, first: str) -> None:
    places = ["nest", "floor"]
    happened = alone(mind, (ItemKind.RUBY, *NESTS[1]), (ItemKind.RUBY, 900, 240), frames=900)

    taken = [places[data.item] for data in happened if isinstance(data, Taken)]

    assert taken[0] == first


def test_a_bot_lays_things_down_apart_from_each_other() -> None:
    state, _ = bot_match(0, FOUR, LENGTH)
    lying = [
        (thing.x // SUBPIXELS, thing.y // SUBPIXELS)
        for thing in state.items
        if nest_at(state, thing.x, thing.y) is not None
    ]

    crowded = sum(
        (x - other_x) ** 2 + (y - other_y) ** 2 < 10**2
        for number, (x, y) in enumerate(lying)
        for other_x, other_y in lying[:number]
    )

    assert crowded < len(lying) // 2
