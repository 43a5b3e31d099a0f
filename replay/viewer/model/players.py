"""Who the players of a recording are: their names and colours, as people know them.

Taken from the cards at the end; of players who are no longer there, from those where they were.
Knows cards and states; paints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pygame import Color

from replay.games import PlayerCard
from replay.ui.theme import PLAYERS
from replay.values.escaping import visible
from replay.viewer.model.cards import Cards
from replay.viewer.model.problem import Problem
from replay.viewer.model.state_cursor import StateCursor

CardsOf = Callable[[Any, int], Cards | Problem]


class Players:
    """The players of a recording up to ``last``, of which ``first`` is the first frame.

    ``cards_of`` returns a state's cards, if the game has any; ``states`` gives states,
    ``metadata`` is the recording's.
    """

    def __init__(
        self,
        cards_of: CardsOf | None,
        states: StateCursor,
        metadata: Mapping[str, Any],
        first: int,
        last: int,
    ) -> None:
        self.last = last
        self._cards_of, self._states, self._metadata = cards_of, states, metadata
        self._first = first
        self._at_end: Cards | None = None
        self._end_state: Any = None
        self._gone: dict[int, PlayerCard] = {}
        self._strangers: set[tuple[int, int]] = set()

    @property
    def cards(self) -> Cards:
        """Each player's card at the end."""
        if self._at_end is None:
            cards = {} if self._cards_of is None else self._cards_of(self.end, self.last)
            self._at_end = {} if isinstance(cards, Problem) else cards
        return self._at_end

    @property
    def end(self) -> Any:
        """A state near the end, to take all players' names from; if unreadable, near the start."""
        if self._end_state is None:
            end = self._states.roughly(self.last)
            at_end = not isinstance(end, Problem)
            self._end_state = end if at_end else self._states.roughly(self._first)
        return self._end_state

    def told(self, number: int, frame: int) -> tuple[str, Color]:
        """Return the name and colour of a player, by number, who did something at a frame.

        They are those at the end; for a player who is no longer there, those at the frame.
        """
        card = self.cards.get(number) or self._gone.get(number) or self._card_at(number, frame)
        if card is None:
            return visible(self._noted_name(number)), PLAYERS[number % len(PLAYERS)]
        return visible(card.name), Color(card.colour)

    def _card_at(self, number: int, frame: int) -> PlayerCard | None:
        """Return a player's card at a frame or just before it; None if it has none there."""
        if self._cards_of is None or (number, frame) in self._strangers:
            return None
        for before in (frame, frame - 1):  # the event may be the player's leaving
            if before >= self._first - 1:
                cards = self._cards_of(self._states.kept(before), before)
                if not isinstance(cards, Problem) and number in cards:
                    self._gone[number] = cards[number]
                    return cards[number]
        self._strangers.add((number, frame))
        return None

    def _noted_name(self, number: int) -> str:
        """Return a player's name in the recording's metadata, or "player" and the number."""
        noted = self._metadata.get("players")
        one = noted[number] if isinstance(noted, list) and 0 <= number < len(noted) else None
        name = one.get("name") if isinstance(one, dict) else one
        return name if isinstance(name, str) else f"player {number}"
