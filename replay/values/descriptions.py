"""Descriptions: the types of a payload's values as plain data that a file can hold.

Knows the plain data alone, and its bounds; converts no value. A description is one of
    "int" "float" "bool" "str" "bytes" "None"
    ["enum", name, [member names]]          a value is the position of the member
    ["tuple", item]                         any number of items
    ["tuple", first, second, …, "end"]      exactly these
    ["union", one, another, …]
    ["record", name, [[field, description], …]]
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Description = Any  # plain data, see above

SCALARS: Mapping[str, type] = {
    "int": int, "float": float, "bool": bool, "str": str, "bytes": bytes, "None": type(None),
}  # fmt: skip
SCALAR_NAMES = {type_: name for name, type_ in SCALARS.items()}
MAX_NESTING = 8
"""Payloads are small facts; deeper nesting is an attack in a file, a mistake in a program."""
MAX_FIELDS = 250
"""Fields of a record, items of a tuple, alternatives of a union."""
LONGEST = 80
"""Characters of a name or a description that errors show; both may come from a file."""


def check_description(description: Description, where: str = "a payload", depth: int = 0) -> None:
    """Raise ValueError, which says where, unless this plain data is a description.

    Descriptions by a program and by a file are checked alike, so that nothing is written that
    could not be read.
    """
    if isinstance(description, str) and description in SCALARS:
        return
    match description:
        case ["enum", str(), [str(), *names]] if all(isinstance(name, str) for name in names):
            return
        case ["enum", str() as name, []]:
            raise ValueError(f"{where[:LONGEST]} is of the enum {name[:LONGEST]} without members")
        case ["tuple", *items] if items[-1:] == ["end"] or len(items) == 1:
            items = items[:-1] if items[-1:] == ["end"] else items
            parts = [(f"{where}[{number}]", item) for number, item in enumerate(items)]
        case ["union", *items] if items:
            parts = [(where, item) for item in items]
        case ["record", str() as name, [*fields]] if _named_apart(fields):
            parts = [(f"{name}.{field}", of) for field, of in fields]
        case _:
            raise ValueError(f"{where[:LONGEST]} is not described: {str(description)[:LONGEST]}")
    if depth >= MAX_NESTING:
        raise ValueError(f"{where[:LONGEST]} is nested more than {MAX_NESTING} deep")
    if len(parts) > MAX_FIELDS:
        raise ValueError(
            f"{where[:LONGEST]} has {len(parts)} parts, more than the {MAX_FIELDS} that can be read"
        )
    for inner, of in parts:
        check_description(of, inner, depth + 1)


def _named_apart(fields: list[Any]) -> bool:
    """Whether these are pairs of a name and something, and no name is there twice."""
    pairs = all(isinstance(field, list) and len(field) == 2 for field in fields)
    names = [field[0] for field in fields] if pairs else [None]
    return all(isinstance(name, str) for name in names) and len(set(names)) == len(names)
