"""Events in memory, in the order they happened. Only grows; knows no file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from typing import Generic

from replay.errors import LostUpdate
from replay.events import Event, EventType, T


class EventStore(Generic[T]):
    """The simplest event store there is: a list that can only be appended to.

    The store is the only truth; whatever else one wants to know (who has what, who leads) is
    *computed* from it, and can be computed again. For a store that survives the program, see
    Recorder and Recording, which speak the same language.
    """

    def __init__(self) -> None:
        self._events: list[Event[T]] = []
        self._frames: list[int] = []

    def __len__(self) -> int:
        """Return how many events the store holds."""
        return len(self._events)

    @property
    def first_frame(self) -> int:
        """The first frame, which is 0."""
        return 0

    @property
    def frames(self) -> int:
        """The frame of the last event + 1; 0 as long as there is none."""
        return self._frames[-1] + 1 if self._frames else 0

    @property
    def generation(self) -> int:
        """How often other events took the place of those there were: never."""
        return 0

    def append(self, event: Event[T], expected: int | None = None) -> None:
        """Add ``event`` at the end.

        ``expected``: how many events the caller believes there are. If somebody else appended
        meanwhile, the caller's decision rests on old facts, and LostUpdate (a ValueError) is
        raised instead of appending: look again, decide again. (This is *optimistic concurrency*:
        nobody waits for a lock, and nobody overwrites what they have not seen.) Frames never go
        back: an event of an earlier frame than the last one is a ValueError.
        """
        if expected is not None and expected != len(self._events):
            raise LostUpdate(expected, len(self._events))
        if self._frames and event.frame < self._frames[-1]:
            raise ValueError(
                f"an event of frame {event.frame} cannot follow one of frame {self._frames[-1]}"
            )
        self._events.append(event)
        self._frames.append(event.frame)

    def events(
        self,
        start: int | None = None,
        stop: int | None = None,
        types: Collection[EventType] | None = None,
    ) -> Iterator[Event[T]]:
        """Yield the events of frames ``start`` ≤ frame < ``stop``, if wanted only some types."""
        first = 0 if start is None else self.count_before(start)
        last = len(self._events) if stop is None else self.count_before(stop)
        yield from self.events_between(first, last, types)

    def events_between(
        self, start: int, stop: int, types: Collection[EventType] | None = None
    ) -> Iterator[Event[T]]:
        """Yield the events numbered ``start`` to before ``stop``, if wanted only some types."""
        return (event for _, event in self.numbered(start, stop, types))

    def numbered(
        self, start: int, stop: int, types: Collection[EventType] | None = None
    ) -> Iterator[tuple[int, Event[T]]]:
        """Yield the same with their numbers."""
        for number in range(start, stop):
            event = self._events[number]
            if types is None or event.type in types:
                yield number, event

    def events_since(self, number: int) -> Iterator[Event[T]]:
        """Yield the events from number ``number`` (0 is the first) to the last there is now."""
        return self.events_between(number, len(self._events))

    def count_before(self, frame: int) -> int:
        """Return how many events there are in all frames before this one."""
        return bisect_left(self._frames, frame)

    def get_all_events(self) -> list[Event[T]]:
        """Return all events in a new list, which the caller may do with as it likes."""
        return list(self._events)
