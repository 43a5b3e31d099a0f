"""Rooms and matches of Packrat for tests: built from facts, as every state of the game is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from game.match import LiveMatch
from game.model.events import (
    Facts,
    InputChanged,
    ItemKind,
    ItemSpawned,
    MatchStarted,
    Mind,
    PlayerJoined,
)
from game.model.fold import MatchState
from game.model.inputs import Inputs
from game.model.room import NAMES, SUBPIXELS, WEIGHTS
from game.model.state import Match, Player
from game.rules.decide import decide
from replay import Decision, Event

Spot = tuple[int, int]
SEED = 7


class Tape:
    """Keeps a match's events in a list, and when each frame ended."""

    def __init__(self) -> None:
        self.events: list[Event[Any]] = []
        self.ended: list[int] = []

    def append(self, event: Event[Any]) -> None:
        self.events.append(event)

    def end_frame(self, frame: int) -> None:
        self.ended.append(frame)


class Room:
    """A match whose players do what a test says. Places are in pixels."""

    def __init__(
        self,
        *players: Spot,
        things: Sequence[tuple[ItemKind, int, int]] = (),
        length: int = 100_000,
        minds: Mapping[int, Mind] | None = None,
    ) -> None:
        self.frame = 0
        self.state: Match = MatchState().initial()
        self.events: list[Event[Any]] = []
        opening: list[Decision] = [(Facts.MATCH_STARTED, MatchStarted(length))]
        for player, (x, y) in enumerate(players):
            mind = (minds or {}).get(player, Mind.HUMAN)
            joined = PlayerJoined(player, NAMES[player], mind, x * SUBPIXELS, y * SUBPIXELS)
            opening.append((Facts.PLAYER_JOINED, joined))
        for item, (kind, x, y) in enumerate(things):
            spawned = ItemSpawned(item, kind, x * SUBPIXELS, y * SUBPIXELS, WEIGHTS[kind])
            opening.append((Facts.ITEM_SPAWNED, spawned))
        self._happen(opening)

    def play(self, frames: int = 1, /, **held: int | Inputs) -> list[Any]:
        """Play frames with p0=…, p1=… held from the first on; return the data of what happened.

        A plain number holds keys and leaves the slot; inputs themselves are left out.
        """
        before = len(self.events)
        wishes = {int(name[1:]): wish for name, wish in held.items()}
        for _ in range(frames):
            self.frame += 1
            changes = [self._change(player, wish) for player, wish in wishes.items()]
            wishes = {}
            self._happen(decide(self.state, changes, self.frame, SEED))
        new = [event.data for event in self.events[before:]]
        return [data for data in new if not isinstance(data, InputChanged)]

    def _change(self, player: int, wish: int | Inputs) -> Decision:
        inputs = wish if isinstance(wish, Inputs) else Inputs(wish, self.player(player).slot)
        return Facts.INPUT_CHANGED, InputChanged(player, int(inputs.held), inputs.slot)

    def _happen(self, decisions: Sequence[Decision]) -> None:
        for type, data in decisions:
            event = Event(type, data, self.frame)
            MatchState().apply(self.state, event)
            self.events.append(event)

    def player(self, number: int) -> Player:
        return self.state.players[number]

    def position(self, player: int) -> Spot:
        """Where a player stands, in pixels, rounded down."""
        x, y = self.player(player).position(self.frame)
        return x // SUBPIXELS, y // SUBPIXELS


@cache
def bot_match(seed: int, minds: tuple[Mind, ...], length: int) -> tuple[Match, list[Event[Any]]]:
    """A whole match of bots: its last state and its events. Both are for looking only."""
    tape = Tape()
    match = LiveMatch(tape, seed, minds, length)
    while not match.ended:
        match.advance({})
    return match.state, tape.events
