"""What a match looks like depends on state and frame, and on nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from game.model.events import (
    CourseChanged,
    Dashed,
    Dropped,
    Facts,
    ItemKind,
    ItemSpawned,
    KnockedInto,
    MatchStarted,
    Mind,
    PlayerJoined,
    Reason,
    Taken,
)
from game.model.fold import MatchState
from game.model.nests import nest_scores
from game.model.room import NESTS
from game.picture.effects import action
from game.picture.items import lift
from game.picture.people import pose
from replay import Event

FRAMES = 240


def folded(*happenings):
    """The state after these (type, data, frame)."""
    fold = MatchState()
    state = fold.initial()
    start = [
        (Facts.MATCH_STARTED, MatchStarted(600), 0),
        (Facts.PLAYER_JOINED, PlayerJoined(0, "Ana", Mind.HUMAN, 300 * 60, 300 * 60), 0),
        (Facts.PLAYER_JOINED, PlayerJoined(1, "Bo", Mind.THIEF, 900 * 60, 300 * 60), 0),
        (Facts.ITEM_SPAWNED, ItemSpawned(0, ItemKind.RUBY, 310 * 60, 300 * 60, 2), 0),
    ]
    for type, data, frame in [*start, *happenings]:
        state = fold.apply(state, Event(type, data, frame=frame))
    return state


def took_ruby(frame, x=310, y=300):
    return Facts.ITEM_ADDED, Taken(0, 0, ItemKind.RUBY, 0, x * 60, y * 60), frame


def lost_ruby(frame, x, y, reason):
    dropped = Dropped(0, 0, ItemKind.RUBY, 0, x * 60, y * 60, reason)
    return Facts.ITEM_REMOVED, dropped, frame


@settings(max_examples=12, deadline=None)
@given(frame=st.integers(0, FRAMES), after=st.integers(0, FRAMES))
def test_a_frame_looks_the_same_whatever_was_drawn_before(tape, picture_of, frame, after):
    first = picture_of(tape.state_at(frame), frame)

    picture_of(tape.state_at(after), after)
    again = picture_of(tape.state_at(frame), frame)

    assert first == again


def test_a_frame_reached_by_playing_looks_like_one_scrubbed_to(tape, picture_of):
    fold = MatchState()
    state = fold.initial()
    events = iter(tape.events)
    event = next(events)
    played = b""
    for frame in range(180):
        while event is not None and event.frame <= frame:
            state = fold.apply(state, event)
            event = next(events, None)
        played = picture_of(state, frame) if frame % 30 == 29 else played

    assert played == picture_of(tape.state_at(179), 179)


def test_drawing_changes_no_state(tape, picture_of):
    state = tape.state_at(120)
    before = MatchState().dump(state)

    picture_of(state, 120)

    assert MatchState().dump(state) == before


def test_what_a_player_carries_can_be_seen(picture_of):
    empty, laden = folded(), folded(took_ruby(5))

    assert picture_of(empty, 200) != picture_of(laden, 200)


def test_whoever_takes_a_thing_is_told_what_it_took():
    state = folded(took_ruby(5))

    assert action(state, 0) == ("+ ruby", ItemKind.RUBY)


def test_a_thing_out_of_anothers_nest_is_told_as_that():
    state = folded(took_ruby(5))
    state.items[0].x, state.items[0].y = NESTS[1][0] * 60, NESTS[1][1] * 60

    assert action(state, 0) == ("ruby from Bo", ItemKind.RUBY)


def test_a_thing_brought_home_tells_its_points():
    state = folded(took_ruby(5), lost_ruby(90, *NESTS[0], Reason.LAID_DOWN))

    assert action(state, 0) == ("home +6", ItemKind.RUBY)
    assert nest_scores(state) == [6, 0]


def test_a_thing_knocked_out_of_a_bag_is_told_as_that():
    state = folded(took_ruby(5), lost_ruby(90, 400, 300, Reason.KNOCKED_OUT))

    assert action(state, 0) == ("knocked out of Ana", ItemKind.RUBY)


def test_a_thing_of_which_nobody_says_why_it_was_let_go_of_is_just_gone():
    state = folded(took_ruby(5), lost_ruby(90, 400, 300, Reason.UNTOLD))

    assert action(state, 0) == ("- ruby", ItemKind.RUBY)


def test_whoever_did_nothing_yet_is_told_nothing():
    assert action(folded(), 1) is None


def test_people_look_where_they_go():
    left = (Facts.COURSE_CHANGED, CourseChanged(0, 300 * 60, 300 * 60, -200, 0), 10)
    right = (Facts.COURSE_CHANGED, CourseChanged(0, 300 * 60, 300 * 60, 200, 0), 10)

    assert folded(left).players[0].facing == -1
    assert folded(right).players[0].facing == 1


def test_walking_dashing_and_reeling_have_their_own_poses():
    walk = (Facts.COURSE_CHANGED, CourseChanged(0, 300 * 60, 300 * 60, 200, 0), 10)
    dash = (Facts.DASHED, Dashed(0), 20)
    knock = (Facts.KNOCKED_INTO, KnockedInto(1, 0), 24)

    assert pose(0, folded().players[0], 12) in (0, 1)
    assert pose(0, folded(walk).players[0], 12) in (2, 3, 4, 5)
    assert pose(0, folded(walk, dash).players[0], 22) == 6
    assert pose(0, folded(walk, dash, knock).players[0], 25) == 7


def test_what_comes_into_the_room_falls_to_its_place():
    late = (Facts.ITEM_SPAWNED, ItemSpawned(1, ItemKind.CROWN, 400 * 60, 400 * 60, 4), 100)
    thing = folded(late).items[1]

    heights = [lift(thing, frame) for frame in range(100, 140)]

    assert heights[0] > 0
    assert heights == sorted(heights, reverse=True)
    assert heights[-1] == 0


def test_what_was_there_from_the_start_lies_still():
    assert lift(folded().items[0], 0) == 0
