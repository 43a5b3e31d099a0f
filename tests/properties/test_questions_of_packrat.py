"""Questions asked of a match: the same answer however the events are read."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rooms import bot_match

from game.model.events import SCHEMA, Mind
from game.model.fold import MatchState
from game.model.nests import nest_scores
from game.model.room import SUBPIXELS
from game.model.state import Match
from game.queries.answers import QUESTIONS
from game.queries.carrying import CarryingTime
from game.queries.changed_hands import ChangesOfHands
from game.queries.inventories import Inventories
from game.queries.most_collected import MostCollected
from game.queries.positions import Positions
from game.queries.score_over_time import ScoreOverTime
from replay import (
    Event,
    EventStore,
    Inventory,
    LiveProjection,
    Projection,
    Recorder,
    Recording,
    fold,
    fold_all,
    get_most_collected,
)
from replay.values.msgpack_codec import pack, unpack

MINDS = (Mind.HOARDER, Mind.THIEF, Mind.THIEF, Mind.HOARDER)
SEEDS = 1, 7, 30
LENGTH = 1500
ASKED = [one.projection for one in QUESTIONS]
NAMES = [projection.name for projection in ASKED]

few = settings(max_examples=20)
every = pytest.mark.parametrize("asked", ASKED, ids=NAMES)


@cache
def played(seed: int) -> list[Event[Any]]:
    """The events of a match of bots, for looking only."""
    return bot_match(seed, MINDS, LENGTH)[1]


matches = st.sampled_from(SEEDS).map(played)


def stored(events: list[Event[Any]]) -> EventStore[Any]:
    store = EventStore[Any]()
    for event in events:
        store.append(event)
    return store


def whole(asked: Projection[Any, Any], state: Any) -> tuple[Any, Any]:
    """All that can be told apart of a state."""
    return state, asked.view(state)


@every
@settings(max_examples=5)
@given(events=matches, start=st.integers(0, 600))
def test_a_live_answer_asked_after_every_event_is_the_one_made_anew(
    asked: Projection[Any, Any], events: list[Event[Any]], start: int
) -> None:
    store = stored(events[:start])
    live = LiveProjection(store, asked)

    for event in events[start : start + 150]:
        store.append(event)

        assert whole(asked, live.state()) == whole(asked, fold(store, asked))


@few
@given(events=matches, cuts=st.sets(st.integers(0, LENGTH - 1), max_size=4).map(sorted))
def test_a_recording_that_grows_is_asked_as_a_store_is(
    events: list[Event[Any]], cuts: list[int], tmp_path: Path
) -> None:
    path, begin = tmp_path / "growing.replay", 0
    with Recorder(path, SCHEMA, existing="replace") as recorder, Recording(path, SCHEMA) as growing:
        answers = [LiveProjection(growing, asked) for asked in ASKED]
        for cut in [*cuts, LENGTH]:
            so_far = [event for event in events if event.frame <= cut]
            for event in so_far[begin:]:
                recorder.append(event)
            recorder.end_frame(cut)
            growing.refresh()

            assert [live.state() for live in answers] == list(fold_all(so_far, *ASKED))
            begin = len(so_far)


@few
@given(events=matches, count=st.integers(0, 900))
def test_many_questions_in_one_pass_get_the_answers_of_many_passes(
    events: list[Event[Any]], count: int
) -> None:
    part = events[:count]

    together = fold_all(part, *ASKED)

    alone = [fold(stored(part), asked) for asked in ASKED]
    views = [asked.view(state) for asked, state in zip(ASKED, alone, strict=True)]
    assert list(together) == alone
    assert [asked.view(s) for asked, s in zip(ASKED, together, strict=True)] == views


@every
@few
@given(events=matches, cuts=st.lists(st.integers(0, 900), min_size=2, max_size=2).map(sorted))
def test_answers_to_parts_of_a_match_merge_to_the_answer_to_the_whole(
    asked: Projection[Any, Any], events: list[Event[Any]], cuts: list[int]
) -> None:
    first, second, third = (
        fold(events[start:stop], asked)
        for start, stop in ((0, cuts[0]), (cuts[0], cuts[1]), (cuts[1], None))
    )
    before = pack([asked.dump(part) for part in (first, second, third)])

    from_the_left = asked.merge(asked.merge(first, second), third)
    from_the_right = asked.merge(first, asked.merge(second, third))

    expected = whole(asked, fold(events, asked))
    assert whole(asked, from_the_left) == whole(asked, from_the_right) == expected
    assert pack([asked.dump(part) for part in (first, second, third)]) == before


@every
@few
@given(events=matches, start=st.integers(0, 900), count=st.integers(0, 900))
def test_a_state_comes_back_from_plain_data(
    asked: Projection[Any, Any], events: list[Event[Any]], start: int, count: int
) -> None:
    state = fold(events[start : start + count], asked)

    again = asked.load(unpack(pack(asked.dump(state))))

    assert whole(asked, again) == whole(asked, state)


@every
def test_what_a_caller_does_with_an_answer_does_not_change_it(asked: Projection[Any, Any]) -> None:
    live = LiveProjection(stored(played(7)[:700]), asked)
    before = asked.dump(live.state())

    for event in played(7)[700:]:
        asked.apply(live.state(), event)
    spoiled = live.state()
    for event in played(7)[700:]:
        asked.apply(spoiled, event)

    assert asked.dump(live.state()) == before


@few
@given(seed=st.sampled_from(SEEDS), count=st.integers(1, 900))
def test_answers_agree_with_the_state_of_the_match(seed: int, count: int) -> None:
    events = played(seed)[:count]
    frame = events[-1].frame
    state: Match = fold(events, MatchState())

    bags, courses, points = fold_all(events, Inventories(), Positions(), ScoreOverTime())

    for player, who in enumerate(state.players):
        carried = sorted(who.taken)
        assert bags.of(player) == [f"{state.items[i].kind.value} #{i}" for i in carried]
        x, y = who.position(frame)
        assert courses[player].at(frame) == (x // SUBPIXELS, y // SUBPIXELS)
    assert list(points.points[: points.players]) == nest_scores(state)


@few
@given(events=matches, count=st.integers(0, 900))
def test_the_most_collected_are_the_classic_ones(events: list[Event[Any]], count: int) -> None:
    store = stored(events[:count])

    counted = fold(store, MostCollected())

    classic = get_most_collected(store, kind=lambda data: data.kind.value)
    assert counted.all.most_common(3) == classic


@few
@given(seed=st.sampled_from(SEEDS), count=st.integers(1, 900))
def test_times_in_bags_are_those_counted_frame_by_frame(seed: int, count: int) -> None:
    events = played(seed)[:count]
    last = events[-1].frame
    expected: dict[tuple[int, int], int] = {}
    fold_, state, number = MatchState(), Match(), 0
    for frame in range(last):
        while number < len(events) and events[number].frame <= frame:
            state = fold_.apply(state, events[number])
            number += 1
        for player, who in enumerate(state.players):
            for item in who.taken:
                expected[player, item] = expected.get((player, item), 0) + 1

    told = fold(events, CarryingTime()).so_far(last)

    assert {burden: frames for burden, frames in told.items() if frames} == expected


def test_a_thing_changes_hands_when_another_takes_it_than_had_it_before() -> None:
    events = played(7)
    owners: dict[int, list[int]] = {}
    for event in events:
        if event.type.name == "ITEM_ADDED":
            owners.setdefault(event.data.item, []).append(event.data.player)
    expected = {
        item: sum(one != other for one, other in pairwise(who)) for item, who in owners.items()
    }

    hands = fold(events, ChangesOfHands())

    assert dict(hands.changes) == {item: times for item, times in expected.items() if times}
    assert [times for _, times in hands.most()] == sorted(hands.changes.values(), reverse=True)


def test_every_answer_can_be_told_even_of_nothing() -> None:
    for asked in QUESTIONS:
        rows = list(asked.rows(asked.projection.initial(), str, 0))
        told = list(asked.rows(fold(played(7)[:500], asked.projection), str, LENGTH))

        assert told
        assert all(len(row) == len(asked.columns) for row in rows + told)


def test_the_classic_inventory_is_a_projection_too() -> None:
    store = stored(played(7)[:700])
    classic = Inventory(store, kind=lambda data: (data.player, data.item)).get_items()

    bags = fold(store, Inventories())

    assert set(classic) == {(who, item) for item, who in bags.bearer.items() if who is not None}
