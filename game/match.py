"""A match that is being played: inputs in, events out, one frame at a time.

Connects the pure rules and whatever keeps the events. Knows the order of steps in a frame; has
no window and no file, and uses its clock only for events' timestamps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol, Self

from game.bots import mind_of
from game.model.events import Fact, Facts, InputChanged, Mind
from game.model.fold import MatchState
from game.model.inputs import Inputs
from game.model.state import Match
from game.rules.decide import RULES
from game.rules.spawning import gathering
from replay import Decision, Event


class KeepsEvents(Protocol):
    """Receives a match's events: a Recorder, or anything else with these methods."""

    def append(self, event: Event[Fact]) -> None:
        """Keep an event."""
        ...

    def end_frame(self, frame: int) -> None:
        """Note that no more events of this frame will come."""
        ...


def utc_now() -> datetime:
    """Return the current time, for timestamps."""
    return datetime.now(UTC)


class LiveMatch:
    """The one owner of a running match's state, which changes only by folding its events.

    ``minds`` says who plays, ``length`` how many frames; frame 0 holds the opening and is played
    by the constructor. ``clock`` is called once a frame, for its events' timestamp.
    """

    def __init__(
        self,
        recorder: KeepsEvents,
        seed: int,
        minds: Sequence[Mind],
        length: int,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._take(recorder, seed, MatchState().initial(), 0, clock)
        self._happen(RULES.decide(self._state, gathering(minds, length), 0, seed))

    @classmethod
    def resumed(
        cls,
        recorder: KeepsEvents,
        seed: int,
        state: Match,
        frame: int,
        clock: Callable[[], datetime] = utc_now,
    ) -> Self:
        """Return a match that continues after ``frame``, at the end of which it was in ``state``.

        The match owns the state from now on; ``recorder`` already has the events that led to it.
        """
        match = cls.__new__(cls)
        match._take(recorder, seed, state, frame, clock)
        return match

    def _take(
        self,
        recorder: KeepsEvents,
        seed: int,
        state: Match,
        frame: int,
        clock: Callable[[], datetime],
    ) -> None:
        self._recorder = recorder
        self._seed = seed
        self._clock = clock
        self._fold = MatchState()
        self._state = state
        self._frame = frame

    @property
    def state(self) -> Match:
        """The match after ``frame``. Read-only for callers; always the same object."""
        return self._state

    @property
    def frame(self) -> int:
        """The last frame that was played."""
        return self._frame

    @property
    def ended(self) -> bool:
        """Whether time is up; no frame follows then."""
        return self._state.ended is not None

    def advance(self, human: Mapping[int, Inputs]) -> list[Event[Fact]]:
        """Play one frame and return its events; does nothing once the match has ended.

        ``human`` has people's inputs by player, also for a seat that a bot had before; a person
        not in it keeps the last inputs, and bots decide for themselves.
        """
        if self.ended:
            return []
        frame = self._frame + 1
        changes = list(self._changes(human, frame))
        decisions = RULES.decide(self._state, changes, frame, self._seed)
        self._frame = frame
        return self._happen(decisions)

    def _changes(self, human: Mapping[int, Inputs], frame: int) -> Iterable[Decision]:
        """Yield an input decision for each player whose inputs change."""
        for player, who in enumerate(self._state.players):
            wish = human.get(player) or mind_of(self._state, frame, self._seed, player)
            if wish.held != who.held or wish.slot != who.slot:
                changed = InputChanged(player, int(wish.held), wish.slot)
                yield Facts.INPUT_CHANGED, changed

    def _happen(self, decisions: Iterable[Decision]) -> list[Event[Fact]]:
        """Turn decisions into events, end the frame, and return the events."""
        now, events = None, list[Event[Fact]]()
        for type, data in decisions:
            now = now or self._clock()
            event = Event(type, data, self._frame, now)
            self._recorder.append(event)
            self._fold.apply(self._state, event)
            events.append(event)
        self._recorder.end_frame(self._frame)
        return events
