"""How long what lay in whose bag, in frames."""

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
    """Frames by (player, item), for what was let go of again.

    ``since`` has the frame in which what is still carried was taken, ``until`` that in which
    what had been taken before anything is known was let go of; ``kind`` what each item is.
    """

    frames: Counter[Burden] = field(default_factory=Counter)
    since: dict[Burden, int] = field(default_factory=dict)
    until: dict[Burden, int] = field(default_factory=dict)
    kind: dict[int, ItemKind] = field(default_factory=dict)

    def let_go(self, burden: Burden, frame: int) -> None:
        """Count for how long it was carried, or note until when."""
        if burden in self.since:
            self.frames[burden] += frame - self.since.pop(burden)
        else:
            self.until[burden] = frame

    def so_far(self, frame: int) -> Counter[Burden]:
        """Return the frames up to a frame, what is still carried included."""
        times = Counter(self.frames)
        times.update({burden: frame - since for burden, since in self.since.items()})
        return times


class CarryingTime(Projection[Fact, Carried]):
    """How long what lay in whose bag."""

    name, version = "carrying_time", 1

    def initial(self) -> Carried:
        """Nobody carried anything."""
        return Carried()

    def apply(self, state: Carried, event: Event[Fact]) -> Carried:
        """Begin to count, or stop."""
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
        """Add up, and bring together what was taken in one half and let go of in the other."""
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
        """Return what was carried how long, since when, until when, and what each item is."""
        times = (state.frames, state.since, state.until)
        kinds = [[item, kind.value] for item, kind in sorted(state.kind.items())]
        return [
            *([[*burden, time] for burden, time in sorted(one.items())] for one in times),
            kinds,
        ]

    def load(self, saved: Any) -> Carried:
        """Return what ``dump`` gave this for."""
        frames, since, until = (
            {(player, item): time for player, item, time in one} for one in saved[:3]
        )
        kinds = {item: ItemKind(kind) for item, kind in saved[3]}
        return Carried(Counter(frames), since, until, kinds)

    def view(self, state: Carried) -> object:
        """Return frames by player and item, and since when what is carried now is."""
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
