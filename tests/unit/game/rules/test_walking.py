from __future__ import annotations

from rooms import Room

from game.model.events import CourseChanged, ItemKind
from game.model.inputs import Held
from game.model.room import CRATES, FLOOR, SPEED, SUBPIXELS
from game.rules.motion import course, is_steady


def test_a_match_is_still_as_long_as_nobody_wants_anything() -> None:
    room = Room((640, 394), (700, 394))

    assert room.play(600) == []


def test_a_walk_is_one_event_however_long_it_is() -> None:
    room = Room((200, 394))

    happened = room.play(60, p0=Held.RIGHT)

    assert happened == [CourseChanged(0, 200 * SUBPIXELS, 394 * SUBPIXELS, SPEED, 0)]
    assert room.position(0) == (200 + SPEED * 59 // 60, 394)


def test_letting_go_ends_the_walk_where_one_is() -> None:
    room = Room((200, 394))
    room.play(60, p0=Held.RIGHT)

    happened = room.play(60, p0=0)

    assert happened == [CourseChanged(0, 200 * SUBPIXELS + 60 * SPEED, 394 * SUBPIXELS, 0, 0)]


def test_who_reaches_a_wall_stands_flush_and_is_silent_from_then_on() -> None:
    room = Room((100, 394))

    happened = room.play(600, p0=Held.LEFT)

    assert [course.vx for course in happened] == [-SPEED, 0]
    assert room.position(0) == (FLOOR.x + 14, 394)


def test_who_walks_slantwise_into_a_wall_slides_on() -> None:
    room = Room((100, 394))

    room.play(60, p0=Held.LEFT | Held.UP)

    assert room.player(0).vx == 0
    assert room.player(0).vy < 0


def test_who_slides_along_a_crate_turns_where_it_ends() -> None:
    crate = CRATES[0]
    room = Room((crate.x - 20, crate.y + 10))

    room.play(60, p0=Held.RIGHT | Held.DOWN)

    assert room.player(0).vx > 0
    assert room.position(0)[1] > crate.y + crate.h
    assert room.position(0)[0] > crate.x - 14


def test_a_crate_stops_who_walks_straight_into_it() -> None:
    crate = CRATES[0]
    room = Room((crate.x - 60, crate.y + 20))

    room.play(120, p0=Held.RIGHT)

    assert room.position(0) == (crate.x - 14, crate.y + 20)


def test_who_cuts_the_corner_of_a_crate_is_seen_doing_it() -> None:
    crate = CRATES[1]
    left, bottom = (crate.x - 14) * SUBPIXELS, (crate.y + crate.h + 8) * SUBPIXELS
    room = Room((640, 394))
    who = room.player(0)
    who.held, who.vx, who.vy = Held.RIGHT | Held.DOWN, 147, 147
    who.x, who.y, who.since = left - 54, bottom - 22, 0

    assert who.position(1) == (left + 93, bottom + 125)
    assert not is_steady(who, 1)
    assert course(room.state, who, 1)[:2] == (left, bottom + 125)


def test_a_heavy_bag_slows_at_once() -> None:
    room = Room((200, 394), things=[(ItemKind.ANVIL, 260, 394)])
    room.play(5, p0=Held.RIGHT)

    room.play(1, p0=Held.RIGHT | Held.TAKE)

    assert room.player(0).vx == SPEED - 60
