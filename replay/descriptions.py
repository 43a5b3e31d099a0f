"""Descriptions: the types of a payload's values as plain data that a file can hold.

Knows Python's types and the plain data that stands for them; converts no value. A description is
one of
    "int" "float" "bool" "str" "bytes" "None"
    ["enum", name, [member names]]          a value is the position of the member
    ["tuple", item]                         any number of items
    ["tuple", first, second, …, "end"]      exactly these
    ["union", one, another, …]
    ["record", name, [[field, description], …]]
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any

Description = Any  # plain data, see above

SCALARS: Mapping[str, type] = {
    "int": int, "float": float, "bool": bool, "str": str, "bytes": bytes, "None": type(None),
}  # fmt: skip
SCALAR_NAMES = {type_: name for name, type_ in SCALARS.items()}
MIN_INT, MAX_INT = -(2**63), 2**63 - 1
MAX_NESTING = 8
"""Payloads are small facts; deeper nesting in a file is an attack, in a program a mistake."""
MAX_FIELDS = 250


def describe(type_: Any, depth: int = 0) -> Description:
    """Return a type of this program as plain data. Raises TypeError if it cannot be written."""
    if depth > MAX_NESTING:
        raise TypeError(f"payload types are nested more than {MAX_NESTING} deep")
    if type_ is None or type_ in SCALAR_NAMES:
        return "None" if type_ is None else SCALAR_NAMES[type_]
    origin, arguments = typing.get_origin(type_), typing.get_args(type_)
    if origin in (typing.Union, types.UnionType):
        return ["union", *(describe(one, depth + 1) for one in arguments)]
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return ["tuple", describe(arguments[0], depth + 1)]
        return ["tuple", *(describe(one, depth + 1) for one in arguments), "end"]
    if isinstance(type_, type) and issubclass(type_, Enum):
        return ["enum", type_.__name__, list(type_.__members__)]
    if isinstance(type_, type) and dataclasses.is_dataclass(type_):
        if not type_.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            raise TypeError(f"{type_.__name__} must be frozen: events never change")
        hints = typing.get_type_hints(type_)
        return [
            "record",
            type_.__name__,
            [[f.name, describe(hints[f.name], depth + 1)] for f in dataclasses.fields(type_)],
        ]
    raise TypeError(f"an event's data cannot hold a {type_!r}")


def check_description(description: Description, depth: int = 0) -> None:
    """Raise ValueError unless this plain data is a description."""
    match description:
        case str() if description in SCALARS:
            return
        case ["enum", str(), [*names]] if names and all(isinstance(name, str) for name in names):
            return
        case ["tuple", *items] if depth < MAX_NESTING and len(items) <= MAX_FIELDS:
            inner = items[:-1] if items and items[-1] == "end" else items
            if len(inner) == 1 or inner is not items:
                for item in inner:
                    check_description(item, depth + 1)
                return
        case ["union", *items] if items and depth < MAX_NESTING and len(items) <= MAX_FIELDS:
            for item in items:
                check_description(item, depth + 1)
            return
        case ["record", str(), [*fields]] if depth < MAX_NESTING and len(fields) <= MAX_FIELDS:
            names = [field[0] for field in fields if isinstance(field, list) and len(field) == 2]
            named = all(isinstance(name, str) for name in names)
            if len(names) == len(fields) and named and len(set(names)) == len(names):
                for _, of in fields:
                    check_description(of, depth + 1)
                return
    raise ValueError(f"not the description of a payload: {str(description)[:80]}")
