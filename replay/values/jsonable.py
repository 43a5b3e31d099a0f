"""Values as JSON can hold them: named fields as objects, enums as their members' names."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from enum import Enum, Flag
from functools import partial
from math import isfinite, isnan
from operator import attrgetter
from typing import Any

from replay.values.key_names import names_of
from replay.values.named_fields import NamedFields

Way = Callable[[Any], Any]


def jsonable(value: Any) -> Any:
    """Return event data, metadata or a view as JSON can hold it.

    Keys become their names (see replay.values.key_names), bytes hexadecimal, a combination of
    flags the list of their names, and floats for which JSON has no number the texts "NaN",
    "Infinity" and "-Infinity".
    """
    return _STRICTLY[type(value)](value)


def by_names(value: Any) -> Any:
    """Return the same, but leave all floats what they are, for comparing them."""
    return _BY_NAMES[type(value)](value)


def float_text(value: float) -> str:
    """Return a float as JSON has it, those without a number as bare words: ``-Infinity``."""
    if isfinite(value):
        return float.__repr__(value)
    return "NaN" if isnan(value) else "Infinity" if value > 0 else "-Infinity"


class _Ways(dict[type, Way]):
    """How values of a class become JSON's, found once for each class."""

    def __init__(self, of_float: Way) -> None:
        super().__init__()
        self.of_float = of_float

    def __missing__(self, cls: type) -> Way:
        self[cls] = way = _way(cls, self)
        return way


def _way(cls: type, ways: _Ways) -> Way:
    if issubclass(cls, Flag):
        return lambda value: [member.name for member in value]
    if issubclass(cls, Enum):
        return lambda value: value.name
    if issubclass(cls, float):
        return ways.of_float
    if cls is type(None) or issubclass(cls, (bool, int, str)):
        return _itself
    if issubclass(cls, bytes):
        return lambda value: value.hex()
    if issubclass(cls, NamedFields):
        return lambda value: {name: _in(ways, one) for name, one in value.as_dict().items()}
    if dataclasses.is_dataclass(cls):
        return _record(cls, ways)
    if issubclass(cls, Mapping):
        return lambda value: _object(value, ways)
    if issubclass(cls, (list, tuple)):
        return lambda value: [ways[type(inner)](inner) for inner in value]
    if issubclass(cls, (set, frozenset)):
        return lambda value: in_order([ways[type(inner)](inner) for inner in value])
    return str


def in_order(values: list[Any]) -> list[Any]:
    """Return a set's values, in JSON's form, in the order that is the same in every run.

    Numbers by their size, then all others.
    """
    return sorted(values, key=_rank)


def _rank(value: Any) -> tuple[int, float, str]:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return (0, value, "") if number else (1, 0, repr(value))


def _itself(value: Any) -> Any:
    return value


def _strictly(value: float) -> float | str:
    return value if isfinite(value) else float_text(value)


def _object(value: Mapping[Any, Any], ways: _Ways) -> dict[str, Any]:
    return {
        name: ways[type(inner)](inner)
        for name, inner in zip(names_of(value), value.values(), strict=True)
    }


def _record(cls: Any, ways: _Ways) -> Way:
    names = [field.name for field in dataclasses.fields(cls)]
    if len(names) < 2:
        return lambda value: {name: _in(ways, getattr(value, name)) for name in names}
    values = attrgetter(*names)
    convert = partial(_in, ways)
    return lambda value: dict(zip(names, map(convert, values(value)), strict=True))


def _in(ways: _Ways, value: Any) -> Any:
    return ways[type(value)](value)


_STRICTLY, _BY_NAMES = _Ways(_strictly), _Ways(_itself)
