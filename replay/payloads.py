"""Payloads and plain data: what an event's data looks like in a row, and how it is checked.

A payload type is described once, as plain data a file can hold, and a codec is made from the
description: ``to_row`` takes a payload apart into a tuple of plain values, ``from_row`` builds
it again. Both check every value's type. Knows no event, no frame, no file.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any

from replay.conversions import reader, writer
from replay.descriptions import (
    MAX_INT,
    MIN_INT,
    SCALAR_NAMES,
    SCALARS,
    Description,
    check_description,
    describe,
)
from replay.named import NamedFields

Row = tuple[Any, ...]
exhaust: Callable[[Iterable[Any]], object] = deque[Any](maxlen=0).extend
"""Run an iterator to its end for what it does, not for what it gives; never leaves C."""


@dataclasses.dataclass(frozen=True, slots=True)
class Codec:
    """How one payload type is taken apart and put together.

    ``fields`` names the columns (a plain scalar has the one column "value"). ``scalars`` holds,
    for each column, the exact Python type that every value in it has, or None if that varies.
    ``from_columns(columns, count)`` builds many payloads at once, out of columns whose values
    are known to be of those types.
    """

    payload: type
    description: Description
    fields: tuple[str, ...]
    scalars: tuple[type | None, ...]
    to_row: Callable[[Any], Row]
    from_row: Callable[[Sequence[Any]], Any]
    from_columns: Callable[[Sequence[Sequence[Any]], int], list[Any]]


def codec_for(payload: type) -> Codec:
    """Return the codec of a program's payload type. Raises TypeError if it cannot be written."""
    if payload in SCALAR_NAMES:
        return _scalar_codec(SCALAR_NAMES[payload])
    if not dataclasses.is_dataclass(payload):
        raise TypeError(f"a payload is a frozen dataclass, str or int, not {payload!r}")
    description = describe(payload)
    fields = [(name, of) for name, of in description[2]]
    return _record_codec(payload, description, fields, typing.get_type_hints(payload))


def codec_from_description(description: Description) -> Codec:
    """Return the codec for a payload that only a file describes; its values are NamedFields.

    Raises ValueError if the description makes no sense.
    """
    check_description(description)
    if isinstance(description, str):
        return _scalar_codec(description)
    if description[0] != "record":
        raise ValueError("an event's payload is described as a record or a scalar")
    _, name, fields = description
    names = tuple(field for field, _ in fields)
    readers = [reader(of, None) for _, of in fields]
    writers = [writer(of, None) for _, of in fields]

    def to_row(data: Any) -> Row:
        values = data.as_dict()
        return tuple(write(values[field]) for field, write in zip(names, writers, strict=True))

    def from_row(row: Sequence[Any]) -> NamedFields:
        values = [read(value) for read, value in zip(readers, row, strict=True)]
        return NamedFields(name, dict(zip(names, values, strict=True)))

    scalars = tuple(SCALARS.get(of) if isinstance(of, str) else None for _, of in fields)
    return Codec(NamedFields, description, names, scalars, to_row, from_row, _row_by_row(from_row))


def _row_by_row(from_row: Callable[[Sequence[Any]], Any]) -> Callable[..., list[Any]]:
    def from_columns(columns: Sequence[Sequence[Any]], count: int) -> list[Any]:
        return list(map(from_row, zip(*columns, strict=True) if columns else repeat((), count)))

    return from_columns


def _scalar_codec(name: str) -> Codec:
    read, write = reader(name, None), writer(name, None)
    return Codec(
        SCALARS[name],
        name,
        ("value",),
        (SCALARS[name],),
        lambda data: (write(data),),
        lambda row: read(row[0]),
        lambda columns, count: list(columns[0]),
    )


def _record_codec(
    payload: type,
    description: Description,
    fields: list[tuple[str, Description]],
    hints: dict[str, Any],
) -> Codec:
    """Compile the two functions: one attribute, one check and one store a field, no loop."""
    names = tuple(name for name, _ in fields)
    space: dict[str, Any] = {"payload": payload, "new": object.__new__, "wrong": _wrong}
    write, read, store = [], [], []
    for number, (name, of) in enumerate(fields):
        if isinstance(of, str):
            space[f"type{number}"] = SCALARS[of]
            check = f"type(v{number}) is not type{number}"
            bounds = f" or not {MIN_INT} <= v{number} <= {MAX_INT}" if of == "int" else ""
            if of == "float":
                write.append(f"  if type(v{number}) is int: v{number} = float(v{number})")
            write.append(f"  if {check}{bounds}: wrong(payload, {name!r}, {of!r}, v{number})")
            read.append(f"  if {check}: wrong(payload, {name!r}, {of!r}, v{number})")
        else:
            space[f"write{number}"] = writer(of, hints[name])
            space[f"read{number}"] = reader(of, hints[name])
            write.append(f"  v{number} = write{number}(v{number})")
            read.append(f"  v{number} = read{number}(v{number})")
        slot = payload.__dict__.get(name)
        if isinstance(slot, types.MemberDescriptorType):
            space[f"set{number}"] = slot.__set__
            store.append(f"  set{number}(self, v{number})")
    values = "".join(f"v{number}, " for number in range(len(fields)))
    take = [f"  v{number} = data.{name}" for number, name in enumerate(names)]
    plain_slots = len(store) == len(fields) and not hasattr(payload, "__post_init__")
    # Slots may be filled directly, four times as fast as through a frozen dataclass's __init__.
    build = ["  self = new(payload)", *store, "  return self"]
    if not plain_slots:
        arguments = ", ".join(f"{name}=v{number}" for number, name in enumerate(names))
        build = [f"  return payload({arguments})"]
    source = [
        "def to_row(data):",
        "  if type(data) is not payload: wrong(payload, 'data', payload.__name__, data)",
        *take,
        *write,
        f"  return ({values})",
        "def from_row(row):",
        f"  ({values}) = row" if values else "  () = row",
        *read,
        *build,
    ]
    # The source is made of this program's own field names, never of anything a file says.
    exec("\n".join(source), space)  # noqa: S102
    scalars = tuple(SCALARS[of] if isinstance(of, str) else None for _, of in fields)
    from_columns = _row_by_row(space["from_row"])
    if plain_slots and fields:
        setters = [space[f"set{number}"] for number in range(len(fields))]
        readers = [space.get(f"read{number}") for number in range(len(fields))]
        from_columns = _slot_by_slot(payload, setters, readers)
    return Codec(
        payload, description, names, scalars, space["to_row"], space["from_row"], from_columns
    )


def _slot_by_slot(
    payload: type, setters: list[Callable[..., None]], readers: list[Callable[[Any], Any] | None]
) -> Callable[..., list[Any]]:
    new: Any = object.__new__

    def from_columns(columns: Sequence[Sequence[Any]], count: int) -> list[Any]:
        made = list(map(new, repeat(payload, count)))
        for set_slot, read, column in zip(setters, readers, columns, strict=True):
            exhaust(map(set_slot, made, column if read is None else map(read, column)))
        return made

    return from_columns


def _wrong(payload: type, field: str, wanted: str, value: Any) -> None:
    if wanted == "int" and type(value) is int:
        raise ValueError(f"{payload.__name__}.{field} does not fit into 64 bits: {value}")
    raise TypeError(f"{payload.__name__}.{field} should be {wanted}, not {value!r}")
