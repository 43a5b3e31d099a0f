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
    """The points in each nest as (frame, points), for each frame in which they changed.

    If the first event folded is not the match's first, points are relative to the start.
    """

    players: int = 0
    points: Points = NO_POINTS
    course: list[tuple[int, Points]] = field(default_factory=list)

    def note(self, frame: int, points: Points) -> None:
        """Set the points at the end of a frame, replacing what was set for it before."""
        if self.course and self.course[-1][0] == frame:
            self.course.pop()
        if points != (self.course[-1][1] if self.course else NO_POINTS):
            self.course.append((frame, points))
        self.points = points

    def of_players(self) -> list[tuple[int, Points]]:
        """Return (frame, points) for nests that have a player."""
        told: list[tuple[int, Points]] = []
        before = NO_POINTS[: self.players]
        for frame, points in self.course:
            if points[: self.players] != before:
                before = points[: self.players]
                told.append((frame, before))
        return told


class ScoreOverTime(Projection[Fact, Graph]):
    """Each player's points, for each frame in which they changed."""

    name, version = "score_over_time", 1

    def initial(self) -> Graph:
        """Nobody has any points."""
        return Graph()

    def apply(self, state: Graph, event: Event[Fact]) -> Graph:
        """Add or subtract the points of an item that was laid into a nest or taken from it."""
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
        """Add the later points to the earlier ones' final points."""
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
        """Return the state from what ``dump`` returned."""
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
