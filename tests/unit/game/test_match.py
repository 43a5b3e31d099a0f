from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rooms import Tape

from game.match import LiveMatch
from game.model.events import Facts, InputChanged, Mind
from game.model.fold import MatchState
from game.model.inputs import Held, Inputs
from replay import fold

TWO_PEOPLE = (Mind.HUMAN, Mind.HUMAN)


def test_the_opening_is_frame_0() -> None:
    tape = Tape()

    match = LiveMatch(tape, 7, TWO_PEOPLE, 600)

    assert match.frame == 0
    assert tape.ended == [0]
    assert {event.frame for event in tape.events} == {0}
    assert len(match.state.players) == 2


def test_every_frame_is_ended_once_quiet_ones_too() -> None:
    tape = Tape()
    match = LiveMatch(tape, 7, TWO_PEOPLE, 600)

    for _ in range(5):
        match.advance({})

    assert tape.ended == [0, 1, 2, 3, 4, 5]


def test_a_wish_is_an_event_only_when_it_changes() -> None:
    tape = Tape()
    match = LiveMatch(tape, 7, TWO_PEOPLE, 600)

    for _ in range(5):
        match.advance({1: Inputs(Held.LEFT, 2)})
    for _ in range(5):
        match.advance({})

    inputs = [event for event in tape.events if event.type is Facts.INPUT_CHANGED]
    assert [(event.frame, event.data) for event in inputs] == [(1, InputChanged(1, 1, 2))]
    assert match.state.players[1].held == Held.LEFT


def test_an_input_comes_first_in_its_frame() -> None:
    tape = Tape()
    match = LiveMatch(tape, 7, TWO_PEOPLE, 600)

    match.advance({0: Inputs(Held.LEFT), 1: Inputs(Held.RIGHT)})

    types = [event.type for event in tape.events if event.frame == 1]
    assert types == [Facts.INPUT_CHANGED] * 2 + [Facts.COURSE_CHANGED] * 2


def test_all_events_of_a_frame_bear_one_time() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    ticks = iter(range(1000))
    tape = Tape()
    match = LiveMatch(
        tape, 7, TWO_PEOPLE, 600, clock=lambda: start + timedelta(seconds=next(ticks))
    )

    match.advance({0: Inputs(Held.LEFT), 1: Inputs(Held.RIGHT)})

    stamps = {frame: {e.timestamp for e in tape.events if e.frame == frame} for frame in (0, 1)}
    assert [len(those) for those in stamps.values()] == [1, 1]
    assert stamps[0] != stamps[1]


def test_the_live_state_is_the_fold_of_the_events() -> None:
    tape = Tape()
    match = LiveMatch(tape, 7, (Mind.HUMAN, Mind.HOARDER, Mind.THIEF), 600)

    while not match.ended:
        match.advance({0: Inputs(Held.RIGHT if match.frame % 2 else Held.DOWN)})

    fold_of_events = fold(tape.events, MatchState())
    assert MatchState().dump(match.state) == MatchState().dump(fold_of_events)


def test_no_frame_follows_the_end() -> None:
    tape = Tape()
    match = LiveMatch(tape, 7, (Mind.HOARDER, Mind.THIEF), 30)

    for _ in range(40):
        match.advance({})

    assert match.ended
    assert match.frame == 30
    assert tape.ended[-1] == 30
    assert tape.events[-1].type is Facts.MATCH_ENDED
