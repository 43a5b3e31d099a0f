"""A game's event catalogue: what turns events into rows of plain data and back, types checked.

Knows event types, versions and rows. Knows nothing of files, blocks or bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import EnumType
from types import MappingProxyType
from typing import Any

from replay.descriptions import Description
from replay.events import EventType
from replay.payloads import Codec, codec_for, codec_from_description

Upcaster = Callable[[str, dict[str, Any]], Iterable[tuple[str, dict[str, Any]]]]
"""Makes events of the next version of one event: (name, fields by name) → [(name, fields), …]."""
MAX_TYPES = 250
"""A row names its type by one byte, and a catalogue larger than this is no catalogue."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One event type of a catalogue: its member, the names of its columns, and its codec."""

    number: int
    type: EventType
    codec: Codec


class Schema:
    """What a game's events are: the catalogue, its version, and how fast its frames go by.

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

    Raises ValueError or TypeError for a catalogue that cannot be written: no members, payload
    types other than frozen dataclasses (of int, float, bool, str, bytes, None, enums, tuples,
    nested frozen dataclasses and unions of those) or plain scalars.
    """

    def __init__(
        self,
        game: str,
        events: type[EventType],
        version: int = 1,
        upcasters: Mapping[int, Upcaster] = MappingProxyType({}),
        frame_rate: int = 60,
    ) -> None:
        members = list(events)
        if not game or not members or len(members) > MAX_TYPES:
            raise ValueError(f"a schema needs a name and between 1 and {MAX_TYPES} event types")
        if version < 1 or frame_rate < 1:
            raise ValueError("a schema's version and its frame rate are at least 1")
        if not all(1 <= older < version for older in upcasters):
            raise ValueError(f"upcasters go from versions 1 to {version - 1} to the next one")
        self.game = game
        self.events = events
        self.version = version
        self.upcasters = dict(upcasters)
        self.frame_rate = frame_rate
        self.kinds = tuple(
            Kind(number, member, codec_for(member.payload)) for number, member in enumerate(members)
        )
        self.number_of = {kind.type: kind.number for kind in self.kinds}

    def __repr__(self) -> str:
        return f"Schema({self.game!r}, version={self.version}, events={self.events.__name__})"

    @property
    def catalogue(self) -> list[tuple[str, Description]]:
        """The catalogue as plain data, as a file's header holds it: (name, description) pairs."""
        return [(kind.type.name, kind.codec.description) for kind in self.kinds]

    @classmethod
    def from_catalogue(
        cls, game: str, version: int, frame_rate: int, catalogue: Sequence[tuple[str, Description]]
    ) -> Schema:
        """Return the schema that a file describes, for reading events without their game.

        Payloads become NamedFields, enums the names of their members. Raises ValueError for a
        catalogue that describes nothing sensible.
        """
        codecs = {name: codec_from_description(described) for name, described in catalogue}
        if not 0 < len(codecs) <= MAX_TYPES or len(codecs) != len(catalogue):
            raise ValueError("the event catalogue is empty, too large, or names a type twice")
        members: Any = [(name, codec.payload) for name, codec in codecs.items()]
        try:
            events: Any = EnumType.__call__(EventType, "RecordedEvents", members)
        except (TypeError, ValueError) as cause:
            raise ValueError(f"the event catalogue cannot be used: {cause}") from cause
        schema = cls.__new__(cls)
        schema.game, schema.version, schema.frame_rate = game, version, frame_rate
        schema.upcasters = {}
        schema.events = events
        schema.kinds = tuple(
            Kind(number, member, codecs[member.name]) for number, member in enumerate(events)
        )
        schema.number_of = {kind.type: kind.number for kind in schema.kinds}
        return schema
