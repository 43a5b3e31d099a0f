"""The classic event-sourced inventory: a list of events, a cached fold cleared at each append."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from replay import Event, EventType


class ClassicInventory:
    """Adds up what was added and removed; remembers the answer until something is appended."""

    def __init__(self, added: EventType, removed: EventType) -> None:
        self._added, self._removed = added, removed
        self._events: list[Event[Any]] = []
        self.get_items = lru_cache(maxsize=1)(self._items)

    def append(self, event: Event[Any]) -> None:
        self._events.append(event)
        self.get_items.cache_clear()

    def _items(self) -> Counter[str]:
        items: Counter[str] = Counter()
        for event in self._events:
            if event.type is self._added:
                items[event.data] += 1
            elif event.type is self._removed:
                items[event.data] -= 1
        return +items
