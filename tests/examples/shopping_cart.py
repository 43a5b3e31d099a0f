"""A shopping cart, and a question that nobody thought of when its events were written.

A shop that keeps its carts in a table knows what is in them now. When something is taken out, its
row is deleted, and that it was ever there is forgotten: the shop has thrown away what its
customers almost bought.

A shop that keeps *events* forgets nothing. In its first year it asks two questions of them: what
is in the cart, what is wanted most. A year later somebody asks a third: *how long did things stay
in the cart before they were taken out?* In a table the answer would begin today. Here it is a new
fold over old events, and it begins with the first visit.

A frame is a second of the visit, so a stay is the difference of two frames. (The timestamps of
events say when a computer wrote them down, which a slow network changes: no good for measuring.)
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from replay import (
    Event,
    EventType,
    Inventory,
    Projection,
    Recorder,
    Recording,
    Schema,
    fold,
    get_most_collected,
)


class Facts(EventType):
    ITEM_ADDED = str
    ITEM_REMOVED = str
    PAID = int  # cents


SCHEMA = Schema(game="shop", events=Facts, version=1, frame_rate=1)
Visit = list[tuple[int, Facts, str | int]]

# The first year. Three visits, written down as they happen: (second, what, which).
VISITS: list[Visit] = [
    [
        (12, Facts.ITEM_ADDED, "tent"),
        (40, Facts.ITEM_ADDED, "lamp"),
        (610, Facts.ITEM_REMOVED, "tent"),
        (700, Facts.PAID, 29_00),
    ],
    [
        (5, Facts.ITEM_ADDED, "lamp"),
        (9, Facts.ITEM_REMOVED, "lamp"),
        (15, Facts.ITEM_ADDED, "tent"),
        (405, Facts.ITEM_REMOVED, "tent"),
    ],
    [
        (30, Facts.ITEM_ADDED, "tent"),
        (31, Facts.ITEM_ADDED, "tent"),
        (50, Facts.ITEM_REMOVED, "tent"),  # one of the two
        (90, Facts.PAID, 189_00),
    ],
]
for number, visit in enumerate(VISITS):
    with Recorder(f"visit-{number}.replay", SCHEMA) as recorder:
        for second, type, data in visit:
            recorder.append(Event(type, data, frame=second))

with Recording("visit-2.replay", SCHEMA) as last:
    cart = Inventory(last).get_items()
    print("in the last cart:", ", ".join(f"{n} {item}" for item, n in cart.items()))
    assert cart == {"tent": 1}
    wanted = get_most_collected(last)
    print("wanted most there:", ", ".join(f"{item}, {n} times" for item, n in wanted))
    assert wanted == [("tent", 2)]


# A year later. The question is a projection; the events stay as they are.
@dataclass(slots=True)
class Hesitation:
    """Since when things are in the cart, and how many seconds those stayed that were taken out."""

    since: dict[str, list[int]] = field(default_factory=dict)
    stays: dict[str, list[int]] = field(default_factory=dict)


class Hesitations(Projection[str | int, Hesitation]):
    """How long things stay in the cart before they are taken out.

    Of several things of one kind the one that was put in last is the one taken out: a choice, and
    one that can be made otherwise tomorrow, of the same events.
    """

    name, version = "hesitations", 1

    def initial(self) -> Hesitation:
        return Hesitation()

    def apply(self, state: Hesitation, event: Event[str | int]) -> Hesitation:
        match event:
            case Event(Facts.ITEM_ADDED, str(item), second):
                state.since.setdefault(item, []).append(second)
            case Event(Facts.ITEM_REMOVED, str(item), second):
                state.stays.setdefault(item, []).append(second - state.since[item].pop())
        return state


def stays_of(visits: Iterable[Path]) -> dict[str, list[int]]:
    """Ask every visit, and put the answers together."""
    stays: dict[str, list[int]] = {}
    for path in visits:
        with Recording(path, SCHEMA) as visit:
            for item, seconds in fold(visit, Hesitations()).stays.items():
                stays.setdefault(item, []).extend(seconds)
    return stays


stays = stays_of(sorted(Path().glob("visit-*.replay")))
for item, seconds in sorted(stays.items(), key=lambda told: -median(told[1])):
    print(f"{item}: taken out after {seconds} s, in the middle {median(seconds):.0f}")
assert stays == {"tent": [598, 390, 19], "lamp": [4]}
