"""The state of a match and the one way it ever changes: ``apply(state, event)``.

Live game and replay use the same fold. It decides nothing; ``game.rules.decide`` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from game.model.events import (
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
from game.model.named_view import holds, look_at, named
from game.model.room import SUBPIXELS, WIDTH
from game.model.state import NOBODY, Item, Match, Player
from replay import Event, Projection
from replay.projections import Query

KINDS = {kind.value: kind for kind in ItemKind}
REASONS: dict[str | None, Reason | None] = {
    None: None,
    **{reason.value: reason for reason in Reason},
}
"""By value: asking the classes takes five times as long, and a state has many."""


class MatchState(Projection[Fact, Match]):
    """The whole match: players with their positions and bags, and all items."""

    name, version = "match", 3

    def initial(self) -> Match:
        """An empty room."""
        return Match()

    def apply(self, state: Match, event: Event[Fact]) -> Match:
        """Apply an event to the match."""
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
                facing = 1 if x < WIDTH * SUBPIXELS // 2 else -1
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
                [
                    *(i.kind.value, i.x, i.y, i.weight, i.holder, i.owner, i.since),
                    i.reason and i.reason.value,
                ]
                for i in state.items
            ],
        ]

    def load(self, saved: Any) -> Match:
        """Return the match from what ``dump`` returned."""
        length, ended, players, items = saved
        return Match(
            length,
            [Player(name, Mind(mind), *rest) for name, mind, *rest in players],
            [
                Item(KINDS[kind], x, y, weight, holder, owner, since, REASONS[reason or None])
                for kind, x, y, weight, holder, owner, since, reason in items
            ],
            ended,
        )

    def view(self, state: Match) -> object:
        """Return the match by names: what is in each bag, and where everything is, in pixels."""
        return named(state)

    def look(self, state: Match, path: Sequence[str | int]) -> Any:
        """Return what is at a path of the view, computing only the values on the path."""
        return look_at(state, path)

    def holds(self, state: Match, question: Query) -> bool:
        """Whether a query is true of the match, without building the whole view."""
        return holds(state, question)
