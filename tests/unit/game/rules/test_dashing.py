from __future__ import annotations

from rooms import Room

from game.model.events import CourseChanged, Dashed, Dropped, ItemKind, KnockedInto, Taken
from game.model.inputs import Held
from game.model.room import DASH_FRAMES, DASH_PAUSE, DASH_SPEED, DAZED_FRAMES, KNOCK_PAUSE, SPEED
from game.rules.collision import is_free
from game.rules.motion import is_dazed


def loaded_victim() -> Room:
    """Player 1 with two things, and player 0 at a dash's distance to the left of it."""
    room = Room(
        (560, 394), (640, 394), things=[(ItemKind.COIN, 640, 390), (ItemKind.RUBY, 640, 400)]
    )
    for _ in range(2):
        room.play(p1=Held.TAKE)
        room.play(p1=0)
    return room


def test_a_dash_is_fast_and_ends_by_itself() -> None:
    room = Room((200, 394))
    room.play(10, p0=Held.RIGHT)

    happened = room.play(60, p0=Held.RIGHT | Held.DASH)

    assert happened[0] == Dashed(0)
    assert [(type(data), data.vx) for data in happened[1:]] == [
        (CourseChanged, DASH_SPEED),
        (CourseChanged, SPEED),
    ]


def test_a_dash_lasts_its_frames_exactly() -> None:
    room = Room((200, 394))

    room.play(DASH_FRAMES + 1, p0=Held.RIGHT | Held.DASH)

    assert room.position(0)[0] == 200 + DASH_SPEED * DASH_FRAMES // 60


def test_a_dash_cannot_be_steered() -> None:
    room = Room((200, 394))
    room.play(3, p0=Held.RIGHT | Held.DASH)

    assert room.play(3, p0=Held.UP) == []
    assert room.player(0).vx == DASH_SPEED


def test_the_next_dash_has_to_wait() -> None:
    room = Room((200, 394))
    room.play(1, p0=Held.RIGHT | Held.DASH)
    room.play(DASH_PAUSE - 2, p0=0)

    early = room.play(1, p0=Held.LEFT | Held.DASH)
    room.play(1, p0=0)
    late = room.play(1, p0=Held.LEFT | Held.DASH)

    assert Dashed(0) not in early
    assert Dashed(0) in late


def test_running_into_somebody_makes_it_drop_what_it_took_last() -> None:
    room = loaded_victim()

    happened = room.play(DASH_FRAMES, p0=Held.RIGHT | Held.DASH)

    assert happened.count(KnockedInto(0, 1)) == 1
    assert [data.item for data in happened if isinstance(data, Dropped)] == [1]
    assert room.player(1).taken == [0]


def test_what_flies_out_of_a_bag_flies_on_in_the_direction_of_the_dash() -> None:
    room = loaded_victim()

    room.play(DASH_FRAMES, p0=Held.RIGHT | Held.DASH)

    ruby = room.state.items[1]
    assert 640 + 40 < ruby.x // 60 < 640 + 70
    assert ruby.y // 60 == 394


def test_what_flies_out_of_a_bag_never_lands_in_a_wall() -> None:
    room = Room((100, 394), (52, 394), things=[(ItemKind.COIN, 52, 394)])
    room.play(p1=Held.TAKE)

    happened = room.play(DASH_FRAMES, p0=Held.LEFT | Held.DASH)

    dropped = next(data for data in happened if isinstance(data, Dropped))
    assert is_free(dropped.x, dropped.y)


def test_who_is_dazed_stands_still_and_takes_nothing() -> None:
    room = loaded_victim()
    room.play(DASH_FRAMES, p0=Held.RIGHT | Held.DASH, p1=Held.LEFT)
    assert is_dazed(room.player(1), room.frame)
    before = room.position(1)

    happened = room.play(5, p1=Held.LEFT | Held.TAKE)

    assert not any(isinstance(data, Taken) for data in happened)
    assert room.position(1) == before
    room.play(DAZED_FRAMES)
    assert room.player(1).vx < 0


def test_who_was_run_into_just_now_is_safe_for_a_while() -> None:
    room = Room((560, 394), (640, 394), (720, 394), things=[(ItemKind.COIN, 640, 394)] * 2)
    for _ in range(2):
        room.play(p1=Held.TAKE)
        room.play(p1=0)

    first = room.play(DASH_FRAMES + 20, p0=Held.RIGHT | Held.DASH)
    second = room.play(DASH_FRAMES, p0=0, p2=Held.LEFT | Held.DASH)

    assert KnockedInto(0, 1) in first
    assert KnockedInto(2, 1) not in second
    assert KNOCK_PAUSE > DASH_FRAMES + 20


def test_walking_into_somebody_does_nothing() -> None:
    room = loaded_victim()

    happened = room.play(60, p0=Held.RIGHT)

    assert [type(data) for data in happened] == [CourseChanged]
