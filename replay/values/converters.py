"""Values and plain data: one small function for each shape, in each direction.

Scalars are themselves. An enum's member is its position, a combination of flags the array of their
positions, a tuple an array, a record the array of its fields. A union's scalar is itself; its other
alternatives are [position, value].

Every function takes values of exactly its class: ``==`` decides nothing, and no subclass is
reduced to its base class. What does not fit raises a Misfit: a TypeError for a wrong type, a
ValueError for what is out of range. The one conversion is that of an integer, where a float is
wanted, to a float that equals it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from functools import partial
from typing import Any

from replay.values.compiled import Convert, row_reader, row_writer
from replay.values.descriptions import SCALARS
from replay.values.misfits import Misfit, WrongType, WrongValue, not_of, shown
from replay.values.named_fields import MemberName, NamedFields, Names, with_values
from replay.values.scalars import are_scalars, check_scalar, shown_all, whole_as_float
from replay.values.shapes import Array, Enumeration, Flags, OneOf, Record, Scalar, Shape


def writer(shape: Shape, *, exact: bool = False) -> Convert:
    """Return the function from a value to plain data. ``exact``: integers do not become floats."""
    match shape:
        case Scalar():
            return _scalar_writer(shape, exact)
        case Enumeration():
            return _enumeration_writer(shape)
        case Flags():
            return _flags_writer(shape)
        case Array():
            return _array_writer(shape, exact)
        case OneOf():
            return _union_writer(shape, exact)
        case Record():
            if shape.cls is None:
                return _named_writer(shape)
            return row_writer(shape, writers(shape, exact=exact), nested=True)


def reader(shape: Shape) -> Convert:
    """Return the function from plain data to a value; enums that only a file names become text."""
    match shape:
        case Scalar():
            return partial(check_scalar, shape)
        case Enumeration():
            return _enumeration_reader(shape)
        case Flags():
            return _flags_reader(shape)
        case Array():
            return _array_reader(shape)
        case OneOf():
            return _union_reader(shape)
        case Record():
            if shape.cls is None:
                return _named_reader(shape)
            return row_reader(shape, readers(shape), nested=True)


def writers(shape: Record, *, exact: bool = False) -> list[Convert]:
    """Return the functions from each field's value to plain data."""
    return [writer(of, exact=exact) for _, of in shape.fields]


def readers(shape: Record) -> list[Convert]:
    """Return the functions from plain data to each field's value."""
    return [reader(of) for _, of in shape.fields]


def _scalar_writer(shape: Scalar, exact: bool) -> Convert:
    type_ = SCALARS[shape.name]
    if shape.only is None and shape.name == "str":
        return lambda value: (
            value if type(value) is str and value.isascii() else check_scalar(shape, value)
        )
    if shape.name != "float" or exact:
        return partial(check_scalar, shape)

    def write(value: Any) -> Any:
        if type(value) is int:
            value = whole_as_float(value)
        return value if type(value) is type_ else check_scalar(shape, value)

    return write


def _enumeration_writer(shape: Enumeration) -> Convert:
    cls, only = shape.cls, shape.only
    positions = {name: position for position, name in enumerate(shape.members)}

    def write_name(value: Any) -> int:
        other = isinstance(value, MemberName) and value.enum != shape.name
        if not isinstance(value, str) or other or value not in positions:
            raise WrongType(f"should be a {shape.name}, not {shown(value)}")
        return positions[value]

    def write(value: Any) -> int:
        assert cls is not None
        if type(value) is not cls:
            raise not_of(cls, value)
        name: str = value._name_
        if members.get(name) is not value:
            raise WrongValue(f"is {shown(value)}, which is no member of {shape.name}")
        if only is not None and name not in only:
            wanted = ", ".join(only)
            raise WrongValue(f"should be one of {shown_all(wanted)}, not {shown(value)}")
        return positions[name]

    if cls is None:
        return write_name
    members: dict[str, Enum] = dict(cls.__members__)
    return write


