"""The classic question after each append: what is in the inventory now?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.measure import Spread, asked
from benchmarks.peers.catalogue import PLAIN_PYTHON
from benchmarks.peers.classic import ClassicInventory
from benchmarks.result import Bar, Line, at_most, at_most_times, times_faster
from benchmarks.workbench import Workbench
from benchmarks.world import moment

from replay import Event, EventStore, EventType, Inventory

TOPIC = "inventory"
SMALL = 1_000
ITEMS = [f"item-{number}" for number in range(60)]
WHAT = "append, then get_items, p50"


class Pack(EventType):
    ITEM_ADDED = str
    ITEM_REMOVED = str


def lines(bench: Workbench) -> Iterator[Line]:
    large = bench.compared
    ours = {count: _ours(bench, count).p50 * 1e6 for count in (SMALL, large)}
    classic = {count: _classic(bench, count).p50 * 1e6 for count in (SMALL, large)}
    for count in (SMALL, large):
        bars: tuple[Bar, ...] = ()
        if count == large:
            bars = (
                at_most(ours[large], 25, "µs"),
                at_most_times(ours[large], ours[SMALL], 2, f"that of {SMALL:,}"),
                times_faster(ours[large], classic[large], 5000, "the classic list"),
            )
        yield Line(TOPIC, WHAT, count, "µs", ours[count], {PLAIN_PYTHON: classic[count]}, bars)


def happened(start: int, count: int) -> list[Event[str]]:
    """Two things are added, the second is removed, and so on."""
    now = moment(0)
    return [
        Event(
            Pack.ITEM_REMOVED if number % 3 == 2 else Pack.ITEM_ADDED,
            ITEMS[(number - number // 3 - (number % 3 == 2)) % len(ITEMS)],
            0,
            now,
        )
        for number in range(start, start + count)
    ]


def _ours(bench: Workbench, count: int) -> Spread:
    store = EventStore[str]()
    inventory = Inventory(store)
    return _measured(bench, count, store.append, inventory.get_items, bench.effort.seeks)


def _classic(bench: Workbench, count: int) -> Spread:
    classic = ClassicInventory(Pack.ITEM_ADDED, Pack.ITEM_REMOVED)
    times = bench.effort.slow * 3 if count > SMALL else bench.effort.windows
    return _measured(bench, count, classic.append, classic.get_items, times)


def _measured(
    bench: Workbench,
    count: int,
    append: Callable[[Event[str]], object],
    get_items: Callable[[], Any],
    times: int,
) -> Spread:
    """Fill up, then append and ask, again and again."""
    for event in happened(0, count):
        append(event)
    assert get_items() == _truth(count)

    def ask(event: Event[str]) -> object:
        append(event)
        return get_items()

    spread = asked(ask, happened(count, times), 1)
    assert get_items() == _truth(count + times)
    return spread


def _truth(count: int) -> dict[str, int]:
    """What is there: of each three events the first thing stayed."""
    items = dict.fromkeys(ITEMS, 0)
    for event in happened(0, count):
        items[event.data] += 1 if event.type is Pack.ITEM_ADDED else -1
    return {item: there for item, there in items.items() if there}
