"""Who carries what: for each item that anybody ever touched, whose bag it is in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from game.model.events import Dropped, Fact, ItemKind, Taken
from replay import Event, Projection


@dataclass(slots=True)
class Bags:
    """By item, who carries it (None if it was let go of), and its kind."""

    bearer: dict[int, int | None] = field(default_factory=dict)
    kind: dict[int, ItemKind] = field(default_factory=dict)

    def of(self, player: int) -> list[str]:
        """Return what a player carries, by number."""
        carried = sorted(item for item, bearer in self.bearer.items() if bearer == player)
        return [f"{self.kind[item].value} #{item}" for item in carried]


class Inventories(Projection[Fact, Bags]):
    """Who carries what."""

    name, version = "inventories", 1

    def initial(self) -> Bags:
        """Nobody carries anything."""
        return Bags()

    def apply(self, state: Bags, event: Event[Fact]) -> Bags:
        """Follow an item into a bag or out of it."""
        match event.data:
            case Taken(player, item, kind):
                state.bearer[item], state.kind[item] = player, kind
            case Dropped(_, item, kind):
                state.bearer[item], state.kind[item] = None, kind
            case _:
                pass
        return state

    def merge(self, earlier: Bags, later: Bags) -> Bags:
        """Keep each item's later bearer."""
        return Bags(earlier.bearer | later.bearer, earlier.kind | later.kind)

    def dump(self, state: Bags) -> object:
        """Return [item, bearer, kind] for each item."""
        return [[item, state.bearer[item], state.kind[item].value] for item in sorted(state.bearer)]

    def load(self, saved: Any) -> Bags:
        """Return the state from what ``dump`` returned."""
        return Bags(
            {item: bearer for item, bearer, _ in saved},
            {item: ItemKind(kind) for item, _, kind in saved},
        )

    def view(self, state: Bags) -> object:
        """Return number and items of each player who carries something."""
        players = sorted({bearer for bearer in state.bearer.values() if bearer is not None})
        return [{"player": player, "carries": state.of(player)} for player in players]
