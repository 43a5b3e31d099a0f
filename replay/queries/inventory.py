"""The classic projections: what is in the inventory, and what was collected most.

Two questions every inventory game asks, and the smallest examples of a projection: both are
nothing but ``Counter`` folds over events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from operator import attrgetter
from typing import Any, Protocol, runtime_checkable

from replay.events import Event, EventType, Readable
from replay.queries.incremental import extending
from replay.schema import kinds_of

Kind = Callable[[Any], Hashable]
COLLECTING = frozenset({"ITEM_ADDED", "ITEM_REMOVED"})
"""Names of the event types that count where nobody says which."""


@runtime_checkable
class HasColumns(Protocol):
    """A readable that keeps its events' fields in columns: a Recording."""

    def has_column(self, type: EventType, field: str) -> bool:
        """Whether ``values`` gives a field just as it is in events."""
        ...

    def values(self, type: EventType, field: str) -> Iterator[Sequence[Any]]:
        """Yield the values of one field of one event type."""
        ...


def itself(data: Any) -> Hashable:
    """Return the data itself, as the kind of ``Event(ITEM_ADDED, "sword")``."""
    return data  # type: ignore[no-any-return]


class Inventory:
    """What is there now, computed from what was added and removed.

    Nothing is stored but the events: the inventory is a *projection* of them. ``added`` and
    ``removed`` are the event types that count, by default the members named ITEM_ADDED and
    ITEM_REMOVED of the catalogue the events belong to; ``kind`` says from an event's data what
    it counts as, by default the data itself. Where what is added and what is removed have data of
    different types, neither is that, and ``kind`` must be given: TypeError otherwise::

        store = EventStore[str]()
        store.append(Event(Pack.ITEM_ADDED, "sword"))
        store.append(Event(Pack.ITEM_ADDED, "coin"))
        store.append(Event(Pack.ITEM_REMOVED, "sword"))
        Inventory(store).get_items()  # Counter({"coin": 1})
    """

    def __init__(
        self,
        store: Readable[Any],
        added: EventType | None = None,
        removed: EventType | None = None,
        kind: Kind = itself,
    ) -> None:
        self.store = store
        self._given = (added, removed)
        self._kind = kind
        self._catalogue: type[EventType] | None = None
        self._added: EventType | None = None
        self._removed: EventType | None = None

    @extending(Counter[Hashable])
    def get_items(self, counts: Counter[Hashable], event: Event[Any]) -> Counter[Hashable]:
        """Return how many of each item there are now; items of which there are none are left out.

        Only the fold is written here. The decorator caches its result and extends it when events
        arrive.
        """
        type_ = event.type
        if type(type_) is not self._catalogue:
            self._look_up(type(type_))
        if type_ is self._added:
            change = 1
        elif type_ is self._removed:
            change = -1
        else:
            return counts
        kind = self._kind(event.data)
        left = counts[kind] + change
        if left:
            counts[kind] = left
        else:
            del counts[kind]
        return counts

    def _look_up(self, catalogue: type[EventType]) -> None:
        """Find the types that count among these, so that their names are not compared each time.

        Raises TypeError where the data of what is added and removed cannot be what is counted.
        """
        added, removed = (
            given or catalogue.__members__.get(name)
            for given, name in zip(self._given, ("ITEM_ADDED", "ITEM_REMOVED"), strict=True)
        )
        if self._kind is itself and added is not None and removed is not None:
            one, other = _described(added), _described(removed)
            if one != other:
                raise TypeError(
                    f"{added.name} and {removed.name} have data of different types, so the data "
                    "cannot be what is counted: say what it is, as in kind=lambda data: data.item"
                )
        self._catalogue, self._added, self._removed = catalogue, added, removed


def get_most_collected(
    store: Readable[Any], n: int = 3, added: EventType | None = None, kind: Kind | str = itself
) -> list[tuple[Hashable, int]]:
    """Return the ``n`` kinds of items that were added most often, as (kind, times), the most first.

    Another question about the same events: what was dropped again still was collected. A
    ``kind`` that is only the name of a field is counted column by column where the store keeps
    columns, as a Recording does, and no event is made for it. Raises ValueError if events have
    no such field.
    """
    if isinstance(kind, str):
        if added is not None and isinstance(store, HasColumns) and store.has_column(added, kind):
            columns: Counter[Hashable] = Counter()
            for values in store.values(added, kind):
                columns.update(values)
            return columns.most_common(n)
        kind = _field(kind)
    counts = Counter(
        kind(event.data) for event in store.events() if _is(event, added, "ITEM_ADDED")
    )
    return counts.most_common(n)


def _field(name: str) -> Kind:
    get = attrgetter(name)

    def kind(data: Any) -> Hashable:
        try:
            return get(data)  # type: ignore[no-any-return]
        except AttributeError:
            raise ValueError(f"{type(data).__name__} has no field {name!r}") from None

    return kind


def _described(type_: EventType) -> object:
    """What data an event type has; of one that only a file knows, by the names in the file."""
    return type_.payload, kinds_of(type(type_))[type_.value].codec.description


def _is(event: Event[Any], type_: EventType | None, name: str) -> bool:
    return event.type is type_ if type_ is not None else event.type.name == name
