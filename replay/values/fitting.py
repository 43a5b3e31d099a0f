"""Fitting: from values by name to the plain data of rows, as a description wants them.

Makes rows of what upcasters return. A union's value goes to the alternative that has the name of
its class; if none has, to the only one that it fits. Knows no event and no file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, Flag
from typing import Any

from replay.values.agreement import told
from replay.values.annotations import shape_of
from replay.values.descriptions import SCALARS, Description
from replay.values.misfits import Misfit, WrongValue
from replay.values.msgpack_codec import MAX_INT, MIN_INT
from replay.values.named_fields import MemberName, NamedFields, name_of
from replay.values.shapes import Array, OneOf, Record, Shape


class Fitting:
    """Makes rows of one payload type's values by name.

    ``payload`` is the program's own type: its dataclasses' defaults fill the fields left out. What
    is not as described is a Misfit, which says what is expected where.
    """

    def __init__(self, name: str, payload: Any, description: Description) -> None:
        self._name, self._description = name, description
        self._classes = dict(_defaults_in(shape_of(payload, name)))
        self._exact = False

    def row(self, fields: Mapping[str, Any]) -> list[Any]:
        """Return the row of a payload with these fields. Raises a Misfit."""
        if isinstance(self._description, str):
            if set(fields) != {"value"}:
                raise WrongValue(f"has one field, 'value', not {sorted(fields)}", self._name)
            return [self._plain(self._description, fields["value"], f"{self._name}.value")]
        return self._record(self._description, fields, self._name)

    def _record(self, description: Description, fields: Mapping[str, Any], path: str) -> list[Any]:
        names = {name for name, _ in description[2]}
        if not names >= fields.keys():
            extra = next(name for name in fields if name not in names)
            wanted = ", ".join(name for name, _ in description[2]) or "none"
            raise WrongValue(f"has no field {extra!r}, but {wanted}", path)
        defaults = {} if len(names) == len(fields) else self._defaults(description)
        row = []
        for name, of in description[2]:
            if name in fields:
                value = fields[name]
                if isinstance(of, str) and type(value) is SCALARS[of] and _fits(value):
                    row.append(value)  # the most frequent case, needs no path for errors
                    continue
            elif name in defaults:
                value = _default(defaults[name])
            else:
                wanted = f"{told(of)} is expected, and it has no default"
                raise WrongValue(f"is missing: {wanted}", f"{path}.{name}")
            row.append(self._plain(of, value, f"{path}.{name}"))
        return row

    def _defaults(self, description: Description) -> Defaults:
        names = (name for name, _ in description[2])
        return self._classes.get((description[1], *names), {})

    def _plain(self, description: Description, value: Any, path: str) -> Any:
        match description:
            case str():
                return _scalar(description, value, path)
            case ["enum", _, members]:
                name = value.name if isinstance(value, Enum) else value
                if isinstance(name, str) and name in members:
                    return members.index(name)
            case ["tuple", *items]:
                if isinstance(value, Flag):
                    value = [member for member in type(value) if member in value]
                if isinstance(value, (tuple, list)):
                    return self._tuple(items, value, path)
            case ["union", *alternatives]:
                return self._union(alternatives, value, path)
            case ["record", name, fields]:
                inner = _fields_of(value)
                if inner is not None and not (self._exact and _kind_of(value)[1] != name):
                    return self._record(description, inner, path)
                names = ", ".join(f"{field!r}: ..." for field, _ in fields)
                made = f"{name}, for instance NamedFields({name!r}, {{{names}}})"
                raise WrongValue(f"should be {made}, not {value!r}", path)
        raise WrongValue(f"should be {_expected(description)}, not {value!r}", path)

    def _tuple(self, items: list[Description], value: Sequence[Any], path: str) -> list[Any]:
        if items[-1] != "end":
            return [self._plain(items[0], one, f"{path}[{n}]") for n, one in enumerate(value)]
        if len(value) != len(items) - 1:
            raise WrongValue(f"should have {len(items) - 1} items, not {len(value)}", path)
        pairs = zip(items[:-1], value, strict=True)
        return [self._plain(of, one, f"{path}[{n}]") for n, (of, one) in enumerate(pairs)]

    def _union(self, alternatives: list[Description], value: Any, path: str) -> Any:
        for of in alternatives:
            if isinstance(of, str) and type(value) is SCALARS[of]:
                return _scalar(of, value, path)
        if type(value) is int and "float" in alternatives:
            return _scalar("float", value, path)
        kind, name = _kind_of(value)
        alike = {n: of for n, of in enumerate(alternatives) if of[0] == kind}
        named = {n: of for n, of in alike.items() if name is not None and of[1] == name}
        if len(alike) == 1 or len(named) == 1:
            position, of = next(iter((named or alike).items()))
            return [position, self._plain(of, value, path)]
        fitting = self._fitting(named or alike, value, path, exact=True)
        fitting = fitting or self._fitting(named or alike, value, path, exact=self._exact)
        if len(fitting) == 1 or (fitting and not value):  # of empty tuples each is as good
            return fitting[0]
        if not alike and kind == "enum" and "str" in alternatives:
            return str(value)
        wanted = " | ".join(map(told, alternatives))
        some = "fits several of them" if fitting else "fits none of them"
        raise WrongValue(f"should be one of {wanted}, and {value!r} {some}", path)

    def _fitting(
        self, alternatives: Mapping[int, Description], value: Any, path: str, *, exact: bool
    ) -> list[list[Any]]:
        """Which alternatives a value fits; ``exact``: names of classes in it must match, too."""
        before, self._exact = self._exact, exact
        fitting = []
        for position, of in alternatives.items():
            try:
                fitting.append([position, self._plain(of, value, path)])
            except Misfit:
                continue
        self._exact = before
        return fitting


def _scalar(name: str, value: Any, path: str) -> Any:
    if isinstance(value, MemberName) and name == "str":
        return str(value)
    if name == "float" and type(value) is int:
        value = float(value)
    if type(value) is not SCALARS[name]:
        raise WrongValue(f"should be {name}, not {value!r}", path)
    if not _fits(value):
        raise WrongValue(f"should fit into 64 bits, and {value} does not", path)
    return value


def _fits(value: Any) -> bool:
    """Whether a value fits into 64 bits, if it is a whole number."""
    return type(value) is not int or MIN_INT <= value <= MAX_INT


def _expected(description: Description) -> str:
    if description[0] == "enum":
        return f"the name of a {description[1]} ({', '.join(description[2])})"
    return told(description)


def _kind_of(value: Any) -> tuple[str, str | None]:
    """The kind of description that a value other than a scalar has, and its class's name."""
    if isinstance(value, MemberName):
        return "enum", value.enum
    if isinstance(value, Flag):
        return "tuple", None
    if isinstance(value, Enum):
        return "enum", type(value).__name__
    if isinstance(value, NamedFields):
        return "record", name_of(value)
    if isinstance(value, (tuple, list)):
        return "tuple", None
    if isinstance(value, str):  # the name that an upcaster wrote down
        return "enum", None
    return "record", type(value).__name__


def _fields_of(value: Any) -> Mapping[str, Any] | None:
    if isinstance(value, NamedFields):
        return value.as_dict()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return None


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


Defaults = Mapping[str, "dataclasses.Field[Any]"]


def _defaults_in(shape: Shape) -> Iterator[tuple[tuple[str, ...], Defaults]]:
    """Yield the dataclasses that a payload is made of, by name and fields, with their defaults."""
    match shape:
        case Array(items):
            for item in items:
                yield from _defaults_in(item)
        case OneOf(alternatives):
            for one in alternatives:
                yield from _defaults_in(one)
        case Record(name, fields, cls) if cls is not None:
            known = {field.name: field for field in dataclasses.fields(cls)}
            yield (
                (name, *(field for field, _ in fields)),
                {field: known[field] for field, _ in fields if _has_default(known[field])},
            )
            for _, of in fields:
                yield from _defaults_in(of)


def _has_default(field: dataclasses.Field[Any]) -> bool:
    missing = dataclasses.MISSING
    return field.default is not missing or field.default_factory is not missing
