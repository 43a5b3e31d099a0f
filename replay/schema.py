"""A game's event catalogue: what turns events into rows of plain data and back, types checked.

Knows event types, versions and rows. Knows nothing of files, blocks or bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import EnumType
from operator import attrgetter
from types import MappingProxyType
from typing import Any
from weakref import WeakValueDictionary

from replay.events import Event, EventType
from replay.values.descriptions import Description
from replay.values.msgpack_codec import MAX_NUMBER, check_plain, pack
from replay.values.payload_codec import Codec, codec_for, codec_from_description

Upcaster = Callable[[str, dict[str, Any]], Iterable[tuple[str, dict[str, Any]]]]
"""Makes events of the next version of one event: (name, fields by name) → [(name, fields), …]."""
MAX_TYPES = 250
"""A row names its type by one byte, and no sensible catalogue is larger."""
MAX_CATALOGUE = 240 * 1024
"""Bytes of a catalogue, so that it fits into a header together with all else there."""
MAX_EVENT = 128 * 1024
"""Bytes of one event, packed. Facts are small; pictures and maps belong beside the recording."""
COUNTED = {"int", "bool", "str", "None"}
"""Types of values that an index counts."""
MAX_KEYS = 8
"""Keys of a schema: each costs space in the index."""
SHORT = 1024
"""Characters and bytes of which an event is certainly small enough."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One event type of a catalogue: its member and its codec.

    ``bounded``: its events are always small, as all fields are numbers, truth values or None.
    ``may_widen``: an integer in its data may be read back as the float that equals it.
    """

    number: int
    type: EventType
    codec: Codec
    bounded: bool
    may_widen: bool

    def counts(self, field: str) -> bool:
        """Whether values of this field can be counted: they are the same in a file and in an event.

        They are whole numbers, truth values, text or None, and 1 and True are not both among them.
        """
        if field not in self.fields:
            return False
        described = self.codec.description[2][self.fields.index(field)][1]
        types = described[1:] if described[0] == "union" else [described]
        plain = all(isinstance(one, str) and one in COUNTED for one in types)
        return plain and not {"int", "bool"} <= set(types)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields of its data; a plain value has none."""
        return self.codec.fields if isinstance(self.codec.description, (list, tuple)) else ()

    def may_be_large(self, fields: tuple[Any, ...]) -> bool:
        """Whether an event with these fields has to be packed to know that it is small enough."""
        if self.bounded:
            return False
        length = 0
        for value in fields:
            if type(value) is str or type(value) is bytes:
                length += len(value)
            elif type(value) not in _BOUNDED:
                return True
        return length > SHORT

    def refuse_large(self, size: int) -> None:
        """Raise ValueError if an event of this type has too many bytes."""
        if size > MAX_EVENT:
            raise ValueError(
                f"an event {self.type.name} of {size} bytes is larger than {MAX_EVENT}: "
                "what is so large belongs into a file beside the recording"
            )


def having(
    kinds: Collection[Kind], where: Mapping[str, object]
) -> tuple[set[EventType], Callable[[Event[Any]], bool]]:
    """Return the types whose data have all of these fields, and a test for events with the values.

    Values are compared as Python does: 1 equals True. Raises TypeError for what is no mapping of
    names of fields to values, ValueError for a field that no event has.
    """
    if not isinstance(where, Mapping) or not all(isinstance(name, str) for name in where):
        raise TypeError(
            f"where is a mapping of fields to values, as {{'player': 2}}, not {where!r}"
        )
    known = {name for kind in kinds for name in kind.fields}
    for name in where:
        if kinds and name not in known:
            raise ValueError(
                f"no event has a field {name!r}; fields are {', '.join(sorted(known))}"
            )
    types = {kind.type for kind in kinds if kind.fields and set(where) <= set(kind.fields)}
    if len(where) == 1:
        ((name, value),) = where.items()
        get = attrgetter(f"data.{name}")
        return types, lambda event: event.type in types and get(event) == value
    pairs = [(attrgetter(f"data.{name}"), value) for name, value in where.items()]
    return (
        types,
        lambda event: event.type in types and all(get(event) == value for get, value in pairs),
    )


class RecordedEventType(EventType):
    """Base of event types made from a file's catalogue; events of them can be pickled."""

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        catalogue = [(kind.type.name, kind.codec.description) for kind in kinds_of(type(self))]
        return _recorded_type, (catalogue, self.name)


