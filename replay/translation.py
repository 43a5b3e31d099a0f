"""Translation: events that another version of a schema wrote, as events of this one.

Older ones go through the schema's upcasters, one version at a time. Of newer ones those are
translated whose description has stayed the same; the others are left as the file names them.
Knows schemas and events; no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from replay.events import Event, EventType
from replay.named import NamedFields
from replay.payloads import Codec, codec_from_description
from replay.schema import Schema


class Translator:
    """Translates from the schema a file was ``written`` by to the one that is ``wanted``.

    Raises ValueError if there is no way: an upcaster is missing.
    """

    def __init__(self, written: Schema, wanted: Schema) -> None:
        versions = range(written.version, wanted.version)  # a file may claim any version at all
        missing = next((n for n in versions if n not in wanted.upcasters), None)
        if missing is not None:
            raise ValueError(f"there is no upcaster from version {missing}")
        self._steps = [wanted.upcasters[n] for n in range(written.version, wanted.version)]
        self._known = {
            kind.type.name: (kind.type, kind.codec, codec_from_description(kind.codec.description))
            for kind in wanted.kinds
        }
        self.unknown = self._not_known(written) if written.version > wanted.version else ()
        """Names of event types of a newer version that cannot be translated."""

    def _not_known(self, written: Schema) -> tuple[str, ...]:
        return tuple(
            name
            for name, description in written.catalogue
            if name not in self._known or self._known[name][1].description != description
        )

    def translated(self, events: Iterable[Event[Any]]) -> Iterator[Event[Any]]:
        """Yield the events that these are in the wanted version."""
        for event in events:
            if event.type.name in self.unknown:
                yield event
                continue
            named = [(event.type.name, _fields(event.data))]
            for upcast in self._steps:
                named = [new for name, fields in named for new in upcast(name, fields)]
            for name, fields in named:
                type, data = self._typed(name, fields)
                yield Event(type, data, event.frame, event.timestamp)

    def _typed(self, name: str, fields: dict[str, Any]) -> tuple[EventType, Any]:
        if name not in self._known:
            raise ValueError(f"an upcaster made an event {name}, and there is none of that name")
        type, codec, by_name = self._known[name]
        return type, codec.from_row(_row(codec, by_name, name, fields))


def _fields(data: Any) -> dict[str, Any]:
    return data.as_dict() if isinstance(data, NamedFields) else {"value": data}


def _row(codec: Codec, by_name: Codec, name: str, fields: dict[str, Any]) -> tuple[Any, ...]:
    if set(fields) != set(codec.fields):
        raise ValueError(
            f"an upcaster made an event {name} with the fields {sorted(fields)}, "
            f"where {sorted(codec.fields)} are wanted"
        )
    if isinstance(codec.description, str):
        return by_name.to_row(fields["value"])
    return by_name.to_row(NamedFields(name, fields))
