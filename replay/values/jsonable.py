"""Values as JSON can hold them: named fields as objects, enums as their members' names."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from enum import Enum, Flag
from operator import attrgetter
from typing import Any

from replay.values.named_fields import NamedFields

Way = Callable[[Any], Any]


def jsonable(value: Any) -> Any:
    """Return event data, metadata or a view as JSON can hold it.

    Bytes become hexadecimal, a combination of flags the list of their names.
    """
    return _WAYS[type(value)](value)


class _Ways(dict[type, Way]):
    """How values of a class become JSON's, found once for each class."""

    def __missing__(self, cls: type) -> Way:
        self[cls] = way = _way(cls)
        return way


def _way(cls: type) -> Way:
    if issubclass(cls, Flag):
        return lambda value: [member.name for member in value]
    if issubclass(cls, Enum):
        return lambda value: value.name
    if cls is type(None) or issubclass(cls, (bool, int, float, str)):
        return _itself
    if issubclass(cls, bytes):
        return lambda value: value.hex()
    if issubclass(cls, NamedFields):
        return lambda value: _object(value.as_dict())
    if dataclasses.is_dataclass(cls):
        return _record(cls)
    if issubclass(cls, Mapping):
        return _object
    if issubclass(cls, (list, tuple)):
        return _array
    if issubclass(cls, (set, frozenset)):
        return lambda value: sorted(_array(value), key=repr)  # the same in every run
    return str


def _itself(value: Any) -> Any:
    return value


def _array(value: Any) -> list[Any]:
    return [_WAYS[type(inner)](inner) for inner in value]


def _object(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        key if isinstance(key, str) else str(key): _WAYS[type(inner)](inner)
        for key, inner in value.items()
    }


def _record(cls: Any) -> Way:
    names = [field.name for field in dataclasses.fields(cls)]
    if len(names) < 2:
        return lambda value: {name: jsonable(getattr(value, name)) for name in names}
    values = attrgetter(*names)
    return lambda value: dict(zip(names, map(jsonable, values(value)), strict=True))


_WAYS = _Ways()
