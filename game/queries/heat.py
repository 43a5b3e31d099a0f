"""Where items were picked up and dropped: counts in a coarse grid over the room."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from game.model.events import Dropped, Fact, Taken
from game.model.room import HEIGHT, SUBPIXELS, WIDTH
from replay import Event, Projection

CELL = 80
"""Pixels; a sixteenth of the picture's width, a ninth of its height."""
COLUMNS, ROWS = WIDTH // CELL, HEIGHT // CELL
Cells = Counter[tuple[int, int]]
"""By (row, column)."""


@dataclass(slots=True)
class Heat:
    """How often items were picked up and dropped in each cell."""

    picked_up: Cells = field(default_factory=Counter)
    dropped: Cells = field(default_factory=Counter)


class HeatMap(Projection[Fact, Heat]):
    """Where items were picked up and dropped."""

    name, version = "heat_map", 1

    def initial(self) -> Heat:
        """No position counted."""
        return Heat()

    def apply(self, state: Heat, event: Event[Fact]) -> Heat:
        """Count a position."""
        match event.data:
            case Taken(_, _, _, _, x, y):
                state.picked_up[_cell(x, y)] += 1
            case Dropped(_, _, _, _, x, y):
                state.dropped[_cell(x, y)] += 1
            case _:
                pass
        return state

    def merge(self, earlier: Heat, later: Heat) -> Heat:
        """Add up."""
        return Heat(earlier.picked_up + later.picked_up, earlier.dropped + later.dropped)

    def dump(self, state: Heat) -> object:
        """Return [row, column, times] for each cell with a count: picked up, then dropped."""
        both = state.picked_up, state.dropped
        return [[[*cell, times] for cell, times in sorted(one.items())] for one in both]

    def load(self, saved: Any) -> Heat:
        """Return the state from what ``dump`` returned."""
        return Heat(*(Counter({(row, col): times for row, col, times in one}) for one in saved))

    def view(self, state: Heat) -> object:
        """Return the two grids, row by row, and the size of a cell in pixels."""
        return {
            "cell": CELL,
            "picked_up": grid(state.picked_up),
            "dropped": grid(state.dropped),
        }


def grid(cells: Cells) -> list[list[int]]:
    """Return the counts row by row."""
    return [[cells[row, column] for column in range(COLUMNS)] for row in range(ROWS)]


def _cell(x: int, y: int) -> tuple[int, int]:
    return y // (CELL * SUBPIXELS), x // (CELL * SUBPIXELS)
