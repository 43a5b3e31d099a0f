"""Annotations: from Python's type annotations to shapes.

Knows unions, tuples, enums, NewType, Literal, Final, type aliases and generic dataclasses. Errors
name class and field.
"""

from __future__ import annotations

import dataclasses
import re
import sys
import types
import typing
from collections.abc import Iterable, Mapping
from enum import Enum, Flag
from typing import Any

from replay.values.descriptions import MAX_NESTING, SCALAR_NAMES
from replay.values.instances import stores
from replay.values.shapes import Array, Enumeration, Flags, OneOf, Record, Scalar, Shape

Given = Mapping[Any, tuple[Any, "Given"]]
"""For each type variable its type, and the mapping in which that type is to be resolved."""
UNNAMED: Given = types.MappingProxyType({})
INSTEAD = {
    list: "tuple[X, ...], which cannot be changed",
    set: "tuple[X, ...], sorted",
    frozenset: "tuple[X, ...], sorted",
    dict: "tuple[tuple[K, V], ...], which cannot be changed",
    tuple: "tuple[X, ...], which says of what",
}


def shape_of(type_: Any, where: str, given: Given = UNNAMED, depth: int = 0) -> Shape:
    """Return the shape of a type. Raises TypeError, which says where, if there is none."""
    if depth > MAX_NESTING:
        raise TypeError(f"{where} is nested more than {MAX_NESTING} deep; does it contain itself?")
    type_, given = _resolved(type_, where, given)
    if type_ is None or type_ in SCALAR_NAMES:
        return Scalar("None" if type_ is None else SCALAR_NAMES[type_])
    origin, arguments = typing.get_origin(type_), typing.get_args(type_)
    if origin is typing.Literal:
        return _union(_literal(one, where) for one in arguments)
    if origin in (typing.Union, types.UnionType):
        return _union(shape_of(one, where, given, depth + 1) for one in arguments)
    if origin is tuple:
        fixed = arguments[1:] != (...,)
        items = arguments if fixed else arguments[:1]
        return Array(tuple(shape_of(one, where, given, depth + 1) for one in items), fixed)
    if isinstance(type_, type) and issubclass(type_, Enum):
        return _enum(type_, where)
    if isinstance(origin or type_, type) and dataclasses.is_dataclass(origin or type_):
        return _record(origin or type_, arguments, given, depth)
    instead = INSTEAD.get(origin or type_)
    advice = f": write {instead}" if instead else ""
    raise TypeError(
        f"{where} cannot be written: an event's data cannot hold {name_of(type_)}{advice}"
    )


def _resolved(type_: Any, where: str, given: Given) -> tuple[Any, Given]:
    """Resolve type variables, NewTypes, aliases, Final and Annotated to the type they stand for."""
    for _ in range(MAX_NESTING):
        origin = typing.get_origin(type_)
        if isinstance(type_, typing.TypeVar):
            if type_ not in given:
                raise TypeError(f"{where} is of no known type: say what {type_} is, as in Box[int]")
            type_, given = given[type_]
        elif isinstance(type_, typing.NewType):
            type_ = type_.__supertype__
        elif origin in (typing.Final, typing.Annotated):
            type_ = typing.get_args(type_)[0]
        elif hasattr(origin or type_, "__value__"):  # a ``type`` statement of Python 3.12
            alias, arguments = origin or type_, typing.get_args(type_)
            pairs = zip(alias.__type_params__, arguments, strict=False)
            given = {variable: (argument, given) for variable, argument in pairs}
            type_ = alias.__value__
        else:
            return _hashable(type_, where), given
    raise TypeError(f"{where} is of a type that is an alias of itself")


def _hashable(type_: Any, where: str) -> Any:
    """Return what may be a type; raise TypeError for what cannot, such as a list or a dict."""
    try:
        hash(type_)
    except TypeError:
        raise TypeError(f"{where} is annotated with {type_!r}, which is no type") from None
    return type_


def _literal(value: Any, where: str) -> Shape:
    if not isinstance(value, Enum):
        return Scalar(SCALAR_NAMES[type(value)], (value,))
    shape = _enum(type(value), where)
    if not isinstance(shape, Enumeration):
        raise TypeError(
            f"{where} cannot be written as a Literal of flags: name {type(value).__name__}"
        )
    return dataclasses.replace(shape, only=(value.name,))


