"""Data without its class: a payload known only by the names in a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any, Self

from replay.values.loops import exhaust


class MemberName(str):
    """An enum's member read without its game: its name. ``enum`` is the name of the enum."""

    enum: str

    def __new__(cls, member: str, enum: str) -> Self:
        """Make the name of a member."""
        name = super().__new__(cls, member)
        name.enum = enum
        return name

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # of __new__
        """Return what a copy is made of."""
        return str(self), self.enum


class Names:
    """What the fields of all payloads of a class are called: its name and theirs, in order."""

    __slots__ = ("fields", "name", "places")

    def __init__(self, name: str, fields: Sequence[str]) -> None:
        self.name, self.fields = name, tuple(fields)
        self.places = {field: place for place, field in enumerate(self.fields)}


class NamedFields:
    """A payload read without its game: its fields by name, as the file calls them.

    Fields are attributes; ``as_dict()`` gives all of them, also those whose names are taken by
    this class or by Python (``as_dict``, ``__len__``). Equal to another with the same name and
    fields. Can be copied and pickled.
    """

    __slots__ = ("_names", "_values")
    _names: Names
    _values: tuple[Any, ...]

    def __init__(self, name: str, fields: Mapping[str, Any]) -> None:
        self._names = Names(name, tuple(fields))
        self._values = tuple(fields.values())

    def __getattr__(self, name: str) -> Any:
        if name in self.__slots__ or (name.startswith("__") and name.endswith("__")):
            # A copy that is being made has no fields yet; and a file must not define special
            # methods that Python looks up (how to copy an object, say).
            raise AttributeError(f"a {type(self).__name__} has no {name!r}")
        try:
            return self._values[self._names.places[name]]
        except KeyError:
            raise AttributeError(f"{self._names.name} has no field {name!r}") from None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NamedFields):
            return NotImplemented
        return self._names.name == other._names.name and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((self._names.name, frozenset(self.as_dict().items())))

    def __reduce__(self) -> tuple[type[NamedFields], tuple[str, dict[str, Any]]]:
        return NamedFields, (self._names.name, self.as_dict())

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self.as_dict().items())
        return f"{self._names.name}({inside})"

    def as_dict(self) -> dict[str, Any]:
        """Return the fields by name, in the file's order."""
        return dict(zip(self._names.fields, self._values, strict=True))


def name_of(named: NamedFields) -> str:
    """Return the name of the class whose fields these are."""
    return named._names.name


def names_and_values(named: NamedFields) -> tuple[Names, tuple[Any, ...]]:
    """Return what its fields are called, and their values in the same order."""
    return named._names, named._values


def with_values(names: Names, rows: Iterable[tuple[Any, ...]], count: int) -> list[NamedFields]:
    """Return ``count`` payloads whose fields have these names, one of each row of values."""
    made: list[NamedFields] = list(map(_new, repeat(NamedFields, count)))
    exhaust(map(_set_names, made, repeat(names)))
    exhaust(map(_set_values, made, rows))
    return made


_new: Any = object.__new__
_set_names, _set_values = (NamedFields.__dict__[slot].__set__ for slot in ("_names", "_values"))
