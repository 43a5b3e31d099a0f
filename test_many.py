"""Whatever people press, the rules keep their promises."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rooms import Tape

from game.courses import course, is_steady
from game.events import CourseChanged, Facts, InputChanged, Mind
from game.inputs import Held, Inputs
from game.match import LiveMatch
from game.movement import is_free
from game.rules import RULES
from game.setup import scattering
from game.state import NOBODY, Match, MatchState, weight
from game.world import CAPACITY, FLOOR, PLACE
from replay import Event

MINDS = (Mind.HUMAN, Mind.HOARDER, Mind.THIEF, Mind.THIEF)
LENGTH = 600

held = st.builds(
    lambda way, deeds: int(way | deeds),
    st.sampled_from([Held.LEFT, Held.RIGHT, Held.UP, Held.DOWN]) | st.integers(0, 15).map(Held),
    st.sampled_from([Held(0), Held.TAKE, Held.TAKE, Held.DROP, Held.DASH])
    | st.integers(0, 7).map(lambda deeds: Held(deeds * Held.DASH)),
)
wishes = st.builds(Inputs, held, st.integers(0, 5))
scripts = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, len(MINDS) - 1), wishes), min_size=5, max_size=60
)
seeds = st.integers(0, 2**32)

few = settings(max_examples=400)
"""Each example is six hundred frames of four players: what can go wrong soon does."""

Script = list[tuple[int, int, Inputs]]


def dumped(state: Match) -> object:
    return MatchState().dump(state)


class Played:
    """A match of bots into which a script meddles: (frames to wait, who, what it wants).

    The bots see to it that things are carried about and that people run into each other; what
    the script makes them want they would never want by themselves.
    """

    def __init__(self, seed: int, script: Script) -> None:
        self.tape = Tape()
        self.match = LiveMatch(self.tape, seed, MINDS, LENGTH)
        self.script = script

    def frames(self) -> Any:
        """Play to the end and yield the state after every frame."""
        due, steps = 0, iter([*self.script, (LENGTH, 0, Inputs())])
        wait, player, wish = next(steps)
        while not self.match.ended:
            given_now: dict[int, Inputs] = {}
            while wait <= due and player not in given_now:
                given_now[player] = wish
                due -= wait
                wait, player, wish = next(steps)
            due += 1
            self.match.advance(given_now)
            yield self.match.state


@few
@given(seed=seeds, script=scripts)
def test_every_thing_is_always_in_exactly_one_place(seed: int, script: Script) -> None:
    for state in Played(seed, script).frames():
        in_bags = [item for who in state.players for item in who.bag if item is not None]
        assert all(count == 1 for count in Counter(in_bags).values())
        for item, thing in enumerate(state.items):
            assert (thing.holder != NOBODY) == (item in in_bags)
            if thing.holder != NOBODY:
                assert item in state.players[thing.holder].bag
            else:
                assert FLOOR.x * PLACE <= thing.x <= (FLOOR.x + FLOOR.w) * PLACE
                assert is_free(thing.x, thing.y)


@few
@given(seed=seeds, script=scripts)
def test_bags_and_what_was_taken_in_which_order_agree(seed: int, script: Script) -> None:
    for state in Played(seed, script).frames():
        for who in state.players:
            assert sorted(who.taken) == sorted(item for item in who.bag if item is not None)
            assert weight(state, who) <= CAPACITY


@few
@given(seed=seeds, script=scripts)
def test_nobody_ever_stands_in_a_wall_or_a_crate(seed: int, script: Script) -> None:
    played = Played(seed, script)

    for state in played.frames():
        assert all(is_free(*who.place(played.match.frame)) for who in state.players)


@few
@given(seed=seeds, script=scripts)
def test_whom_the_quick_look_calls_steady_keeps_its_course(seed: int, script: Script) -> None:
    played = Played(seed, script)

    for state in played.frames():
        frame = played.match.frame + 1
        for who in state.players:
            if is_steady(who, frame):
                assert course(state, who, frame) == (*who.place(frame), who.vx, who.vy)


@few
@given(seed=seeds, script=scripts)
def test_deciding_never_changes_the_state(seed: int, script: Script) -> None:
    played = Played(seed, script)
    played.match.advance({})

    for state in played.frames():
        before = dumped(state)
        _, player, wish = script[played.match.frame % len(script)]
        change = InputChanged(player, wish.held, wish.slot)
        RULES.decide(state, [(Facts.INPUT_CHANGED, change)], played.match.frame + 1, seed)
        assert dumped(state) == before


@few
@given(seed=seeds, script=scripts)
def test_feeding_the_recorded_inputs_to_the_rules_gives_the_same_match(
    seed: int, script: Script
) -> None:
    played = Played(seed, script)
    for _ in played.frames():
        pass

    assert again(played.tape.events, seed) == played.tape.events


def again(events: list[Event[Any]], seed: int) -> list[Event[Any]]:
    """Decide a match anew, given only its opening and its inputs."""
    fold = MatchState()
    state = fold.initial()
    by_frame = {frame: list(those) for frame, those in groupby(events, lambda event: event.frame)}
    made: list[Event[Any]] = []
    for event in by_frame[0]:
        made.append(event)
        fold.apply(state, event)
    for frame in range(1, events[-1].frame + 1):
        inputs = [
            (event.type, event.data)
            for event in by_frame.get(frame, [])
            if event.type in RULES.input_types
        ]
        for type, data in RULES.decide(state, inputs, frame, seed):
            made.append(Event(type, data, frame))
            fold.apply(state, made[-1])
    return made


@few
@given(seed=seeds, script=scripts)
def test_a_course_is_an_event_only_when_the_velocity_changes(seed: int, script: Script) -> None:
    played = Played(seed, script)
    for _ in played.frames():
        pass

    velocities: dict[int, tuple[int, int]] = {}
    for event in played.tape.events:
        if isinstance(event.data, CourseChanged):
            data = event.data
            assert (data.vx, data.vy) != velocities.get(data.player, (0, 0))
            velocities[data.player] = data.vx, data.vy


@given(seed=seeds, players=st.integers(1, 8))
def test_every_room_is_the_same_in_all_four_corners(seed: int, players: int) -> None:
    things = [data for _, data in scattering(seed, players)]

    middle_x, middle_y = FLOOR.x + FLOOR.w // 2, FLOOR.y + FLOOR.h // 2
    seen = Counter(
        (thing.kind, abs(thing.x - middle_x * PLACE), abs(thing.y - middle_y * PLACE))
        for thing in things
    )
    assert set(seen.values()) == {4}
