"""Translation: events that another version of a schema wrote, as events of this one.

Older ones go through the schema's upcasters, one version at a time. Newer ones are translated if
their names and types are unchanged; the others are left as the file names them.
Knows schemas and events; no file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NoReturn

from replay.events import Event
from replay.schema import Kind, Schema, Upcaster
from replay.values.agreement import Disagreement, conversion
from replay.values.fitting import Fitting
from replay.values.misfits import Misfit
from replay.values.named_fields import NamedFields

Named = tuple[str, Mapping[str, Any]]


class Translator:
    """Translates from the schema a file was ``written`` by to the one that is ``wanted``.

    Raises ValueError if there is no way: an upcaster is missing.
    """

    def __init__(self, written: Schema, wanted: Schema) -> None:
        versions = range(written.version, wanted.version)  # a file may claim any version at all
        missing = next((n for n in versions if n not in wanted.upcasters), None)
        if missing is not None:
            raise ValueError(f"there is no upcaster from version {missing}")
        self._steps = [(n, wanted.upcasters[n]) for n in versions]
        self._version = wanted.version
        self._known = {kind.type.name: (kind, _fitting(kind)) for kind in wanted.kinds}
        self.unknown = self._not_known(written) if written.version > wanted.version else ()
        """Names of event types of a newer version that cannot be translated."""

    def _not_known(self, written: Schema) -> tuple[str, ...]:
        return tuple(name for name, of in written.catalogue if not self._knows(name, of))

    def _knows(self, name: str, description: Any) -> bool:
        try:
            conversion(description, self._known[name][0].codec.description, name)
        except (KeyError, Disagreement):
            return False
        return True

    def translated(self, events: Iterable[Event[Any]]) -> Iterator[Event[Any]]:
        """Yield these events in the wanted version.

        Raises ValueError for a mistake in an upcaster: it names the event, the version and what
        was expected. What an upcaster itself raises is passed on, with a note.
        """
        for event in events:
            if event.type.name in self.unknown:
                yield event
                continue
            named: list[Named] = [(event.type.name, _fields(event.data))]
            for version, upcaster in self._steps:
                made = (_upcast(version, upcaster, old, event.frame) for old in named)
                named = list(chain.from_iterable(made))
            for name, fields in named:
                kind, data = self._typed(name, fields, event.frame)
                yield Event(kind.type, data, event.frame, event.timestamp)

    def _typed(self, name: str, fields: Mapping[str, Any], frame: int) -> tuple[Kind, Any]:
        if name not in self._known:
            names = ", ".join(self._known)
            self._fail(name, frame, f"version {self._version} has only the events {names}")
        kind, fitting = self._known[name]
        try:
            return kind, kind.codec.from_row(fitting.row(fields))
        except Misfit as cause:
            self._fail(name, frame, str(cause))

    def _fail(self, name: str, frame: int, problem: str) -> NoReturn:
        made = f"upcasters to version {self._version} made {name} of an event of frame {frame}"
        raise ValueError(f"{made}: {problem}") from None


def _fitting(kind: Kind) -> Fitting:
    return Fitting(kind.type.name, kind.type.payload, kind.codec.description)


def _fields(data: Any) -> dict[str, Any]:
    return data.as_dict() if isinstance(data, NamedFields) else {"value": data}


def _upcast(version: int, upcaster: Upcaster, old: Named, frame: int) -> list[Named]:
    """What an upcaster makes of one event, its form checked."""
    name, fields = old
    try:
        made: object = upcaster(name, dict(fields))
        if isinstance(made, Iterable) and not isinstance(made, (str, Mapping, list, tuple)):
            made = list(made)
    except Exception as trouble:
        given = f"given {name} of frame {frame} with the fields {', '.join(fields) or 'none'}"
        trouble.add_note(f"in the upcaster from version {version}, {given}")
        raise
    if not isinstance(made, (list, tuple)) or not all(map(_is_named, made)):
        raise ValueError(
            f"the upcaster from version {version}, given {name} of frame {frame}, returned "
            f"{made!r}: a list of (name, fields by name) pairs is expected, for instance "
            "[(name, fields)]"
        )
    return list(made)


def _is_named(pair: object) -> bool:
    return (
        isinstance(pair, (tuple, list))
        and len(pair) == 2
        and isinstance(pair[0], str)
        and isinstance(pair[1], Mapping)
    )
