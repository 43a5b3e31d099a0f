"""Running into somebody, told as given, when, then."""

from __future__ import annotations

from stories import a_match_of, dashed, goes, let_go, lies, ran_into, took, wants

from game.model.events import ItemKind, Reason
from game.model.inputs import Held
from game.model.room import DASH_PAUSE, DASH_SPEED, DAZED_FRAMES, KNOCK_PAUSE, SPEED
from game.rules.actions import FLIGHT
from replay import Decision, Event, Scenario

COIN, RUBY = ItemKind.COIN, ItemKind.RUBY
HERE, BESIDE = (560, 394), (580, 394)
FLEW_TO = (580 + DASH_SPEED * FLIGHT // 60, 394)


def laden() -> tuple[Decision, ...]:
    """Return how player 1 came to a coin and then to a ruby."""
    return (
        lies(0, COIN, BESIDE),
        lies(1, RUBY, BESIDE),
        took(1, 0, COIN, BESIDE, slot=0),
        took(1, 1, RUBY, BESIDE, slot=1),
    )


def two() -> Scenario:
    """Player 0, and player 1 just beside it to the right."""
    return a_match_of(HERE, BESIDE)


def test_a_dash_begins_in_the_direction_of_the_held_keys() -> None:
    (
        a_match_of(HERE)
        .when(wants(0, Held.LEFT | Held.DASH))
        .then(dashed(0), goes(0, HERE, vx=-DASH_SPEED))
    )


def test_a_dash_needs_a_direction() -> None:
    a_match_of(HERE).when(wants(0, Held.DASH)).then_nothing()
    a_match_of(HERE).when(wants(0, Held.DASH | Held.LEFT | Held.RIGHT)).then_nothing()


def test_a_dash_needs_a_rest_after_the_last_one() -> None:
    rested = a_match_of(HERE).given(Event(*dashed(0), frame=10))
    again = wants(0, Held.LEFT | Held.DASH)

    rested.when(again, frame=10 + DASH_PAUSE - 1).then(goes(0, HERE, vx=-SPEED))
    rested.when(again, frame=10 + DASH_PAUSE).then(dashed(0), goes(0, HERE, vx=-DASH_SPEED))


def test_who_is_run_into_loses_what_it_took_last_and_the_recording_says_why() -> None:
    (
        two()
        .given(*laden())
        .when(wants(0, Held.RIGHT | Held.DASH))
        .then(
            dashed(0),
            goes(0, HERE, vx=DASH_SPEED),
            ran_into(0, 1),
            let_go(1, 1, RUBY, FLEW_TO, slot=1, reason=Reason.KNOCKED_OUT),
        )
    )


def test_who_carries_nothing_is_dazed_all_the_same() -> None:
    (
        two()
        .when(wants(0, Held.RIGHT | Held.DASH))
        .then(dashed(0), goes(0, HERE, vx=DASH_SPEED), ran_into(0, 1))
    )


def test_who_was_run_into_just_now_loses_nothing_more() -> None:
    safe = two().given(*laden(), Event(*ran_into(0, 1), frame=1))
    dash = wants(0, Held.RIGHT | Held.DASH)

    safe.when(dash, frame=KNOCK_PAUSE).then(dashed(0), goes(0, HERE, vx=DASH_SPEED))
    late = safe.when(dash, frame=KNOCK_PAUSE + 1).decided()
    assert ran_into(0, 1) in late


def test_who_is_dazed_wants_in_vain() -> None:
    dazed = two().given(*laden(), Event(*ran_into(0, 1), frame=1))
    drops = wants(1, Held.DROP)

    dazed.when(drops, frame=DAZED_FRAMES).then_nothing()
    dazed.when(drops, frame=DAZED_FRAMES + 1).then(let_go(1, 0, COIN, BESIDE))
