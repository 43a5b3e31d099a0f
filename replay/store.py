"""Events in memory, in the order they happened. Only grows; knows no file."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from typing import Generic

from replay.errors import LostUpdate
from replay.events import (
    MAX_FRAME,
    Event,
    EventType,
    Gap,
    T,
    not_an_event,
    wanted_types,
)
from replay.schema import Kind, having, kinds_of
from replay.values.msgpack_codec import pack


class EventStore(Generic[T]):
    """The simplest event store there is: a list that can only be appended to.

    The store is the only truth; all else (who has what, who leads) is *computed* from it, and can
    be computed again. For events in a file see Recorder and Recording, which have the same
    interface: what can be appended here can be recorded there.
    """

    def __init__(self) -> None:
        self._events: list[Event[T]] = []
        self._frames: list[int] = []
        self._kinds: dict[EventType, Kind] = {}

    def __bool__(self) -> bool:
        return True  # also while it is empty, so that ``store or EventStore()`` keeps it

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
    def gaps(self) -> tuple[Gap, ...]:
        """Missing events: there are never any."""
        return ()

    @property
    def generation(self) -> int:
        """How often all events were replaced by others: never."""
        return 0

    def append(self, event: Event[T], expected: int | None = None) -> None:
        """Add ``event`` at the end.

        ``expected``: how many events the caller believes there are. If others were appended
        meanwhile, the caller decided on old facts, and LostUpdate (a ValueError) is raised
        instead of appending: read again, decide again. (This is *optimistic concurrency*: no
        caller waits for a lock, and none overwrites what it has not seen.) Frames never go back:
        an event of an earlier frame than the last one is a ValueError.

        The event is checked as a Recorder checks it: TypeError for data that are not of its
        type, or an event of another catalogue than those before; ValueError for what is too
        large.
        """
        if expected is not None and expected != len(self._events):
            raise LostUpdate(expected, len(self._events))
        if type(event) is not Event:
            raise not_an_event(event)
        frame = event.frame
        if self._frames and frame < self._frames[-1]:
            raise ValueError(
                f"an event of frame {frame} cannot follow one of frame {self._frames[-1]}"
            )
        if frame >= MAX_FRAME:
            raise ValueError(f"frame {frame} is beyond the last that can be recorded")
        kinds = self._kinds or _kinds_by_type(event.type)
        kind = kinds.get(event.type)
        if kind is None:
            catalogue = type(next(iter(kinds))).__name__
            raise TypeError(f"{event.type!r} is no event type of {catalogue}, as the others here")
        fields = kind.codec.to_row(event.data)
        if kind.may_be_large(fields):
            kind.refuse_large(len(pack((event.type.name, frame, fields))))
        self._kinds = kinds
        self._events.append(event)
        self._frames.append(frame)

    def events(
        self,
        start: int | None = None,
        stop: int | None = None,
        types: Collection[EventType] | None = None,
        where: Mapping[str, object] | None = None,
    ) -> Iterator[Event[T]]:
        """Yield the events of frames ``start`` ≤ frame < ``stop``, if wanted only some types.

        ``where``: only those with these values of fields, as in ``where={"player": 2}``.
        """
        first = 0 if start is None else self.count_before(start)
        last = len(self._events) if stop is None else self.count_before(stop)
        yield from (event for _, event in self.numbered(first, last, types, where))

    def events_between(
        self, start: int, stop: int, types: Collection[EventType] | None = None
    ) -> Iterator[Event[T]]:
        """Yield the events numbered ``start`` to before ``stop``, if wanted only some types."""
        return (event for _, event in self.numbered(start, stop, types))

    def numbered(
        self,
        start: int,
        stop: int,
        types: Collection[EventType] | None = None,
        where: Mapping[str, object] | None = None,
    ) -> Iterator[tuple[int, Event[T]]]:
        """Yield the same with their numbers."""
        types = wanted_types(types)
        has = having(list(self._kinds.values()), where)[1] if where else None
        for number in range(max(start, 0), min(stop, len(self._events))):
            event = self._events[number]
            if (types is None or event.type in types) and (has is None or has(event)):
                yield number, event

    def events_since(self, number: int) -> Iterator[Event[T]]:
        """Yield the events from number ``number`` (0 is the first) to the last there is now."""
        return self.events_between(number, len(self._events))

    def count_before(self, frame: int) -> int:
        """Return how many events there are in all frames before this one."""
        return bisect_left(self._frames, frame)

    def reach(self, start: int, most: int) -> int:
        """Return up to which event reading from ``start`` on costs as much as ``most`` events do.

        ``start`` + ``most`` or less: where events are large, fewer of them are read in that time.
        """
        return start + most  # all are in memory

    def get_all_events(self) -> list[Event[T]]:
        """Return all events in a new list, which the caller may do with as it likes."""
        return list(self._events)


def _kinds_by_type(type_: object) -> dict[EventType, Kind]:
    if not isinstance(type_, EventType):
        raise TypeError(f"{type_!r} is no event type: a member of a subclass of EventType")
    return {kind.type: kind for kind in kinds_of(type(type_))}
