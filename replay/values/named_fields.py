"""Data without its class: a payload known only by the names in a file."""

from __future__ import annotations

from typing import Any, Self


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


class NamedFields:
    """A payload read without its game: its fields by name, as the file calls them.

    Fields are attributes; ``as_dict()`` gives all of them, also those whose names are taken by
    this class or by Python (``as_dict``, ``__len__``). Equal to another with the same name and
    fields. Can be copied and pickled.
    """

    __slots__ = ("_fields", "_name")

    def __init__(self, name: str, fields: dict[str, Any]) -> None:
        self._name = name
        self._fields = fields

    def __getattr__(self, name: str) -> Any:
        if name in self.__slots__ or (name.startswith("__") and name.endswith("__")):
            # A copy that is being made has no fields yet; and a file must not define special
            # methods that Python looks up (how to copy an object, say).
            raise AttributeError(f"a {type(self).__name__} has no {name!r}")
        try:
            return self._fields[name]
        except KeyError:
            raise AttributeError(f"{self._name} has no field {name!r}") from None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NamedFields):
            return NotImplemented
        return self._name == other._name and self._fields == other._fields

    def __hash__(self) -> int:
        return hash((self._name, tuple(self._fields.items())))

    def __reduce__(self) -> tuple[type[NamedFields], tuple[str, dict[str, Any]]]:
        return NamedFields, (self._name, self._fields)

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self._fields.items())
        return f"{self._name}({inside})"

    def as_dict(self) -> dict[str, Any]:
        """Return the fields by name, in the file's order."""
        return dict(self._fields)


def name_of(named: NamedFields) -> str:
    """Return the name of the class whose fields these are."""
    return named._name