def _union(shapes: Iterable[Shape]) -> Shape:
    """Return the shape of a union: nested ones flattened, alternatives of one type merged."""
    alternatives: dict[object, Shape] = {}
    for shape in shapes:
        for one in shape.alternatives if isinstance(shape, OneOf) else (shape,):
            if not isinstance(one, Scalar | Enumeration):
                alternatives[one] = one
                continue
            key = dataclasses.replace(one, only=None)
            known = alternatives.get(key)
            if isinstance(known, Scalar | Enumeration) and known.only is not None:
                only = None if one.only is None else (*known.only, *one.only)
                alternatives[key] = dataclasses.replace(one, only=only)
            elif known is None:
                alternatives[key] = one
    merged = tuple(alternatives.values())
    return merged[0] if len(merged) == 1 else OneOf(merged)


def _enum(cls: type[Enum], where: str) -> Shape:
    if issubclass(cls, Flag):
        members = tuple(str(member.name) for member in cls)  # of one bit each, and no alias
    else:
        members = tuple(cls.__members__)
    if not members:
        raise TypeError(f"{where} cannot be written: the enum {cls.__name__} has no members")
    if issubclass(cls, Flag):
        return Flags(cls.__name__, members, cls)
    return Enumeration(cls.__name__, members, cls)


def _record(cls: type, arguments: tuple[Any, ...], given: Given, depth: int) -> Record:
    bound = _bound(cls, arguments, given)
    name = name_of(cls)
    if arguments:
        name += f"[{', '.join(name_of(one) for one in arguments)}]"
    stores(cls)  # raises for classes that cannot be read back
    fields = []
    for field in dataclasses.fields(cls):
        owner = _owner(cls, field)
        hint = _hint(owner, field)
        shape = shape_of(hint, f"{name}.{field.name}", bound.get(owner, UNNAMED), depth + 1)
        fields.append((field.name, shape))
    return Record(name, tuple(fields), cls)


def _owner(cls: type, field: dataclasses.Field[Any]) -> type:
    """Return the class that a field was written in."""
    return next(
        base
        for base in reversed(cls.__mro__)
        if vars(base).get("__dataclass_fields__", {}).get(field.name) is field
    )


def _hint(owner: type, field: dataclasses.Field[Any]) -> Any:
    """Return a field's annotation, evaluated if it is text. Raises TypeError if it cannot be."""
    known = {one.__name__: one for one in getattr(owner, "__type_params__", ())}
    module = vars(sys.modules[owner.__module__]) if owner.__module__ in sys.modules else {}
    alone = type(owner.__name__, (), {"__annotations__": {field.name: field.type}})
    try:
        # Evaluated as typing does: names of the module take precedence over those of the class.
        return typing.get_type_hints(alone, {**vars(owner), **known}, module)[field.name]
    except NameError as cause:
        name = cause.name or re.sub(r"^name '(.*)' is not defined$", r"\1", str(cause))
        raise TypeError(
            f"{owner.__name__}.{field.name} is of the type {field.type!r}, and nothing is called "
            f"{name} in the module {owner.__module__}: define {name} there at the top level, not "
            "in a function, or leave out 'from __future__ import annotations'"
        ) from cause
    except (TypeError, AttributeError, SyntaxError) as cause:
        raise TypeError(
            f"{owner.__name__}.{field.name} is of the type {field.type!r}, which cannot be "
            f"understood: {cause}"
        ) from cause


def _bound(cls: Any, arguments: tuple[Any, ...], given: Given) -> dict[Any, Given]:
    """Return what the type variables of a class, and of each of its bases, stand for."""
    bound: dict[Any, Given] = {}

    def bind(cls: Any, arguments: tuple[Any, ...], given: Given) -> None:
        variables = getattr(cls, "__parameters__", ())
        pairs = zip(variables, arguments, strict=False)
        mine = bound[cls] = {variable: (argument, given) for variable, argument in pairs}
        for base in vars(cls).get("__orig_bases__", getattr(cls, "__bases__", ())):
            origin = typing.get_origin(base) or base
            if origin not in bound and origin is not typing.Generic:
                bind(origin, typing.get_args(base), mine)

    bind(cls, arguments, given)
    return bound


def name_of(type_: Any) -> str:
    """Return a type as errors and descriptions call it: Took, Box[int], int | None."""
    arguments = typing.get_args(type_)
    if isinstance(type_, type) and not arguments:
        return type_.__name__
    if arguments and dataclasses.is_dataclass(typing.get_origin(type_)):
        return f"{name_of(typing.get_origin(type_))}[{', '.join(map(name_of, arguments))}]"
    return str(type_)
