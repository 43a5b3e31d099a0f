"""The mix as a game of this engine would have it: a catalogue, events, a world folded from them.

Also the same fold over bare rows, which is what a peer without projections has to do, and the
truth that every answer is held against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.mix import DROPPED, FRAME_RATE, ITEMS, MOVED, PICKED, PLAYERS, Row

from replay import Event, EventType, Projection, Schema

State = list[list[list[int]]]
"""[players: [x, y, last item picked], items: [carrier or -1, x, y]]"""

BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moved:
    player: int
    dx: int
    dy: int


@dataclass(frozen=True, slots=True)
class Picked:
    player: int
    item: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Dropped:
    player: int
    item: int
    x: int
    y: int


class Facts(EventType):
    MOVED = Moved
    PICKED = Picked
    DROPPED = Dropped


SCHEMA = Schema("benchmark", Facts, version=1, frame_rate=FRAME_RATE, keys=("player",))
TYPES = (Facts.MOVED, Facts.PICKED, Facts.DROPPED)


class World(Projection[Moved | Picked | Dropped, State]):
    """Where everybody and everything is."""

    name, version = "world", 1

    def initial(self) -> State:
        return empty_world()

    def apply(self, state: State, event: Event[Moved | Picked | Dropped]) -> State:
        data = event.data
        if type(data) is Moved:
            player = state[0][data.player]
            player[0] += data.dx
            player[1] += data.dy
        elif type(data) is Picked:
            state[1][data.item % ITEMS][0] = data.player
            state[0][data.player][2] = data.item
        elif type(data) is Dropped:
            state[1][data.item % ITEMS][:] = -1, data.x, data.y
        return state


def empty_world() -> State:
    """Return the state before the first event."""
    return [[[0, 0, -1] for _ in range(PLAYERS)], [[-1, 0, 0] for _ in range(ITEMS)]]


def fold_rows(state: State, rows: Iterable[Sequence[int]]) -> State:
    """Fold bare rows into a state: the reference, and what peers without projections do."""
    players, items = state
    for row in rows:
        if row[1] == MOVED:
            player = players[row[2]]
            player[0] += row[3]
            player[1] += row[4]
        elif row[1] == PICKED:
            items[row[3] % ITEMS][0] = row[2]
            players[row[2]][2] = row[3]
        elif row[1] == DROPPED:
            items[row[3] % ITEMS][:] = -1, row[4], row[5]
    return state


def moment(frame: int) -> datetime:
    """Return when a frame of the benchmark was: exactly as its number says."""
    return BEGIN + timedelta(milliseconds=frame * 1000 // FRAME_RATE)


def fields(row: Row) -> tuple[int, ...]:
    """Return what the event's payload is made of."""
    return row[2:5] if row[1] == MOVED else row[2:6]


def events(rows: Iterable[Row]) -> Iterator[Event[Any]]:
    """Yield the rows as events of the catalogue; events of one frame share a timestamp."""
    now, stamp = -1, BEGIN
    for row in rows:
        if row[0] != now:
            now = row[0]
            stamp = moment(now)
        type_ = TYPES[row[1]]
        yield Event(type_, type_.payload(*fields(row)), now, stamp)
