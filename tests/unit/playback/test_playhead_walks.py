"""The playhead beside a three-line model of it, under any sequence of commands and times."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from replay.playback.commands import (
    Faster,
    First,
    GoToShare,
    Last,
    NextEvent,
    NormalSpeed,
    PlayCommand,
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
from replay.playback.playhead import SPEEDS, Playhead

RATE = 60
COMMANDS: st.SearchStrategy[PlayCommand] = st.one_of(
    st.sampled_from(
        [
            TogglePlay(), First(), Last(), NextEvent(), PreviousEvent(), Faster(), Slower(),
            NormalSpeed(), ShuttleForward(), ShuttleReverse(),
        ]
    ),
    st.integers(-400, 400).map(StepBy),
    st.integers(-9, 9).map(SkipSeconds),
    st.integers(-100, 900).map(SeekTo),
    st.integers(0, 10).map(GoToShare),
    st.sampled_from(SPEEDS).map(SetSpeed),
)  # fmt: skip
SPEED_COMMANDS = (SetSpeed, Faster, Slower, NormalSpeed, ShuttleForward, ShuttleReverse)
"""What goes on from between two frames, unless it turns round."""


class EverySeventh:
    """Something happens in every seventh frame."""

    def after(self, frame: int) -> int | None:
        return (frame // 7 + 1) * 7

    def before(self, frame: int) -> int | None:
        return (frame - 1) // 7 * 7


class PlayheadBesideModel(RuleBasedStateMachine):
    """The model is an exact position in frames: time adds speed, the ends hold it."""

    @initialize(first=st.integers(0, 50), frames=st.integers(1, 700))
    def open(self, first: int, frames: int) -> None:
        self.first, self.last = first, first + frames - 1
        self.playhead = Playhead(self.first, self.last, RATE, EverySeventh())
        self.position = Fraction(first)

    @rule(microseconds=st.integers(0, 3_000_000))
    def time_passes(self, microseconds: int) -> None:
        before = self.playhead.frame
        if self.playhead.playing:
            self.position += self.playhead.speed * RATE * Fraction(microseconds, 10**6)
            self.position = max(Fraction(self.first), min(Fraction(self.last), self.position))

        moved = self.playhead.advance(microseconds / 1000)

        assert (moved is None) or (moved.start, moved.stop) == (before, self.playhead.frame)
        assert moved is not None or self.playhead.frame == before

    @rule(command=COMMANDS)
    def a_command_comes(self, command: PlayCommand) -> None:
        speed = self.playhead.speed

        self.playhead.do(command)

        turned = speed * self.playhead.speed < 0
        if turned or not isinstance(command, SPEED_COMMANDS):
            self.position = Fraction(self.playhead.frame)

    @precondition(lambda self: self.playhead.playing)
    @rule()
    def playing_on_reaches_an_end(self) -> None:
        self.time_passes(10**9)

        assert not self.playhead.playing
        assert self.playhead.at_end

    @invariant()
    def it_is_where_the_model_is_and_inside(self) -> None:
        assert self.first <= self.playhead.frame <= self.last
        assert abs(self.playhead.frame - self.position) < 1
        assert abs(self.playhead.speed) in SPEEDS


TestPlayheadBesideModel = PlayheadBesideModel.TestCase
TestPlayheadBesideModel.settings = settings(max_examples=120, stateful_step_count=30)