def _enumeration_reader(shape: Enumeration) -> Convert:
    cls = shape.cls
    values: list[Any] = [
        MemberName(name, shape.name) if cls is None else cls[name] for name in shape.members
    ]
    allowed = values if shape.only is None or cls is None else [cls[name] for name in shape.only]

    def read(plain: Any) -> Any:
        if type(plain) is not int or not 0 <= plain < len(values):
            raise WrongValue(f"should be the number of a {shape.name}, not {shown(plain)}")
        value = values[plain]
        if not any(value is one for one in allowed):
            raise WrongValue(f"should be one of {shown_all(str(allowed))}, not {shown(value)}")
        return value

    def read_any(plain: Any) -> Any:
        if type(plain) is not int or not 0 <= plain < len(values):
            raise WrongValue(f"should be the number of a {shape.name}, not {shown(plain)}")
        return values[plain]

    return read_any if allowed is values else read


def _flags_writer(shape: Flags) -> Convert:
    cls = shape.cls
    bits = [(position, cls[name]._value_) for position, name in enumerate(shape.members)]

    def write(value: Any) -> list[int]:
        if type(value) is not cls:
            raise not_of(cls, value)
        number = value._value_
        if sum(bit for _, bit in bits if bit & number) != number or cls(number) is not value:
            raise WrongValue(f"has bits that no member of {shape.name} names: {shown(value)}")
        return [position for position, bit in bits if bit & number]

    return write


def _flags_reader(shape: Flags) -> Convert:
    cls = shape.cls
    bits = [cls[name]._value_ for name in shape.members]

    def read(plain: Any) -> Any:
        if type(plain) is not list or set(map(type, plain)) - {int}:
            raise WrongType(f"should be the numbers of some {shape.name}, not {shown(plain)}")
        if len(plain) != len(set(plain)) or not set(plain) <= set(range(len(bits))):
            raise WrongValue(f"should be the numbers of some {shape.name}, not {shown(plain)}")
        return cls(sum(map(bits.__getitem__, plain)))

    return read


def _array_writer(shape: Array, exact: bool) -> Convert:
    items = [writer(item, exact=exact) for item in shape.items]

    def write(value: Any) -> list[Any]:
        if type(value) is not tuple:
            raise not_of(tuple, value)
        if shape.fixed:
            return _converted(value, _items(shape, items, value))
        try:
            return list(map(items[0], value))
        except Misfit:  # which does not say where
            return _converted(value, _items(shape, items, value))

    return write


def _array_reader(shape: Array) -> Convert:
    items = [reader(item) for item in shape.items]

    def read(plain: Any) -> tuple[Any, ...]:
        if type(plain) is not list:
            raise not_of(list, plain)
        if shape.fixed:
            return tuple(_converted(plain, _items(shape, items, plain)))
        if are_scalars(shape.items[0], plain):
            return tuple(plain)
        try:
            return tuple(map(items[0], plain))
        except Misfit:  # which does not say where
            return tuple(_converted(plain, _items(shape, items, plain)))

    return read


def _items(shape: Array, items: list[Convert], value: Sequence[Any]) -> Iterable[Convert]:
    if not shape.fixed:
        return items * len(value)
    if len(value) != len(items):
        raise WrongValue(f"should have {len(items)} items, not {len(value)}: {shown(value)}")
    return items


def _converted(values: Sequence[Any], converts: Iterable[Convert]) -> list[Any]:
    done: list[Any] = []
    try:
        for value, convert in zip(values, converts, strict=True):
            done.append(convert(value))
    except Misfit as misfit:
        misfit.where = f"[{len(done)}]{misfit.where}"
        raise
    return done


def _classes_of(shape: Shape) -> list[type]:
    """The classes that values of this shape have."""
    match shape:
        case Scalar(name):
            return [SCALARS[name]]
        case Array():
            return [tuple]
        case Enumeration(cls=cls):
            return [MemberName, str] if cls is None else [cls]
        case Record(cls=cls):
            return [cls or NamedFields]
        case Flags(cls=flag):
            return [flag]
        case OneOf(alternatives):
            return [cls for one in alternatives for cls in _classes_of(one)]


