"""Payloads and plain data: what an event's data looks like in a row, and how it is checked.

A payload type is described once, as plain data a file can hold, and a codec is made for it:
``to_row`` takes a payload apart into a tuple of plain values, ``from_row`` builds it again. Both
check every value's type. Knows no event, no frame, no file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from replay.values.annotations import name_of, shape_of
from replay.values.compiled import columns_reader, is_plain, read_column, row_reader, row_writer
from replay.values.converters import read_named, reader, readers, write_named, writer, writers
from replay.values.descriptions import SCALARS, Description, check_description
from replay.values.misfits import Misfit, WrongType, shown
from replay.values.named_fields import NamedFields, Names, with_values
from replay.values.shapes import Record, Scalar, describe, shape_from

Row = tuple[Any, ...]
DATA = "an event's data"
"""What errors call a payload as a whole."""


@dataclass(frozen=True, slots=True)
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


def codec_for(payload: Any) -> Codec:
    """Return the codec of a program's payload type.

    Raises TypeError or ValueError, which names class and field, if it cannot be written.
    """
    shape = shape_of(payload, name_of(payload))
    description = describe(shape)
    check_description(description, name_of(payload))
    if isinstance(shape, Scalar):
        return _scalar_codec(shape)
    if not isinstance(shape, Record) or shape.cls is None:
        raise TypeError(
            f"a payload is a frozen dataclass or one of {', '.join(SCALARS)}, "
            f"not {name_of(payload)}: make it a field of a dataclass"
        )
    return Codec(
        payload=shape.cls,
        description=description,
        fields=tuple(name for name, _ in shape.fields),
        scalars=_scalars(shape),
        to_row=row_writer(shape, writers(shape)),
        from_row=row_reader(shape, readers(shape)),
        from_columns=columns_reader(shape, readers(shape)),
    )


def codec_from_description(description: Description) -> Codec:
    """Return the codec for a payload that only a file describes; its values are NamedFields.

    Raises ValueError if the description makes no sense.
    """
    check_description(description)
    shape = shape_from(description)
    if isinstance(shape, Scalar):
        return _scalar_codec(shape)
    if not isinstance(shape, Record):
        raise ValueError("an event's payload is described as a record or a scalar")
    named = shape
    to_plain = list(zip((name for name, _ in named.fields), writers(named), strict=True))
    converts = readers(named)
    called = Names(named.name, [name for name, _ in named.fields])

    def to_row(data: Any) -> Row:
        if type(data) is not NamedFields:
            raise WrongType(f"should be the fields of a {named.name}, not {shown(data)}", DATA)
        try:
            return tuple(write_named(named, to_plain, data))
        except Misfit as misfit:
            misfit.where = named.name + misfit.where
            raise

    def from_row(row: Sequence[Any]) -> NamedFields:
        try:
            return read_named(called, converts, row)
        except Misfit as misfit:
            misfit.where = named.name + misfit.where
            raise

    def from_columns(columns: Sequence[Sequence[Any]], count: int) -> list[Any]:
        read = []
        for (name, of), column, convert in zip(named.fields, columns, converts, strict=True):
            try:
                read.append(column if is_plain(of) else read_column(convert, column))
            except Misfit as misfit:
                misfit.where = f"{named.name}.{name}{misfit.where}"
                raise
        rows = zip(*read, strict=True) if read else repeat((), count)
        return with_values(called, rows, count)

    names = tuple(name for name, _ in named.fields)
    scalars = _scalars(named)
    return Codec(NamedFields, description, names, scalars, to_row, from_row, from_columns)


def _scalars(shape: Record) -> tuple[type | None, ...]:
    return tuple(SCALARS[of.name] if isinstance(of, Scalar) else None for _, of in shape.fields)


def _scalar_codec(shape: Scalar) -> Codec:
    read, write = reader(shape), writer(shape)
    type_ = SCALARS[shape.name]

    def to_row(data: Any) -> Row:
        try:
            return (write(data),)
        except Misfit as misfit:
            misfit.where = DATA
            raise

    def from_row(row: Sequence[Any]) -> Any:
        try:
            return read(row[0])
        except Misfit as misfit:
            misfit.where = DATA
            raise

    def from_columns(columns: Sequence[Sequence[Any]], count: int) -> list[Any]:
        return list(columns[0] if shape.only is None else map(from_row, zip(columns[0])))

    return Codec(type_, shape.name, ("value",), (type_,), to_row, from_row, from_columns)