_recorded: WeakValueDictionary[bytes, type[EventType]] = WeakValueDictionary()
"""The types of each catalogue that was read: files with equal catalogues share them."""


def _recorded_type(catalogue: Sequence[tuple[str, Description]], name: str) -> EventType:
    return _recorded_types(catalogue)[name]


def _recorded_types(catalogue: Sequence[tuple[str, Description]]) -> type[EventType]:
    key = pack(catalogue)
    events: Any = _recorded.get(key)
    if events is not None:
        return events  # type: ignore[no-any-return]
    codecs = {name: codec_from_description(described) for name, described in catalogue}
    if not 0 < len(codecs) <= MAX_TYPES or len(codecs) != len(catalogue):
        raise ValueError("the event catalogue is empty, too large, or names a type twice")
    members: Any = [(name, codec.payload) for name, codec in codecs.items()]
    try:
        events = EnumType.__call__(RecordedEventType, "RecordedEvents", members)
    except (TypeError, ValueError) as cause:
        raise ValueError(f"the event catalogue cannot be used: {cause}") from cause
    if [member.name for member in events] != list(codecs):
        raise ValueError("the event catalogue cannot be used: it has names that Python reserves")
    _remember(events, list(codecs.values()))
    _recorded[key] = events
    return events  # type: ignore[no-any-return]


def kinds_of(events: type[EventType]) -> tuple[Kind, ...]:
    """Return the Kind of each member of a catalogue, made once for each catalogue.

    Raises TypeError or ValueError for one that cannot be written.
    """
    kinds: tuple[Kind, ...] | None = events.__dict__.get(_KINDS)
    if kinds is not None:
        return kinds
    if not 0 < len(events) <= MAX_TYPES:
        raise ValueError(f"{events.__name__} needs between 1 and {MAX_TYPES} event types")
    kinds = _remember(events, [codec_for(member.payload) for member in events])
    _refuse_unreadable(events, [(kind.type.name, kind.codec.description) for kind in kinds])
    return kinds


_BOUNDED = {int, float, bool, type(None)}
_KINDS = "_kinds_"
"""The attribute of a catalogue that holds its kinds, so that they are freed with it."""


def _remember(events: type[EventType], codecs: Sequence[Codec]) -> tuple[Kind, ...]:
    kinds = tuple(
        Kind(
            number,
            member,
            codec,
            bounded=_BOUNDED.issuperset(codec.scalars),
            may_widen=_has_float(codec.description),
        )
        for number, (member, codec) in enumerate(zip(events, codecs, strict=True))
    )
    setattr(events, _KINDS, kinds)
    return kinds


def _has_float(description: Description) -> bool:
    """Whether a description has a float in it (or a field of that name)."""
    if isinstance(description, str):
        return description == "float"
    return isinstance(description, list) and any(map(_has_float, description))


def _refuse_unreadable(events: type[EventType], catalogue: list[tuple[str, Description]]) -> None:
    """Raise ValueError for a catalogue that no reader would accept from a file."""
    try:
        size = len(pack(catalogue))
        if size <= MAX_CATALOGUE:
            _recorded_types(catalogue)
            return
    except ValueError as cause:
        raise ValueError(f"{events.__name__} cannot be written: {cause}") from cause
    raise ValueError(
        f"{events.__name__} takes {size} bytes of a file's header, where {MAX_CATALOGUE} have room"
    )


