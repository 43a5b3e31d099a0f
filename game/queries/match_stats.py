"""What each player did in a match, and the points over time: a projection for the result screen.

Pure. Counts from the events what the match's state does not keep: how often, from whom, when.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from game.model.events import Dropped, Fact, KnockedInto, PlayerJoined, Taken
from game.model.fold import MatchState
from game.model.nests import nest_at, nest_scores
from game.model.state import Match
from replay import Event, Projection

if TYPE_CHECKING:
    from replay.projections import StartingState


@dataclass(slots=True)
class Actions:
    """How often a player did what.

    ``carried`` counts the items it took, ``stolen`` those of them that lay in another's nest,
    ``knocks`` how often it ran into others and ``knocked`` how often others ran into it.
    """

    carried: int = 0
    stolen: int = 0
    knocks: int = 0
    knocked: int = 0


@dataclass(slots=True)
class Account:
    """The match, each player's actions, and (frame, all points) for each change of the points."""

    match: Match
    actions: list[Actions] = field(default_factory=list)
    points: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)


class Tally(Projection[Fact, Account]):
    """Each player's actions, and the points over time."""

    name, version = "tally", 1
    parameters = None

    def __init__(self) -> None:
        self._match = MatchState()

    def initial(self) -> Account:
        """Nobody did anything."""
        return Account(self._match.initial())

    def initial_from(self, start: StartingState) -> Account:
        """In a clip nobody has done anything before its first frame; the match is as it was."""
        match = start.state_of(self._match)
        return Account(match, [Actions() for _ in match.players])

    def apply(self, state: Account, event: Event[Fact]) -> Account:
        """Count an event."""
        self._match.apply(state.match, event)
        match event.data:
            case PlayerJoined():
                state.actions.append(Actions())
            case Taken(player, _, _, _, x, y):
                state.actions[player].carried += 1
                state.actions[player].stolen += nest_at(state.match, x, y) not in (None, player)
                _note_points(state, event.frame)
            case Dropped():
                _note_points(state, event.frame)
            case KnockedInto(player, victim):
                state.actions[player].knocks += 1
                state.actions[victim].knocked += 1
            case _:
                pass
        return state


def _note_points(state: Account, frame: int) -> None:
    points = tuple(nest_scores(state.match))
    if not state.points or state.points[-1][1] != points:
        state.points.append((frame, points))


def ranking(scores: list[int]) -> list[tuple[int, int]]:
    """Return (rank, player), best first; equal points give equal ranks, in order of seats."""
    order = sorted(range(len(scores)), key=lambda player: -scores[player])
    return [(1 + sum(score > scores[player] for score in scores), player) for player in order]


def lead_frames(account: Account, players: int, frames: int) -> list[int]:
    """Return for how many frames each player alone had the most points."""
    lead = [0] * players
    ends = [*(frame for frame, _ in account.points[1:]), frames]
    for (frame, points), end in zip(account.points, ends, strict=False):
        best = max(points)
        if points.count(best) == 1:
            lead[points.index(best)] += end - frame
    return lead
