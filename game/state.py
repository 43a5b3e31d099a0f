"""The state of a match and the one way it ever changes: ``apply(state, event)``.

Live game and replay use this very fold. It judges nothing; ``game.rules`` does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from game.events import (
    CourseChanged,
    Dashed,
    Dropped,
    Fact,
    InputChanged,
    ItemKind,
    ItemSpawned,
    KnockedInto,
    MatchEnded,
    MatchStarted,
    Mind,
    PlayerJoined,
    Reason,
    Taken,
)
from game.world import (
    NEST_HALF_HEIGHT,
    NEST_HALF_WIDTH,
    NESTS,
    PLACE,
    SLOTS,
    VALUES,
    WIDTH,
)
from replay import MISSING, Event, Projection, look_up

LONG_AGO = -100_000
NOBODY = -1
WIDE, HIGH = NEST_HALF_WIDTH * PLACE, NEST_HALF_HEIGHT * PLACE


@dataclass(slots=True)
class Player:
    """One player. (x, y) is its place at frame ``since``, from where it goes on at (vx, vy).

    ``bag`` has an item's number or None for each slot; ``taken`` the items in the bag in the
    order they were taken. ``dashed``, ``knocked`` and ``acted`` are the frames of the last
    dash, of the last time somebody ran into it, and of the last taking or dropping. ``facing`` is
    1 for right, -1 for left: the way it last went.
    """

    name: str
    mind: Mind
    x: int
    y: int
    vx: int = 0
    vy: int = 0
    since: int = 0
    held: int = 0
    slot: int = 0
    bag: list[int | None] = field(default_factory=lambda: [None] * SLOTS)
    taken: list[int] = field(default_factory=list)
    dashed: int = LONG_AGO
    knocked: int = LONG_AGO
    acted: int = LONG_AGO
    facing: int = 1

    def place(self, frame: int) -> tuple[int, int]:
        """Where its feet are at a frame, in sixtieths of a pixel."""
        passed = frame - self.since
        return self.x + self.vx * passed, self.y + self.vy * passed


@dataclass(slots=True)
class Item:
    """One thing: who carries it (or NOBODY), where it lies or was taken, since which frame.

    ``owner`` is who had it last, or NOBODY; ``reason`` why it was let go of last, if it ever was.
    """

    kind: ItemKind
    x: int
    y: int
    weight: int
    holder: int = NOBODY
    owner: int = NOBODY
    since: int = 0
    reason: Reason | None = None


@dataclass(slots=True)
class Match:
    """Everything there is in a match. ``ended`` is the frame of its end, or None."""

    length: int = 0
    players: list[Player] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    ended: int | None = None


class MatchState(Projection[Fact, Match]):
    """The whole match: who stands where with what, what lies where."""

    name, version = "match", 3

    def initial(self) -> Match:
        """An empty room."""
        return Match()

    def apply(self, state: Match, event: Event[Fact]) -> Match:
        """Let an event happen."""
        match event.data:
            case CourseChanged(player, x, y, vx, vy):
                who = state.players[player]
                who.x, who.y, who.vx, who.vy, who.since = x, y, vx, vy, event.frame
                if vx:
                    who.facing = 1 if vx > 0 else -1
            case InputChanged(player, held, slot):
                who = state.players[player]
                who.held, who.slot = held, slot
            case Taken(player, item, _, slot):
                who, thing = state.players[player], state.items[item]
                who.bag[slot] = item
                who.taken.append(item)
                who.acted = event.frame
                thing.holder = thing.owner = player
                thing.since = event.frame
            case Dropped(player, item, _, slot, x, y, reason):
                who, thing = state.players[player], state.items[item]
                who.bag[slot] = None
                who.taken.remove(item)
                who.acted = event.frame
                thing.holder, thing.x, thing.y, thing.since = NOBODY, x, y, event.frame
                thing.reason = reason
            case Dashed(player):
                state.players[player].dashed = event.frame
            case KnockedInto(_, victim):
                state.players[victim].knocked = event.frame
            case ItemSpawned(_, kind, x, y, weight):
                state.items.append(Item(kind, x, y, weight, since=event.frame))
            case PlayerJoined(_, name, mind, x, y):
                facing = 1 if x < WIDTH * PLACE // 2 else -1
                state.players.append(Player(name, mind, x, y, since=event.frame, facing=facing))
            case MatchStarted(length):
                state.length = length
            case MatchEnded():
                state.ended = event.frame
        return state

    def dump(self, state: Match) -> object:
        """Return the match as nested lists, fields in their order."""
        return [
            state.length,
            state.ended,
            [
                [
                    *(p.name, p.mind.value, p.x, p.y, p.vx, p.vy, p.since, p.held, p.slot),
                    *(p.bag, p.taken, p.dashed, p.knocked, p.acted, p.facing),
                ]
                for p in state.players
            ],
            [
                [*(i.kind.value, i.x, i.y, i.weight, i.holder, i.owner, i.since), _told(i)]
                for i in state.items
            ],
        ]

    def load(self, saved: Any) -> Match:
        """Return the match that ``dump`` gave these lists for."""
        length, ended, players, items = saved
        return Match(
            length,
            [Player(name, Mind(mind), *rest) for name, mind, *rest in players],
            [
                Item(
                    ItemKind(kind), *(x, y, weight, holder, owner, since), reason and Reason(reason)
                )
                for kind, x, y, weight, holder, owner, since, reason in items
            ],
            ended,
        )

    def view(self, state: Match) -> object:
        """Return the match by names: what is in each bag, and where everything is, in pixels."""
        return {
            "players": _all_named(state, OF_PLAYER, len(state.players)),
            "items": _all_named(state, OF_ITEM, len(state.items)),
            "length": state.length,
            "ended": state.ended,
        }

    def look(self, state: Match, path: Sequence[str | int]) -> Any:
        """Return what is at a path of the view, working out only what lies on the way."""
        match path:
            case []:
                return self.view(state)
            case ["players", *rest]:
                return _look_among(state, OF_PLAYER, len(state.players), rest)
            case ["items", *rest]:
                return _look_among(state, OF_ITEM, len(state.items), rest)
            case ["length", *rest]:
                return look_up(state.length, rest)
            case ["ended", *rest]:
                return look_up(state.ended, rest)
        return MISSING


def item_name(state: Match, item: int | None) -> str | None:
    """What people call an item: its kind and its number, "ruby #12"."""
    return None if item is None else f"{state.items[item].kind.value} #{item}"


def weight(state: Match, who: Player) -> int:
    """What a player carries."""
    return sum(state.items[item].weight for item in who.taken)


def in_nest(nest: int, x: int, y: int) -> bool:
    """Whether a place lies within a nest: in the ellipse of its two half axes."""
    middle_x, middle_y = NESTS[nest]
    across = (x - middle_x * PLACE) * NEST_HALF_HEIGHT
    down = (y - middle_y * PLACE) * NEST_HALF_WIDTH
    radius = NEST_HALF_WIDTH * NEST_HALF_HEIGHT * PLACE
    return across * across + down * down <= radius * radius


def nest_at(state: Match, x: int, y: int) -> int | None:
    """Whose nest a place lies in, or None. Nests do not overlap."""
    for nest in range(len(state.players)):
        if in_nest(nest, x, y):
            return nest
    return None


def nest_score(state: Match, player: int) -> int:
    """The points of a player: the value of what lies in its nest."""
    left, top = NESTS[player][0] * PLACE - WIDE, NESTS[player][1] * PLACE - HIGH
    right, bottom = left + 2 * WIDE, top + 2 * HIGH
    return sum(
        VALUES[thing.kind]
        for thing in state.items
        if left <= thing.x <= right  # most things lie nowhere near: a box is told quickly
        and top <= thing.y <= bottom
        and thing.holder == NOBODY
        and in_nest(player, thing.x, thing.y)
    )


def nest_scores(state: Match) -> list[int]:
    """The points of all players. No event, a projection."""
    return [nest_score(state, player) for player in range(len(state.players))]


def _lies_in(state: Match, item: int) -> int | None:
    thing = state.items[item]
    return nest_at(state, thing.x, thing.y) if thing.holder == NOBODY else None


def _holder(state: Match, item: int) -> int | None:
    holder = state.items[item].holder
    return None if holder == NOBODY else holder


def _told(thing: Item) -> str | None:
    return None if thing.reason is None else thing.reason.value


Told = Callable[[Match, int], Any]


def _named(state: Match, told_of: dict[str, Told], number: int) -> dict[str, Any]:
    return {name: told(state, number) for name, told in told_of.items()}


def _all_named(state: Match, told_of: dict[str, Told], count: int) -> list[dict[str, Any]]:
    return [_named(state, told_of, number) for number in range(count)]


def _look_among(
    state: Match, told_of: dict[str, Told], count: int, path: Sequence[str | int]
) -> Any:
    """Return what is at a path into the players or the items, of which there are ``count``."""
    match path:
        case []:
            return _all_named(state, told_of, count)
        case [int(number)] if -count <= number < count:
            return _named(state, told_of, number % count)
        case [int(number), str(name), *rest] if -count <= number < count and name in told_of:
            return look_up(told_of[name](state, number % count), rest)
    return MISSING


OF_PLAYER: dict[str, Told] = {
    "name": lambda state, player: state.players[player].name,
    "mind": lambda state, player: state.players[player].mind.value,
    "x": lambda state, player: state.players[player].x // PLACE,
    "y": lambda state, player: state.players[player].y // PLACE,
    "vx": lambda state, player: state.players[player].vx,
    "vy": lambda state, player: state.players[player].vy,
    "slot": lambda state, player: state.players[player].slot,
    "bag": lambda state, player: [item_name(state, item) for item in state.players[player].bag],
    "weight": lambda state, player: weight(state, state.players[player]),
    "score": nest_score,
}
"""What is told of a player by name; (x, y) is where its course began."""
OF_ITEM: dict[str, Told] = {
    "kind": lambda state, item: state.items[item].kind.value,
    "holder": _holder,
    "nest": _lies_in,
    "x": lambda state, item: state.items[item].x // PLACE,
    "y": lambda state, item: state.items[item].y // PLACE,
    "weight": lambda state, item: state.items[item].weight,
    "reason": lambda state, item: _told(state.items[item]),
}
"""What is told of a thing by name: who holds it, or in whose nest it lies, or neither; and why
it was let go of last."""
