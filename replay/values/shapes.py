"""Shapes: the resolved types of a payload's values, from a program or from a file.

A shape that comes from a program has its classes; one that comes from a file only their names.
Knows nothing of Python's annotations; see annotations for that.
"""

from __future__ import annotations

import dataclasses
from enum import Enum, Flag
from typing import Any

from replay.values.descriptions import Description


@dataclasses.dataclass(frozen=True, slots=True)
class Scalar:
    """A plain value; of a Literal, ``only`` one of these."""

    name: str
    only: tuple[Any, ...] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Enumeration:
    """A member of an enum (of a Literal, ``only`` one of these); members are names, aliases too."""

    name: str
    members: tuple[str, ...]
    cls: type[Enum] | None = None
    only: tuple[str, ...] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Flags:
    """Any combination of a Flag's members, each of which is one bit."""

    name: str
    members: tuple[str, ...]
    cls: type[Flag]


@dataclasses.dataclass(frozen=True, slots=True)
class Array:
    """A tuple: exactly these items, or any number of the one."""

    items: tuple[Shape, ...]
    fixed: bool


@dataclasses.dataclass(frozen=True, slots=True)
class OneOf:
    """A union. No two of its alternatives are plain values of one type, or of one enum."""

    alternatives: tuple[Shape, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Record:
    """A dataclass: its fields in their order."""

    name: str
    fields: tuple[tuple[str, Shape], ...]
    cls: type | None = None


Shape = Scalar | Enumeration | Flags | Array | OneOf | Record


def describe(shape: Shape) -> Description:
    """Return a shape as plain data that a file can hold."""
    match shape:
        case Scalar(name):
            return name
        case Enumeration(name, members):
            return ["enum", name, list(members)]
        case Flags(name, members):
            return ["tuple", ["enum", name, list(members)]]
        case Array(items, fixed):
            return ["tuple", *map(describe, items), *(["end"] if fixed else [])]
        case OneOf(alternatives):
            return ["union", *map(describe, alternatives)]
        case Record(name, fields):
            return ["record", name, [[field, describe(of)] for field, of in fields]]


def shape_from(description: Description) -> Shape:
    """Return the shape that a file describes; the description has been checked."""
    if isinstance(description, str):
        return Scalar(description)
    kind, *rest = description
    if kind == "enum":
        return Enumeration(rest[0], tuple(rest[1]))
    if kind == "tuple":
        fixed = rest[-1:] == ["end"]
        return Array(tuple(map(shape_from, rest[:-1] if fixed else rest)), fixed)
    if kind == "union":
        return OneOf(tuple(map(shape_from, rest)))
    return Record(rest[0], tuple((field, shape_from(of)) for field, of in rest[1]))
