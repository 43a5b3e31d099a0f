"""Where players are: each player's course, which gives its position at any later frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from game.model.events import CourseChanged, Fact, PlayerJoined
from game.model.room import SUBPIXELS
from replay import Event, Projection


@dataclass(frozen=True, slots=True)
class Course:
    """Position (x, y) at frame ``since``, in subpixels, and velocity (vx, vy) from then on."""

    x: int
    y: int
    vx: int
    vy: int
    since: int

    def at(self, frame: int) -> tuple[int, int]:
        """Return the position at a frame, in pixels."""
        passed = frame - self.since
        return (self.x + self.vx * passed) // SUBPIXELS, (self.y + self.vy * passed) // SUBPIXELS


Courses = dict[int, Course]


class Positions(Projection[Fact, Courses]):
    """Each player's position and velocity."""

    name, version = "positions", 1

    def initial(self) -> Courses:
        """Nobody is there."""
        return {}

    def apply(self, state: Courses, event: Event[Fact]) -> Courses:
        """Keep a player's last course."""
        match event.data:
            case CourseChanged(player, x, y, vx, vy):
                state[player] = Course(x, y, vx, vy, event.frame)
            case PlayerJoined(player, _, _, x, y):
                state[player] = Course(x, y, 0, 0, event.frame)
            case _:
                pass
        return state

    def merge(self, earlier: Courses, later: Courses) -> Courses:
        """Keep each player's later course."""
        return earlier | later

    def dump(self, state: Courses) -> object:
        """Return [player, x, y, vx, vy, since] for each player."""
        return [[n, c.x, c.y, c.vx, c.vy, c.since] for n, c in sorted(state.items())]

    def load(self, saved: Any) -> Courses:
        """Return the state from what ``dump`` returned."""
        return {player: Course(*course) for player, *course in saved}

    def view(self, state: Courses) -> object:
        """Return for each player where its course began, in pixels, and its velocity."""
        return [
            {
                "player": player,
                **dict(zip(("x", "y"), course.at(course.since), strict=True)),
                "vx": course.vx,
                "vy": course.vy,
                "since": course.since,
            }
            for player, course in sorted(state.items())
        ]
