from __future__ import annotations

from stories import a_match_of, ended, goes, lies, took, wants

from game.model.events import ItemKind
from game.model.inputs import Held
from game.model.room import NESTS, SPEED, VALUES
from replay import Event

CROWN = ItemKind.CROWN
HERE = 640, 394


def test_the_match_ends_in_its_last_frame_with_what_lies_in_the_nests() -> None:
    room = a_match_of(HERE, NESTS[1], length=30).given(lies(0, CROWN, NESTS[1]))

    room.when(frame=29).then_nothing()
    room.when(frame=30).then(ended(0, VALUES[CROWN]))


def test_what_is_still_in_a_bag_does_not_count() -> None:
    (
        a_match_of(NESTS[0], length=30)
        .given(lies(0, CROWN, NESTS[0]), took(0, 0, CROWN, NESTS[0]))
        .when(frame=30)
        .then(ended(0))
    )


def test_everybody_stops_before_the_end() -> None:
    walked = (640 - SPEED * 30 // 60, 394)

    (
        a_match_of(HERE, length=30)
        .given(wants(0, Held.LEFT), goes(0, HERE, vx=-SPEED))
        .when(frame=30)
        .then(goes(0, walked), ended(0))
    )


def test_what_is_wanted_in_the_last_frame_is_too_late() -> None:
    (
        a_match_of(HERE, length=30)
        .given(lies(0, CROWN, HERE))
        .when(wants(0, Held.TAKE), frame=30)
        .then(ended(0))
    )


def test_nothing_happens_after_the_end_but_what_is_still_wanted() -> None:
    over = a_match_of(HERE, length=30).given(Event(*ended(0), frame=30))

    over.when().then_nothing()
    over.when(wants(0, Held.LEFT)).then_nothing()
