"""One frame while it is being decided: what has happened in it so far, and the state after that.

Owns a copy of the match, to which facts are applied by the match's own fold; the original state is
never changed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from game.model.events import Dropped, Taken
from game.model.fold import MatchState
from game.model.state import Match
from replay import Decision, Event, EventType

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Rules have no clock; the real timestamp is added when the decision becomes an event."""
FOLD = MatchState()


class Turn:
    """The decisions of one frame so far, and the match after them."""

    def __init__(self, state: Match, frame: int) -> None:
        self.frame = frame
        self.decisions: list[Decision] = []
        self.state = Match(
            state.length,
            [replace(who, bag=who.bag[:], taken=who.taken[:]) for who in state.players],
            state.items[:],
            state.ended,
        )

    def happens(self, type: EventType, data: Any) -> None:
        """Add a fact to the frame and apply it, so that later decisions see its effect."""
        if isinstance(data, (Taken, Dropped)):  # no other fact changes an existing item
            self.state.items[data.item] = replace(self.state.items[data.item])
        FOLD.apply(self.state, Event(type, data, self.frame, NO_TIME))
        self.decisions.append((type, data))