def _union_writer(shape: OneOf, exact: bool) -> Convert:
    """Choose the alternative by the value's class; if several have it, the first that fits."""
    found: dict[type, list[tuple[int, Convert]]] = {}
    # Plain types are tried first. No integer becomes a float if an alternative takes integers.
    for is_plain, is_exact in ((True, True), (False, True), (False, exact)):
        for position, one in enumerate(shape.alternatives):
            if isinstance(one, Scalar) is is_plain:
                write = writer(one, exact=is_exact)
                write = write if is_plain else partial(_numbered, position, write)
                for cls in _classes_of(one):
                    found.setdefault(cls, []).append((position, write))
    ways = {cls: _enough(writers) for cls, writers in found.items()}
    if Scalar("float") in shape.alternatives and not exact:
        ways.setdefault(int, []).append(writer(Scalar("float")))
    wanted = " or ".join(dict.fromkeys(_shown_shape(one) for one in shape.alternatives))

    def write_one(value: Any) -> Any:
        some = ways.get(type(value))
        if some is None:
            derived = any(isinstance(value, cls) for cls in ways if cls.__module__ != "builtins")
            advice = f": name {type(value).__name__} among them" if derived else ""
            raise WrongType(f"should be {shown_all(wanted)}, not {shown(value)}{advice}")
        for convert in some[:-1]:
            try:
                return convert(value)
            except Misfit:
                continue
        return some[-1](value)

    return write_one


def _enough(numbered: list[tuple[int, Convert]]) -> list[Convert]:
    """Of several writers for one alternative only the last: it accepts all that the others do."""
    alone = len({position for position, _ in numbered}) == 1
    return [write for _, write in (numbered[-1:] if alone else numbered)]


def _numbered(position: int, convert: Convert, value: Any) -> list[Any]:
    return [position, convert(value)]


def _shown_shape(shape: Shape) -> str:
    return "tuple" if isinstance(shape, Array | OneOf) else shape.name


def _union_reader(shape: OneOf) -> Convert:
    scalars: dict[type, Convert] = {}
    others: dict[int, Convert] = {}
    for position, one in enumerate(shape.alternatives):
        if isinstance(one, Scalar):
            scalars[SCALARS[one.name]] = reader(one)
        else:
            others[position] = reader(one)

    def read(plain: Any) -> Any:
        scalar = scalars.get(type(plain))
        if scalar is not None:
            return scalar(plain)
        if type(plain) is list and len(plain) == 2 and type(plain[0]) is int:
            other = others.get(plain[0])
            if other is not None:
                return other(plain[1])
        raise WrongType(f"is none of the types it may be: {shown(plain)}")

    return read


def _named_writer(shape: Record) -> Convert:
    fields = [(name, writer(of)) for name, of in shape.fields]

    def write(value: Any) -> list[Any]:
        if type(value) is not NamedFields:
            raise WrongType(f"should be the fields of a {shape.name}, not {shown(value)}")
        return write_named(shape, fields, value)

    return write


def write_named(shape: Record, fields: list[tuple[str, Convert]], value: NamedFields) -> list[Any]:
    """Return the row of data without a class; raises a Misfit if it has other fields than these."""
    values = value.as_dict()
    if values.keys() != dict(fields).keys():
        raise WrongType(f"should have the fields {', '.join(dict(fields))}, not {shown(value)}")
    row = []
    for name, convert in fields:
        try:
            row.append(convert(values[name]))
        except Misfit as misfit:
            misfit.where = f".{name}{misfit.where}"
            raise
    return row


def _named_reader(shape: Record) -> Convert:
    converts = [reader(of) for _, of in shape.fields]
    names = Names(shape.name, [name for name, _ in shape.fields])

    def read(plain: Any) -> NamedFields:
        if type(plain) is not list:
            raise not_of(list, plain)
        return read_named(names, converts, plain)

    return read


def read_named(names: Names, converts: Sequence[Convert], row: Sequence[Any]) -> NamedFields:
    """Return the fields of a row by name."""
    if len(row) != len(converts):
        raise WrongValue(f"should be the {len(converts)} values of a {names.name}")
    values = []
    for name, convert, plain in zip(names.fields, converts, row, strict=True):
        try:
            values.append(convert(plain))
        except Misfit as misfit:
            misfit.where = f".{name}{misfit.where}"
            raise
    return with_values(names, [tuple(values)], 1)[0]