class Schema:
    """What a game's events are: the catalogue, its version, and the frame rate.

    ``game`` names the game in files. ``events`` is the EventType subclass. ``version`` counts
    the changes of the catalogue, from 1. ``frame_rate`` is frames a second.

    ``upcasters`` turn old events into new ones when an old recording is read; the file stays as
    it is. ``upcasters[n]`` makes events of version n + 1 of one of version n: it is given the
    event's name and its fields by name (an enum's member as its name) and returns (name, fields)
    pairs, one for a changed event, several for a split one, none for a retired one. They are
    chained, one version at a time::

        def with_reason(name, fields):
            if name == "ITEM_REMOVED":
                fields = {**fields, "reason": "UNTOLD"}
            return [(name, fields)]

        Schema("packrat", Facts, version=2, upcasters={1: with_reason})

    A payload is a frozen dataclass, or plainly one of int, float, bool, str, bytes and None. Its
    fields have those types, or are enums, flags, tuples, frozen dataclasses, generic ones among
    them (``Box[int]``), unions of all those, or a NewType, Literal, Final or alias of one.
    What is recorded is read back equal and of the same classes, or is refused before it is
    written: a value is of exactly the class that is named (a subclass is named in a union, and no
    bool is an int), only an integer may stand for a float, if a float equals it.

    Reading fills in the fields of a payload as they were recorded. It calls neither ``__init__``
    nor ``__post_init__``: their checks were made when the payload was made, and what they compute
    is in its fields. So an instance must have no other content than its fields.

    ``keys`` names at most eight fields that have few values, such as the player. A recording's
    index holds how often each value of a key occurs, so that events with one of them are found
    without reading the others. The values are whole numbers, truth values, text, or None; where a
    million events have more than 256 of them, or texts of more than 64 characters, they are not
    counted. A recording keeps the keys that it was begun with, whatever schema reads it.

    Raises ValueError or TypeError, which names class and field, for a catalogue that cannot be
    written.
    """

    def __init__(
        self,
        game: str,
        events: type[EventType],
        version: int = 1,
        upcasters: Mapping[int, Upcaster] = MappingProxyType({}),
        frame_rate: int = 60,
        keys: Iterable[str] = (),
    ) -> None:
        if not isinstance(game, str) or not game:
            raise ValueError(f"a schema needs the game's name, not {game!r}")
        check_plain(game, "the game's name")
        for what, number in (("version", version), ("frame_rate", frame_rate)):
            if type(number) is not int:
                raise TypeError(f"a schema's {what} is a whole number, not {number!r}")
            if not 1 <= number <= MAX_NUMBER:
                raise ValueError(f"a schema's {what} is at least 1 and at most 2**62, not {number}")
        if not all(1 <= older < version for older in upcasters):
            raise ValueError(f"upcasters go from versions 1 to {version - 1} to the next one")
        self.game = game
        self.events = events
        self.version = version
        self.upcasters = dict(upcasters)
        self.frame_rate = frame_rate
        self.kinds = kinds_of(events)
        self.number_of = {kind.type: kind.number for kind in self.kinds}
        self.keys = _checked_keys(keys, self.kinds)

    def __repr__(self) -> str:
        return f"Schema({self.game!r}, version={self.version}, events={self.events.__name__})"

    @property
    def catalogue(self) -> list[tuple[str, Description]]:
        """The catalogue as plain data, as a file's header holds it: (name, description) pairs."""
        return [(kind.type.name, kind.codec.description) for kind in self.kinds]

    @classmethod
    def from_catalogue(
        cls,
        game: str,
        version: int,
        frame_rate: int,
        catalogue: Sequence[tuple[str, Description]],
        keys: Sequence[str] = (),
    ) -> Schema:
        """Return the schema that a file describes, for reading events without their game.

        Payloads become NamedFields, enums the names of their members. Raises ValueError for a
        catalogue that describes nothing sensible.
        """
        schema = cls.__new__(cls)
        schema.game, schema.version, schema.frame_rate = game, version, frame_rate
        schema.upcasters = {}
        schema.events = _recorded_types(catalogue)
        schema.kinds = kinds_of(schema.events)
        schema.number_of = {kind.type: kind.number for kind in schema.kinds}
        schema.keys = tuple(keys)
        return schema


def _checked_keys(keys: Iterable[str], kinds: Sequence[Kind]) -> tuple[str, ...]:
    if isinstance(keys, str) or not isinstance(keys, Iterable):
        raise TypeError(f"a schema's keys are names of fields, such as ({keys!r},), not {keys!r}")
    checked = tuple(keys)
    fields = {field for kind in kinds for field in kind.fields}
    for key in checked:
        if not isinstance(key, str):
            raise TypeError(f"a schema's keys are names of fields, not {key!r}")
        if key not in fields:
            raise ValueError(f"no event has a field {key!r}, so it is no key")
        if not any(kind.counts(key) for kind in kinds):
            raise ValueError(f"{key!r} is no key: it has to be an int, bool, str or None")
    if len(set(checked)) != len(checked):
        raise ValueError("a schema's keys are named once each")
    if len(checked) > MAX_KEYS:
        raise ValueError(f"a schema has at most {MAX_KEYS} keys, not {len(checked)}")
    return checked
