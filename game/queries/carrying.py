"""How long each player carried each item, in frames."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from game.model.events import Dropped, Fact, ItemKind, Taken
from replay import Event, Projection

Burden = tuple[int, int]
"""(player, item)."""


@dataclass(slots=True)
class Carried:
    """Frames by (player, item), for items that were let go of again.

    ``since`` has the frame in which an item that is still carried was taken; ``until`` the frame
    in which an item was let go of that had been taken before the first event counted here;
    ``kind`` each item's kind.
    """

    frames: Counter[Burden] = field(default_factory=Counter)
    since: dict[Burden, int] = field(default_factory=dict)
    until: dict[Burden, int] = field(default_factory=dict)
    kind: dict[int, ItemKind] = field(default_factory=dict)

    def let_go(self, burden: Burden, frame: int) -> None:
        """Count how long it was carried; if its taking is not known, note the frame."""
        if burden in self.since:
            self.frames[burden] += frame - self.since.pop(burden)
        else:
            self.until[burden] = frame

    def so_far(self, frame: int) -> Counter[Burden]:
        """Return the frames up to ``frame``, including those of items still carried."""
        times = Counter(self.frames)
        times.update({burden: frame - since for burden, since in self.since.items()})
        return times


class CarryingTime(Projection[Fact, Carried]):
    """How long each player carried each item."""

    name, version = "carrying_time", 1

    def initial(self) -> Carried:
        """Nobody carried anything."""
        return Carried()

    def apply(self, state: Carried, event: Event[Fact]) -> Carried:
        """Start counting at a taking, stop at a drop."""
        match event.data:
            case Taken(player, item, kind):
                state.kind[item] = kind
                state.since[player, item] = event.frame
            case Dropped(player, item, kind):
                state.kind[item] = kind
                state.let_go((player, item), event.frame)
            case _:
                pass
        return state

    def merge(self, earlier: Carried, later: Carried) -> Carried:
        """Add up; match items taken in the earlier half with their drops in the later one."""
        merged = Carried(
            Counter(earlier.frames),
            dict(earlier.since),
            dict(earlier.until),
            earlier.kind | later.kind,
        )
        merged.frames.update(later.frames)
        for burden, frame in later.until.items():
            merged.let_go(burden, frame)
        merged.since |= later.since
        return merged

    def dump(self, state: Carried) -> object:
        """Return ``frames``, ``since``, ``until`` and ``kind`` as lists."""
        times = (state.frames, state.since, state.until)
        kinds = [[item, kind.value] for item, kind in sorted(state.kind.items())]
        return [
            *([[*burden, time] for burden, time in sorted(one.items())] for one in times),
            kinds,
        ]

    def load(self, saved: Any) -> Carried:
        """Return the state from what ``dump`` returned."""
        frames, since, until = (
            {(player, item): time for player, item, time in one} for one in saved[:3]
        )
        kinds = {item: ItemKind(kind) for item, kind in saved[3]}
        return Carried(Counter(frames), since, until, kinds)

    def view(self, state: Carried) -> object:
        """Return frames by player and item, and since when items still carried are."""
        burdens = sorted({*state.frames, *state.since})
        return [
            {
                "player": player,
                "item": f"{state.kind[item].value} #{item}",
                "frames": state.frames[player, item],
                "since": state.since.get((player, item)),
            }
            for player, item in burdens
        ]
