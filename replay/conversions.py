"""Values and plain data: one small function for each description, in each direction.

Scalars are themselves. An enum's member is its position, a tuple an array, a record the array of
its fields. A union's scalar is itself; its other alternatives are [position, value].
Every function checks the type of what it is given: TypeError for a wrong one, ValueError for a
position or a length out of range.
"""

from __future__ import annotations

import typing
from collections.abc import Callable
from typing import Any

from replay.descriptions import MAX_INT, MIN_INT, SCALAR_NAMES, SCALARS, Description
from replay.named import MemberName, NamedFields

Convert = Callable[[Any], Any]


def writer(description: Description, hint: Any) -> Convert:
    """Return the function from a value to plain data.

    ``hint`` is the Python type that the description came from; None if only a file knows it.
    """
    if isinstance(description, str):
        return _scalar(description)
    match description:
        case ["enum", name, members]:
            return _enum_writer(name, members, hint)
        case ["tuple", *items]:
            return _tuple(_items(items, hint, writer), fixed=items[-1:] == ["end"], array=list)
        case ["union", *alternatives]:
            return _union_writer(alternatives, hint)
        case ["record", name, fields]:
            return _record_writer(name, fields, hint)
    raise TypeError(f"no such description: {description!r}")


def reader(description: Description, hint: Any) -> Convert:
    """Return the function from plain data to a value; enums without a hint become names."""
    if isinstance(description, str):
        return _exact_scalar(description)
    match description:
        case ["enum", name, members]:
            return _enum_reader(name, members, hint)
        case ["tuple", *items]:
            return _tuple(_items(items, hint, reader), fixed=items[-1:] == ["end"], array=tuple)
        case ["union", *alternatives]:
            return _union_reader(alternatives, hint)
        case ["record", name, fields]:
            return _record_reader(name, fields, hint)
    raise TypeError(f"no such description: {description!r}")


def _scalar(name: str) -> Convert:
    type_ = SCALARS[name]

    def check(value: Any) -> Any:
        if type(value) is not type_:
            if type_ is float and type(value) is int:
                return float(value)
            raise TypeError(f"{value!r} should be {name}")
        if isinstance(value, int) and not MIN_INT <= value <= MAX_INT:
            raise ValueError(f"{value} does not fit into 64 bits")
        return value

    return check


def _exact_scalar(name: str) -> Convert:
    """Return the check of what a file holds: a float is no integer there, however whole it is."""
    type_, check = SCALARS[name], _scalar(name)

    def exact(value: Any) -> Any:
        if type(value) is not type_:
            raise TypeError(f"{value!r} should be {name}")
        return check(value)

    return exact


def _enum_writer(name: str, members: list[str], hint: Any) -> Convert:
    if hint is None:
        positions = {member: position for position, member in enumerate(members)}
    else:
        positions = {hint[member]: position for position, member in enumerate(members)}

    def write(value: Any) -> Any:
        if value not in positions:
            raise TypeError(f"{value!r} is no {name}")
        return positions[value]

    return write


def _enum_reader(name: str, members: list[str], hint: Any) -> Convert:
    values = [MemberName(member, name) if hint is None else hint[member] for member in members]

    def read(plain: Any) -> Any:
        if type(plain) is not int or not 0 <= plain < len(values):
            raise ValueError(f"{plain!r} is no {name}")
        return values[plain]

    return read


def _items(
    items: list[Any], hint: Any, make: Callable[[Description, Any], Convert]
) -> list[Convert]:
    inner = items[:-1] if items[-1:] == ["end"] else items
    hints = typing.get_args(hint) or [None] * len(inner)
    return [make(item, of) for item, of in zip(inner, hints, strict=False)]


def _tuple(converters: list[Convert], *, fixed: bool, array: type) -> Convert:
    def convert(value: Any) -> Any:
        if not isinstance(value, (tuple, list)):
            raise TypeError(f"{value!r} should be a tuple")
        if not fixed:
            return array(converters[0](item) for item in value)
        if len(value) != len(converters):
            raise ValueError(f"{value!r} should have {len(converters)} items")
        return array(item(one) for item, one in zip(converters, value, strict=True))

    return convert


def _alternatives(
    alternatives: list[Any], hint: Any, make: Callable[[Description, Any], Convert]
) -> tuple[set[type], dict[int, Convert]]:
    hints = typing.get_args(hint) or [None] * len(alternatives)
    scalars = {SCALARS[of] for of in alternatives if isinstance(of, str)}
    others = {
        position: make(of, inner)
        for position, (of, inner) in enumerate(zip(alternatives, hints, strict=True))
        if not isinstance(of, str)
    }
    return scalars, others


def _union_writer(alternatives: list[Any], hint: Any) -> Convert:
    scalars, others = _alternatives(alternatives, hint, writer)

    def write(value: Any) -> Any:
        if type(value) in scalars:
            return _scalar(SCALAR_NAMES[type(value)])(value)
        for position, convert in others.items():
            try:
                return [position, convert(value)]
            except (TypeError, ValueError):
                continue
        raise TypeError(f"{value!r} is none of the types it may be")

    return write


def _union_reader(alternatives: list[Any], hint: Any) -> Convert:
    scalars, others = _alternatives(alternatives, hint, reader)

    def read(plain: Any) -> Any:
        if type(plain) in scalars:
            return plain
        match plain:
            case [int(position), inner] if position in others:
                return others[position](inner)
        raise TypeError(f"{plain!r} is none of the types it may be")

    return read


def _record_writer(name: str, fields: list[Any], hint: Any) -> Convert:
    hints = {} if hint is None else typing.get_type_hints(hint)
    writers = [(field, writer(of, hints.get(field))) for field, of in fields]

    def write(value: Any) -> Any:
        if not isinstance(value, hint or NamedFields):
            raise TypeError(f"{value!r} is no {name}")
        return [convert(getattr(value, field)) for field, convert in writers]

    return write


def _record_reader(name: str, fields: list[Any], hint: Any) -> Convert:
    hints = {} if hint is None else typing.get_type_hints(hint)
    readers = [(field, reader(of, hints.get(field))) for field, of in fields]

    def read(plain: Any) -> Any:
        if not isinstance(plain, list) or len(plain) != len(readers):
            raise TypeError(f"{plain!r} is no {name}")
        values = {field: convert(one) for (field, convert), one in zip(readers, plain, strict=True)}
        return NamedFields(name, values) if hint is None else hint(**values)

    return read
