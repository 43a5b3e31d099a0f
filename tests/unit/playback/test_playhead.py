"""The playhead: where commands and passing time lead."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.playback.commands import (
    Faster,
    First,
    GoToShare,
    Last,
    NextEvent,
    NormalSpeed,
    PreviousEvent,
    SeekTo,
    SetSpeed,
    ShuttleForward,
    ShuttleReverse,
    SkipSeconds,
    Slower,
    StepBy,
    TogglePlay,
)
from replay.playback.playhead import SPEEDS, Moved, Playhead


class EventsAt:
    """Events in these frames."""

    def __init__(self, *frames: int) -> None:
        self.frames = frames

    def after(self, frame: int) -> int | None:
        place = bisect_right(self.frames, frame)
        return self.frames[place] if place < len(self.frames) else None

    def before(self, frame: int) -> int | None:
        place = bisect_left(self.frames, frame)
        return self.frames[place - 1] if place else None


def a_playhead(*, first: int = 0, last: int = 999, at: int = 0, playing: bool = True) -> Playhead:
    playhead = Playhead(first, last, 60, EventsAt(10, 20, 20, 35))
    if not playing:
        playhead.do(TogglePlay())
    playhead.do(SeekTo(at))
    return playhead


def test_a_recording_opens_at_its_first_frame_playing_forward_at_its_own_speed() -> None:
    playhead = Playhead(40, 90, 60, EventsAt())

    assert (playhead.frame, playhead.playing, playhead.speed) == (40, True, 1)


def test_a_second_at_normal_speed_is_as_many_frames_as_the_rate_says() -> None:
    assert a_playhead().advance(1000) == Moved(0, 60, ended=False)


def test_less_than_a_frame_moves_nothing_but_is_not_forgotten() -> None:
    playhead = a_playhead()

    assert playhead.advance(16) is None
    assert playhead.advance(1) == Moved(0, 1, ended=False)


@pytest.mark.parametrize("speed", SPEEDS)
def test_each_speed_covers_its_share_of_frames(speed: Fraction) -> None:
    playhead = a_playhead()
    playhead.do(SetSpeed(speed))

    playhead.advance(200)

    assert playhead.frame == int(12 * speed)


def test_playing_backward_goes_back() -> None:
    playhead = a_playhead(at=500)
    playhead.do(ShuttleReverse())

    assert playhead.advance(1000) == Moved(500, 440, ended=False)


def test_at_the_last_frame_it_stops() -> None:
    playhead = a_playhead(at=990)

    assert playhead.advance(1000) == Moved(990, 999, ended=True)
    assert not playhead.playing
    assert playhead.advance(1000) is None


def test_backward_it_stops_at_the_first_frame() -> None:
    playhead = a_playhead(at=5)
    playhead.do(ShuttleReverse())

    assert playhead.advance(1000) == Moved(5, 0, ended=True)


def test_play_at_the_end_starts_again_from_the_first_frame() -> None:
    playhead = a_playhead(first=40, at=999, playing=False)

    playhead.do(TogglePlay())

    assert (playhead.frame, playhead.playing) == (40, True)


def test_play_at_the_first_frame_turns_a_backward_playhead_round() -> None:
    playhead = a_playhead(at=0)
    playhead.do(ShuttleReverse())

    playhead.do(TogglePlay())

    assert (playhead.frame, playhead.playing, playhead.speed) == (0, True, 1)


def test_a_recording_of_one_frame_never_plays() -> None:
    playhead = Playhead(7, 7, 60, EventsAt())

    assert playhead.advance(1) == Moved(7, 7, ended=True)
    playhead.do(TogglePlay())
    assert not playhead.playing


def test_a_step_pauses() -> None:
    playhead = a_playhead(at=50)

    playhead.do(StepBy(-1))

    assert (playhead.frame, playhead.playing) == (49, False)


def test_steps_and_skips_end_at_the_ends() -> None:
    playhead = a_playhead(at=50)

    playhead.do(SkipSeconds(-5))
    assert (playhead.frame, playhead.playing) == (0, True)
    playhead.do(StepBy(5000))
    assert playhead.frame == 999


def test_next_and_previous_event_pause_on_it() -> None:
    playhead = a_playhead(at=10)

    playhead.do(NextEvent())
    assert (playhead.frame, playhead.playing) == (20, False)
    playhead.do(NextEvent())
    assert playhead.frame == 35
    playhead.do(PreviousEvent())
    assert playhead.frame == 20


def test_without_a_next_event_it_stays() -> None:
    playhead = a_playhead(at=35)

    playhead.do(NextEvent())

    assert playhead.frame == 35


def test_first_last_and_tenths() -> None:
    playhead = a_playhead(first=100, last=1100)

    playhead.do(GoToShare(3))
    assert playhead.frame == 400
    playhead.do(Last())
    assert playhead.frame == 1100
    playhead.do(First())
    assert playhead.frame == 100


def test_faster_and_slower_stop_at_the_ends_of_the_table() -> None:
    playhead = a_playhead()

    for _ in range(10):
        playhead.do(Faster())
    assert playhead.speed == 64
    for _ in range(20):
        playhead.do(Slower())
    assert playhead.speed == Fraction(1, 16)
    playhead.do(NormalSpeed())
    assert playhead.speed == 1


def test_a_speed_keeps_the_direction() -> None:
    playhead = a_playhead(at=500)
    playhead.do(ShuttleReverse())

    playhead.do(SetSpeed(Fraction(1, 2)))

    assert playhead.speed == Fraction(-1, 2)


def test_shuttling_again_doubles_and_the_other_way_begins_at_one() -> None:
    playhead = a_playhead(at=500, playing=False)

    playhead.do(ShuttleForward())
    assert (playhead.playing, playhead.speed) == (True, 1)
    playhead.do(ShuttleForward())
    playhead.do(ShuttleForward())
    assert playhead.speed == 4
    playhead.do(ShuttleReverse())
    assert playhead.speed == -1
    playhead.do(ShuttleReverse())
    assert playhead.speed == -2


def test_what_makes_no_sense_is_a_value_error() -> None:
    playhead = a_playhead()

    with pytest.raises(ValueError, match="none of the speeds"):
        playhead.do(SetSpeed(Fraction(3)))
    with pytest.raises(ValueError, match="ten tenths"):
        playhead.do(GoToShare(11))
    with pytest.raises(ValueError, match="time does not go back"):
        playhead.advance(-1)
    with pytest.raises(ValueError, match="no playhead"):
        Playhead(5, 4, 60, EventsAt())


@given(
    times=st.lists(st.integers(0, 400_000).map(lambda us: us / 1000), max_size=40),
    speed=st.sampled_from(SPEEDS),
)
def test_many_short_times_lead_where_one_long_one_does(times: list[float], speed: Fraction) -> None:
    in_parts, at_once = a_playhead(last=10**9), a_playhead(last=10**9)
    in_parts.do(SetSpeed(speed))
    at_once.do(SetSpeed(speed))

    for elapsed in times:
        in_parts.advance(elapsed)
    at_once.advance(sum(round(elapsed * 1000) for elapsed in times) / 1000)

    assert in_parts.frame == at_once.frame


@given(before=st.integers(0, 10**6), speed=st.sampled_from(SPEEDS), rate=st.integers(1, 240))
def test_the_next_frame_comes_when_it_says_and_no_microsecond_earlier(
    before: int, speed: Fraction, rate: int
) -> None:
    playhead = Playhead(0, 10**9, rate, EventsAt())
    playhead.do(SetSpeed(speed))
    playhead.advance(before / 1000)
    frame, due = playhead.frame, playhead.ms_to_next_frame()

    assert due is not None
    playhead.advance(due - 0.001)
    assert playhead.frame == frame
    playhead.advance(0.001)
    assert playhead.frame > frame


def test_a_paused_playhead_is_due_for_nothing() -> None:
    assert a_playhead(playing=False).ms_to_next_frame() is None


def test_where_more_may_come_it_waits_at_the_last_frame_and_goes_on() -> None:
    playhead = a_playhead(last=100, at=98)
    playhead.open_ended = True

    assert playhead.advance(1000) == Moved(98, 100, ended=False)
    assert playhead.playing
    assert playhead.ms_to_next_frame() is None
    assert playhead.advance(1000) is None
    playhead.grow(200)
    assert playhead.advance(100) == Moved(100, 106, ended=False)


def test_the_last_frame_of_a_growing_recording_is_played_on_from() -> None:
    playhead = a_playhead(last=100, playing=False)
    playhead.open_ended = True
    playhead.do(Last())

    assert (playhead.frame, playhead.playing, playhead.speed) == (100, True, 1)


def test_what_no_longer_grows_ends_where_it_ends() -> None:
    playhead = a_playhead(last=100, at=100)
    playhead.open_ended = True
    playhead.advance(100)
    playhead.open_ended = False

    assert playhead.advance(1) == Moved(100, 100, ended=True)
    assert not playhead.playing


def test_a_growing_recording_is_played_backward_as_any_other() -> None:
    playhead = a_playhead(last=100, at=2)
    playhead.open_ended = True
    playhead.do(ShuttleReverse())

    assert playhead.advance(1000) == Moved(2, 0, ended=True)


def test_a_recording_does_not_shrink() -> None:
    with pytest.raises(ValueError, match="shrink"):
        a_playhead(last=100).grow(99)
