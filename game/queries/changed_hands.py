"""What changed hands most: how often each item was taken by a different player than before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from game.model.events import Fact, ItemKind, Taken
from replay import Event, Projection


@dataclass(slots=True)
class Hands:
    """By item: who took it first and last, how often it went to another, and its kind."""

    first: dict[int, int] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)
    changes: Counter[int] = field(default_factory=Counter)
    kind: dict[int, ItemKind] = field(default_factory=dict)

    def most(self) -> list[tuple[str, int]]:
        """Return (item, times) for each item that changed hands, most often first."""
        order = sorted(self.changes.items(), key=lambda one: (-one[1], one[0]))
        return [(f"{self.kind[item].value} #{item}", times) for item, times in order if times]


class ChangesOfHands(Projection[Fact, Hands]):
    """How often items changed hands."""

    name, version = "changes_of_hands", 1

    def initial(self) -> Hands:
        """No item was taken yet."""
        return Hands()

    def apply(self, state: Hands, event: Event[Fact]) -> Hands:
        """Count a taking by a different player than the item's last one."""
        if isinstance(event.data, Taken):
            player, item = event.data.player, event.data.item
            state.first.setdefault(item, player)
            if state.last.get(item, player) != player:
                state.changes[item] += 1
            state.last[item] = player
            state.kind[item] = event.data.kind
        return state

    def merge(self, earlier: Hands, later: Hands) -> Hands:
        """Add up, and count items whose first taker in ``later`` is not the last in ``earlier``."""
        changes = earlier.changes + later.changes
        for item, player in later.first.items():
            if earlier.last.get(item, player) != player:
                changes[item] += 1
        return Hands(
            later.first | earlier.first,
            earlier.last | later.last,
            changes,
            earlier.kind | later.kind,
        )

    def dump(self, state: Hands) -> object:
        """Return [item, first, last, changes, kind] for each item."""
        return [
            [item, first, state.last[item], state.changes[item], state.kind[item].value]
            for item, first in sorted(state.first.items())
        ]

    def load(self, saved: Any) -> Hands:
        """Return the state from what ``dump`` returned."""
        return Hands(
            {item: first for item, first, *_ in saved},
            {item: last for item, _, last, *_ in saved},
            Counter({item: changes for item, _, _, changes, _ in saved if changes}),
            {item: ItemKind(kind) for item, *_, kind in saved},
        )

    def view(self, state: Hands) -> object:
        """Return how often each item changed hands, most often first."""
        return [{"item": name, "times": times} for name, times in state.most()]
