"""Layout: a program's schema, adapted to how a file lays out its events.

Type numbers, columns and frame rate are the file's; the types are the program's own. If the layouts
are the same, the schema is used as it is, at no extra cost. Knows headers and schemas; no file.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from copy import copy
from typing import Any, NoReturn

from replay.file.header import Header
from replay.schema import Kind, Schema
from replay.values.agreement import Convert, Disagreement, columns, conversion
from replay.values.descriptions import Description
from replay.values.payload_codec import Codec, codec_from_description


class OtherEvents(Disagreement):
    """A file's events are not those of a schema; ``advice`` shows the upcaster to write."""

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(problem)
        self.advice = advice


def as_laid_out(schema: Schema, header: Header) -> Schema:
    """Return the schema for reading a file that has the same version of the events.

    Types that the file does not know are numbered after all of its own. Raises OtherEvents
    where the file has a type, a field or a value that the schema has not.
    """
    known = {kind.type.name: kind for kind in schema.kinds}
    kinds = []
    for number, (name, description) in enumerate(header.catalogue):
        if name not in known:
            raise OtherEvents(
                f"it has {name}, and here is no such type", _advice(schema, name, "[]")
            )
        kinds.append(_kind(number, known[name], description, schema))
    read = as_recorded(schema, header)
    if kinds == list(schema.kinds):
        return read
    read = copy(read)
    read.kinds = tuple(kinds)
    numbers = {kind.type: kind.number for kind in kinds}
    rest = (kind.type for kind in schema.kinds if kind.type not in numbers)
    read.number_of = {**numbers, **{type: len(kinds) + n for n, type in enumerate(rest)}}
    return read


def as_recorded(schema: Schema, header: Header) -> Schema:
    """Return the schema with a file's own frame rate and keys.

    A recording plays at the rate it was made at, and its index counts what it was made to count.
    """
    if (schema.frame_rate, schema.keys) == (header.frame_rate, header.keys):
        return schema
    read = copy(schema)
    read.frame_rate, read.keys = header.frame_rate, header.keys
    return read


def check_same_layout(schema: Schema, header: Header) -> None:
    """Raise Disagreement unless a file can be continued: only names of classes may differ."""
    theirs = [(name, _nameless(of)) for name, of in header.catalogue]
    mine = [(name, _nameless(of)) for name, of in schema.catalogue]
    if theirs == mine and numbers_are_its_own(schema):
        return
    as_laid_out(schema, header)  # raises, naming the difference, unless only orders differ
    for (name, there), (other, here) in zip(theirs, mine, strict=False):
        if name != other or there != here:
            what = "event types" if name != other else f"fields, alternatives or members of {name}"
            raise Disagreement(f"the {what} have another order in it, or fewer are known")
    raise Disagreement("it does not know all event types that there are here")


def numbers_are_its_own(schema: Schema) -> bool:
    """Whether a schema's type numbers are the game's, not a file's: only then it can write."""
    return all(kind.number == kind.type.value for kind in schema.kinds)


def _nameless(description: Description) -> Description:
    """A description without the names of classes."""
    if isinstance(description, str):
        return description
    kind, *rest = description
    if kind == "record":
        return [kind, [[name, _nameless(of)] for name, of in rest[1]]]
    return [kind, *(rest[1:] if kind == "enum" else map(_nameless, rest))]


def _kind(number: int, kind: Kind, description: Description, schema: Schema) -> Kind:
    wanted, name = kind.codec.description, kind.type.name
    if description == wanted:
        return kind if kind.number == number else dataclasses.replace(kind, number=number)
    try:
        if isinstance(description, str) or isinstance(wanted, str):
            conversion(description, wanted, name)
        order, converts = columns(description, wanted, name)
    except Disagreement as cause:
        made = f"[(name, {_fields(description, kind.codec)})]"
        raise OtherEvents(str(cause), _advice(schema, name, made)) from None
    if order == tuple(range(len(order))) and not any(converts):
        codec = kind.codec
    else:
        codec = _converting(description, kind.codec, order, converts)
    return dataclasses.replace(kind, number=number, codec=codec)


def _converting(
    description: Description, own: Codec, order: tuple[int, ...], converts: tuple[Convert, ...]
) -> Codec:
    """The codec that reads the file's rows and columns as this program's payloads."""
    steps = list(zip(order, converts, strict=True))

    def from_row(row: Sequence[Any]) -> Any:
        return own.from_row(
            [row[index] if convert is None else convert(row[index]) for index, convert in steps]
        )

    def from_columns(columns: Sequence[Sequence[Any]], count: int) -> list[Any]:
        ordered = [
            columns[index] if convert is None else list(map(convert, columns[index]))
            for index, convert in steps
        ]
        return own.from_columns(ordered, count)

    return dataclasses.replace(
        codec_from_description(description),
        payload=own.payload,
        to_row=_refuse,
        from_row=from_row,
        from_columns=from_columns,
    )


def _refuse(data: object) -> NoReturn:
    raise TypeError(f"{data!r} cannot be written into a file with another layout")


def _advice(schema: Schema, name: str, changed: str) -> str:
    version = schema.version
    upcaster = f'lambda name, fields: {changed} if name == "{name}" else [(name, fields)]'
    return (
        f"If the events were changed since, give the schema version={version + 1} and "
        f"upcasters={{{version}: {upcaster}}}"
    )


def _fields(description: Description, codec: Codec) -> str:
    """Source text of a payload's fields by name; those that must be filled in are dots.

    What is not in the file and has a default may be left out.
    """
    there = {"value": description} if isinstance(description, str) else dict(description[2])
    wanted = codec.description
    here = {"value": wanted} if isinstance(wanted, str) else dict(wanted[2])
    values = {}
    for name in here:
        if name in there and _agrees(there[name], here[name]):
            values[name] = f'fields["{name}"]'
        elif name in there or not _has_default(codec.payload, name):
            values[name] = "..."
    return "{" + ", ".join(f'"{name}": {value}' for name, value in values.items()) + "}"


def _agrees(written: Description, wanted: Description) -> bool:
    try:
        conversion(written, wanted, "")
    except Disagreement:
        return False
    return True


def _has_default(payload: type, name: str) -> bool:
    if not dataclasses.is_dataclass(payload):
        return False
    (field,) = (field for field in dataclasses.fields(payload) if field.name == name)
    missing = dataclasses.MISSING
    return field.default is not missing or field.default_factory is not missing
