"""Whatever people press, the rules keep their promises."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rooms import Tape

from game.match import LiveMatch
from game.model.events import SCHEMA, CourseChanged, Facts, InputChanged, Mind
from game.model.fold import MatchState
from game.model.inputs import Held, Inputs
from game.model.room import CAPACITY, FLOOR, SUBPIXELS
from game.model.state import NOBODY, Match, weight
from game.rules.collision import is_free
from game.rules.decide import RULES
from game.rules.motion import course, is_steady
from game.rules.spawning import scattering
from replay import Event, EventStore, Recorder, Recording, Timeline, resimulate
from replay.values.msgpack_codec import pack

MINDS = (Mind.HUMAN, Mind.HOARDER, Mind.THIEF, Mind.THIEF)
LENGTH = 600

held = st.builds(
    lambda way, actions: int(way | actions),
    st.sampled_from([Held.LEFT, Held.RIGHT, Held.UP, Held.DOWN]) | st.integers(0, 15).map(Held),
    st.sampled_from([Held(0), Held.TAKE, Held.TAKE, Held.DROP, Held.DASH])
    | st.integers(0, 7).map(lambda actions: Held(actions * Held.DASH)),
)
wishes = st.builds(Inputs, held, st.integers(0, 5))
scripts = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, len(MINDS) - 1), wishes), min_size=5, max_size=60
)
seeds = st.integers(0, 2**32)

few = settings(max_examples=25)
"""Each example is six hundred frames of four players: what can go wrong soon does."""

Script = list[tuple[int, int, Inputs]]


def dumped(state: Match) -> bytes:
    """Return a state as it is now, whatever becomes of it."""
    return pack(MatchState().dump(state))


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
                assert FLOOR.x * SUBPIXELS <= thing.x <= (FLOOR.x + FLOOR.w) * SUBPIXELS
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
        assert all(is_free(*who.position(played.match.frame)) for who in state.players)


@few
@given(seed=seeds, script=scripts)
def test_whom_the_quick_look_calls_steady_keeps_its_course(seed: int, script: Script) -> None:
    played = Played(seed, script)

    for state in played.frames():
        frame = played.match.frame + 1
        for who in state.players:
            if is_steady(who, frame):
                assert course(state, who, frame) == (*who.position(frame), who.vx, who.vy)


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
def test_live_state_fold_of_the_facts_and_rules_fed_the_inputs_agree_in_every_frame(
    seed: int, script: Script
) -> None:
    played = Played(seed, script)
    events = played.tape.events
    again = Again(seed)
    folded = again.decided(events, 0)
    done = len(events)

    for live in played.frames():
        happened = events[done:]
        for event in happened:
            folded = MatchState().apply(folded, event)
        done = len(events)

        assert again.decided(happened, played.match.frame) == live == folded

    assert again.events == events
    assert resimulate(stored(events), MatchState(), RULES, seed) is None


@settings(max_examples=10)
@given(seed=seeds, script=scripts)
def test_the_recording_of_a_match_gives_back_its_state_in_every_frame(
    seed: int, script: Script, tmp_path: Path
) -> None:
    played = Played(seed, script)
    live = [dumped(state) for state in played.frames()]
    path = tmp_path / "match.replay"
    with Recorder(path, SCHEMA, projection=MatchState(), existing="replace") as recorder:
        for event in played.tape.events:
            recorder.append(event)
        recorder.end_frame(played.match.frame)

    with Recording(path, SCHEMA) as recording:
        timeline = Timeline(recording, MatchState())
        assert [dumped(state) for _, state in timeline.walk(1, 1)] == live
        backwards = [dumped(state) for _, state in timeline.walk(played.match.frame, -1)]
        assert backwards[:-1] == live[::-1]


class Again:
    """A match decided anew, frame by frame, given only its opening and its inputs."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.state = MatchState().initial()
        self.events: list[Event[Any]] = []

    def decided(self, recorded: list[Event[Any]], frame: int) -> Match:
        """Decide a frame from the inputs among what was recorded; return a state of its own."""
        inputs = [(e.type, e.data) for e in recorded if e.type in RULES.input_types]
        for type, data in RULES.decide(self.state, inputs, frame, self.seed):
            self.events.append(Event(type, data, frame))
            MatchState().apply(self.state, self.events[-1])
        return deepcopy(self.state) if frame == 0 else self.state


def stored(events: list[Event[Any]]) -> EventStore[Any]:
    store = EventStore[Any]()
    for event in events:
        store.append(event)
    return store


@few
@given(seed=seeds, script=scripts)
def test_a_course_is_an_event_only_when_it_leads_elsewhere(seed: int, script: Script) -> None:
    played = Played(seed, script)
    for _ in played.frames():
        pass

    fold = MatchState()
    state = fold.initial()
    for event in played.tape.events:
        if isinstance(event.data, CourseChanged):
            who, data = state.players[event.data.player], event.data
            has_turned = (data.vx, data.vy) != (who.vx, who.vy)
            cut_a_corner = (data.x, data.y) != who.position(event.frame)
            assert has_turned or cut_a_corner
        fold.apply(state, event)


@given(seed=seeds, players=st.integers(1, 8))
def test_every_room_is_the_same_in_all_four_corners(seed: int, players: int) -> None:
    things = [data for _, data in scattering(seed, players)]

    middle_x, middle_y = FLOOR.x + FLOOR.w // 2, FLOOR.y + FLOOR.h // 2
    seen = Counter(
        (
            thing.kind,
            thing.weight,
            abs(thing.x - middle_x * SUBPIXELS),
            abs(thing.y - middle_y * SUBPIXELS),
        )
        for thing in things
    )
    assert set(seen.values()) == {4}
