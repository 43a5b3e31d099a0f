from __future__ import annotations

from rooms import SEED, Room

from game.events import CourseChanged, Facts, InputChanged, ItemKind, MatchEnded
from game.inputs import Held
from game.rules import decide
from game.world import NESTS, VALUES


def test_the_match_ends_in_its_last_frame_with_what_lies_in_the_nests() -> None:
    x, y = NESTS[1]
    room = Room((640, 394), (x, y), things=[(ItemKind.CROWN, x, y)], length=30)

    before, last = room.play(29), room.play(1)

    assert before == []
    assert last == [MatchEnded((0, VALUES[ItemKind.CROWN]))]
    assert room.state.ended == 30


def test_what_is_still_in_a_bag_does_not_count() -> None:
    x, y = NESTS[0]
    room = Room((x, y), things=[(ItemKind.CROWN, x, y)], length=30)

    happened = room.play(30, p0=Held.TAKE)

    assert happened[-1] == MatchEnded((0,))


def test_everybody_stops_before_the_end() -> None:
    room = Room((640, 394), length=30)

    happened = room.play(30, p0=Held.LEFT)

    assert [type(data) for data in happened] == [CourseChanged, CourseChanged, MatchEnded]
    assert (room.player(0).vx, room.player(0).vy) == (0, 0)


def test_nothing_happens_after_the_end_but_what_is_still_wanted() -> None:
    room = Room((640, 394), length=30)
    room.play(30)
    wish = (Facts.INPUT_CHANGED, InputChanged(0, Held.LEFT, 0))

    assert decide(room.state, [], 31, SEED) == []
    assert decide(room.state, [wish], 31, SEED) == [wish]
