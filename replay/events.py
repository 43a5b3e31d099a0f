"""What an event is, and what every holder of events can do.

An event is a fact about the match, named in the past tense and never changed: *this player
picked this up, in this frame*. Knows nothing of files, folds or games.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import FrozenInstanceError, dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Generic, NewType, Protocol, Self, TypeVar, get_origin

from replay.values.timestamps import Timed

MAX_FRAME = 2**53
"""Recorded frames are below this, so that at 1 frame a second their milliseconds fit 64 bits."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class EventType(Enum):
    """Base of a game's event catalogue: what can happen, and what data each happening carries.

    Subclass it and list the events. A member's *name* is its name in the file, for ever; its
    *payload* is the type of its data: a frozen dataclass, or plainly ``str`` or ``int``::

        class Facts(EventType):
            ITEM_ADDED = Took
            ITEM_REMOVED = Dropped

    Two members may have the same payload type and still are two members. (A plain Enum would
    take the second for another name of the first.) ``value`` is the member's number, from 0.
    """

    payload: type

    def __new__(cls, payload: type | None) -> Self:
        """Make a member that carries this payload type; None: that of None."""
        cls_of_data = type(None) if payload is None else payload
        if not _is_type(cls_of_data):
            raise TypeError(f"an event type's payload must be a type, not {payload!r}")
        member = object.__new__(cls)
        member._value_ = len(cls.__members__)
        member.payload = cls_of_data
        return member

    __hash__ = object.__hash__
    """Members are compared by identity. An Enum's own hash is many times slower."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"


def _is_type(payload: object) -> bool:
    """Whether it is a class, or what typing makes of classes: Box[int], a NewType, a Literal."""
    return isinstance(payload, type | NewType) or get_origin(payload) is not None


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Event(Timed, Generic[T_co]):
    """One fact: what happened, its data, and when.

    It has two times. ``frame`` is the match's own time, counted from 0, and part of what
    happened: the same inputs give the same frames on every machine. ``timestamp`` is when it was
    recorded (UTC, aware, now by default); it is no part of equality, because the same match
    played again is the same history.

    Raises ValueError for a negative frame or a timestamp without a time zone, TypeError for a
    frame that is no whole number (a bool is none) or a timestamp that is no datetime.
    """

    type: EventType
    data: T_co
    frame: int = 0
    timestamp: datetime = field(default_factory=_now, compare=False)  # a property: see below

    def __post_init__(self) -> None:
        if type(self.frame) is not int:
            raise TypeError(f"an event's frame is a whole number, not {self.frame!r}")
        if self.frame < 0:
            raise ValueError(f"an event's frame is 0 or more, not {self.frame}")
        if not isinstance(self.timestamp, datetime):
            raise TypeError(f"an event's timestamp is a datetime, not {self.timestamp!r}")
        if self.timestamp.tzinfo is not UTC and self.timestamp.utcoffset() is None:
            raise ValueError("an event's timestamp needs a time zone; use datetime.now(UTC)")


_slot = Event.__dict__["timestamp"]


def _timestamp(event: Event[Any]) -> datetime:
    """When it was recorded, in UTC; of an event read from a file, made as it is first read."""
    try:
        return _slot.__get__(event)  # type: ignore[no-any-return]
    except AttributeError:
        return event.made_timestamp()


# A property, and no __getattr__: with that, Python reads every attribute of an event slowly.
Event.timestamp = property(_timestamp, _slot.__set__)  # type: ignore[assignment,misc]


def _refuse_to_set(event: Event[Any], name: str, value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}: events never change")


def _refuse_to_delete(event: Event[Any], name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}: events never change")


# With slots=True, dataclass's own methods refer to a class that no longer exists (CPython issue
# 116669): they raise TypeError for a name that is no field. On Python 3.11 Event[str](…) fails by
# that, too: typing sets an attribute on every instance, and ignores only an AttributeError.
Event.__setattr__ = _refuse_to_set  # type: ignore[method-assign,assignment]
Event.__delattr__ = _refuse_to_delete  # type: ignore[method-assign,assignment]


def not_an_event(event: object) -> TypeError:
    """Return the error for what is appended and is not exactly an Event."""
    more = "; a subclass would be read as an Event" if isinstance(event, Event) else ""
    return TypeError(f"only an Event can be appended, not a {type(event).__name__}{more}")


@dataclass(frozen=True, slots=True)
class Gap:
    """What a repair could not save: event numbers, the frames that are not whole, and why.

    ``events`` is how many were lost, as far as that is known. ``first_frame`` to ``last_frame``
    are the frames whose events are not all there.
    """

    first_event: int
    events: int
    first_frame: int
    last_frame: int
    reason: str

    def overlaps(self, start: int, stop: int) -> bool:
        """Whether events of the frames ``start`` ≤ frame < ``stop`` are lost."""
        return self.first_frame < stop and start <= self.last_frame


def wanted_types(types: Collection[EventType] | None) -> Collection[EventType] | None:
    """Return the event types that are asked for; TypeError for one alone."""
    if isinstance(types, (EventType, str)):
        raise TypeError(f"types is a collection of event types, like {{{types}}}, not one alone")
    return types


class Readable(Protocol[T_co]):
    """What holds events in order and can be asked for them: an EventStore, a Recording."""

    @property
    def first_frame(self) -> int:
        """The first frame: 0 but for clips."""
        ...

    @property
    def frames(self) -> int:
        """The last ended frame + 1."""
        ...

    @property
    def generation(self) -> int:
        """How often all events were replaced by others; caches must then be cleared."""
        ...

    @property
    def gaps(self) -> Sequence[Gap]:
        """What a repair could not save, in order: events that are missing between others."""
        ...

    def __len__(self) -> int:
        """Return how many events there are."""
        ...

    def events(
        self,
        start: int | None = None,
        stop: int | None = None,
        types: Collection[EventType] | None = None,
        where: Mapping[str, object] | None = None,
    ) -> Iterator[Event[T_co]]:
        """Yield the events of frames ``start`` ≤ frame < ``stop``, if wanted only some types.

        ``where``: only those with these values of fields, as in ``where={"player": 2}``.
        """
        ...

    def events_between(
        self, start: int, stop: int, types: Collection[EventType] | None = None
    ) -> Iterator[Event[T_co]]:
        """Yield the events numbered ``start`` to before ``stop``; the first has number 0."""
        ...

    def numbered(
        self,
        start: int,
        stop: int,
        types: Collection[EventType] | None = None,
        where: Mapping[str, object] | None = None,
    ) -> Iterator[tuple[int, Event[T_co]]]:
        """Yield the same with their numbers, which need not be consecutive."""
        ...

    def events_since(self, number: int) -> Iterator[Event[T_co]]:
        """Yield the events from the one with this number to the last there is now."""
        ...

    def count_before(self, frame: int) -> int:
        """Return how many events there are in all frames before this one."""
        ...

    def reach(self, start: int, most: int) -> int:
        """Return up to which event reading from ``start`` on costs as much as ``most`` events do.

        ``start`` + ``most`` or less: where events are large, fewer of them are read in that time.
        """
        ...

    def get_all_events(self) -> Sequence[Event[T_co]]:
        """Return all events in a new list."""
        ...


class Appendable(Protocol):
    """What events can be appended to: an EventStore, a Recorder. Nothing is ever taken out."""

    def __len__(self) -> int:
        """Return how many events there are."""
        ...

    def append(self, event: Event[Any], expected: int | None = None) -> None:
        """Add an event at the end; refuse (LostUpdate) unless there are ``expected`` so far."""
        ...
