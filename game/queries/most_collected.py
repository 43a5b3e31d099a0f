"""What was collected most: the top three kinds, of all players and of each player."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from game.model.events import Fact, Taken
from replay import Event, Projection

TOP = 3


@dataclass(slots=True)
class Collected:
    """How often each kind of item was picked up, by anybody and by each player."""

    all: Counter[str] = field(default_factory=Counter)
    by: dict[int, Counter[str]] = field(default_factory=dict)

    def add(self, player: int, kind: str, times: int = 1) -> None:
        """Count some more."""
        self.by.setdefault(player, Counter())[kind] += times


class MostCollected(Projection[Fact, Collected]):
    """What was picked up most often; dropping an item again does not uncount it."""

    name, version = "most_collected", 1

    def initial(self) -> Collected:
        """Nothing was collected."""
        return Collected()

    def apply(self, state: Collected, event: Event[Fact]) -> Collected:
        """Count what is picked up."""
        if isinstance(event.data, Taken):
            kind = event.data.kind.value
            state.all[kind] += 1
            state.add(event.data.player, kind)
        return state

    def merge(self, earlier: Collected, later: Collected) -> Collected:
        """Add up. Of kinds with equal counts, the one collected first comes first."""
        merged = Collected(Counter(earlier.all))
        merged.all.update(later.all)
        for half in (earlier, later):
            for player, counts in half.by.items():
                for kind, times in counts.items():
                    merged.add(player, kind, times)
        return merged

    def dump(self, state: Collected) -> object:
        """Return kinds and times, in the order in which they were first collected."""
        by = [[player, _pairs(counts)] for player, counts in sorted(state.by.items())]
        return [_pairs(state.all), by]

    def load(self, saved: Any) -> Collected:
        """Return the state from what ``dump`` returned."""
        everybody, by = saved
        return Collected(
            Counter(dict(everybody)), {player: Counter(dict(counts)) for player, counts in by}
        )

    def view(self, state: Collected) -> object:
        """Return the top three kinds, of all players and of each."""
        return {
            "all": _top(state.all),
            "players": [
                {"player": player, "most": _top(counts)}
                for player, counts in sorted(state.by.items())
            ],
        }


def _pairs(counts: Counter[str]) -> list[list[Any]]:
    return [[kind, times] for kind, times in counts.items()]


def _top(counts: Counter[str]) -> list[dict[str, Any]]:
    return [{"item": kind, "times": times} for kind, times in counts.most_common(TOP)]
