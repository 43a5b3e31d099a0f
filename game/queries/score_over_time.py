"""The points over time: what lay in each nest, in every frame in which that changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from game.model.events import Dropped, Fact, ItemKind, ItemSpawned, PlayerJoined, Taken
from game.model.nests import in_nest
from game.model.room import MAX_PLAYERS, VALUES
from replay import Event, Projection

Points = tuple[int, ...]
NO_POINTS: Points = (0,) * MAX_PLAYERS


@dataclass(slots=True)
class Graph:
    """The points in each nest from a frame on, as (frame, points); none where nobody joined.

    Where a question begins in the middle of a match it counts from 0.
    """

    players: int = 0
    points: Points = NO_POINTS
    course: list[tuple[int, Points]] = field(default_factory=list)

    def note(self, frame: int, points: Points) -> None:
        """Let these be the points at the end of a frame, as far as is known."""
        if self.course and self.course[-1][0] == frame:
            self.course.pop()
        if points != (self.course[-1][1] if self.course else NO_POINTS):
            self.course.append((frame, points))
        self.points = points

    def of_players(self) -> list[tuple[int, Points]]:
        """Return the course of the points that belong to somebody."""
        told: list[tuple[int, Points]] = []
        before = NO_POINTS[: self.players]
        for frame, points in self.course:
            if points[: self.players] != before:
                before = points[: self.players]
                told.append((frame, before))
        return told


class ScoreOverTime(Projection[Fact, Graph]):
    """Everybody's points, from each frame on in which they changed."""

    name, version = "score_over_time", 1

    def initial(self) -> Graph:
        """Nobody has any points."""
        return Graph()

    def apply(self, state: Graph, event: Event[Fact]) -> Graph:
        """Weigh what came into a nest or out of it."""
        match event.data:
            case Taken(_, _, kind, _, x, y):
                _change(state, event.frame, kind, x, y, -1)
            case Dropped(_, _, kind, _, x, y) | ItemSpawned(_, kind, x, y):
                _change(state, event.frame, kind, x, y, 1)
            case PlayerJoined(player):
                state.players = max(state.players, player + 1)
            case _:
                pass
        return state

    def merge(self, earlier: Graph, later: Graph) -> Graph:
        """Let the later points come on top of the earlier ones."""
        merged = Graph(max(earlier.players, later.players), earlier.points, list(earlier.course))
        for frame, points in later.course:
            both = zip(earlier.points, points, strict=True)
            merged.note(frame, tuple(before + more for before, more in both))
        return merged

    def dump(self, state: Graph) -> object:
        """Return the players, the points and [frame, points] for each change."""
        course = [[frame, list(points)] for frame, points in state.course]
        return [state.players, list(state.points), course]

    def load(self, saved: Any) -> Graph:
        """Return what ``dump`` gave this for."""
        players, points, course = saved
        return Graph(players, tuple(points), [(frame, tuple(then)) for frame, then in course])

    def view(self, state: Graph) -> object:
        """Return the points of each player now, and whenever they changed."""
        return {
            "now": list(state.points[: state.players]),
            "course": [
                {"frame": frame, "points": list(points)} for frame, points in state.of_players()
            ],
        }


def _change(state: Graph, frame: int, kind: ItemKind, x: int, y: int, sign: int) -> None:
    """Add an item to the nest that a position lies in, or take it away; nests do not overlap."""
    for nest in range(MAX_PLAYERS):
        if in_nest(nest, x, y):
            points = list(state.points)
            points[nest] += sign * VALUES[kind]
            state.note(frame, tuple(points))
            return
