"""Compiled records: how a dataclass is taken apart and put together, without a loop at run time.

For each class, functions are compiled from generated source: one attribute access, one check and
one store per field. Every event passes through them, on its way to a file and back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from operator import is_
from typing import Any, NoReturn

from replay.values.descriptions import SCALARS
from replay.values.instances import is_open, refuse_more, stores
from replay.values.loops import exhaust
from replay.values.misfits import Misfit, WrongType, WrongValue, not_of, shown
from replay.values.msgpack_codec import MAX_INT, MIN_INT
from replay.values.shapes import Record, Scalar, Shape

NARROW = 2**30 - 1
"""Python compares whole numbers up to this in half the time."""
Convert = Callable[[Any], Any]


def row_writer(shape: Record, writers: Sequence[Convert], *, nested: bool = False) -> Convert:
    """Return the function from an instance to its row.

    ``writers`` convert each field's value; values of plain types are checked inline, which saves
    the call if there is nothing to convert. ``nested``: the row is part of another, so it is a
    list, and paths do not begin with the class.
    """
    cls, names = _class(shape), [name for name, _ in shape.fields]
    begin = "" if nested else shape.name

    def not_one(data: Any) -> NoReturn:
        wrong = not_of(cls, data)
        wrong.where = "" if nested else "an event's data"
        raise wrong

    def more(data: Any) -> None:
        try:
            refuse_more(data, frozenset(names))
        except Misfit as misfit:
            misfit.where = begin
            raise

    def missing(data: Any) -> NoReturn:
        name = next((name for name in names if not hasattr(data, name)), "")
        raise WrongType("is not set, so it cannot be written", f"{begin}.{name}")

    space = {"cls": cls, "not_one": not_one, "more": more, "missing": missing}
    space["names"] = frozenset(names)
    kept = [name for name, store in stores(cls).items() if store is None]
    # Counting is faster than comparing names, and enough if every instance has all names.
    more_than = f"len(data.__dict__) != {len(kept)}"
    if any(hasattr(cls, name) for name in kept):  # as of a field(init=False, default=…)
        more_than = "not data.__dict__.keys() <= names"
    take, checks = [], []
    for number, (name, of) in enumerate(shape.fields):
        take.append(f"    v{number} = data.{name}")
        checks += _conversion(space, number, of, writers[number])
    values = "".join(f"v{number}, " for number in range(len(names)))
    space["place"] = _placing(shape, begin)
    source = [
        "def to_row(data):",
        "  if type(data) is not cls: not_one(data)",
        *([f"  if {more_than}: more(data)"] if is_open(cls) else []),
        *(["  try:", *take, "  except AttributeError: missing(data)"] if names else []),
        *checks,
        f"  return [{values}]" if nested else f"  return ({values})",
    ]
    return _made("to_row", source, space)


def row_reader(shape: Record, readers: Sequence[Convert], *, nested: bool = False) -> Convert:
    """Return the function from a row to an instance; see ``row_writer``."""
    cls, count = _class(shape), len(shape.fields)
    begin = "" if nested else shape.name

    def wrong_row(row: Any) -> NoReturn:
        raise WrongValue(f"should be the {count} values of a {shape.name}, not {shown(row)}", begin)

    space = {"cls": cls, "new": object.__new__, "put": object.__setattr__, "wrong_row": wrong_row}
    checks, fill = [], []
    for number, (name, store) in enumerate(stores(cls).items()):
        checks += _conversion(space, number, shape.fields[number][1], readers[number])
        space[f"set{number}"] = store
        put = (
            f"put(self, {name!r}, v{number})" if store is None else f"set{number}(self, v{number})"
        )
        fill.append(f"  {put}")
    values = "".join(f"v{number}, " for number in range(count))
    space["place"] = _placing(shape, begin)
    is_list = "type(row) is not list or " if nested else ""
    source = [
        "def from_row(row):",
        f"  if {is_list}len(row) != {count}: wrong_row(row)",
        *([f"  {values}= row"] if count else []),
        *checks,
        "  self = new(cls)",
        *fill,
        "  return self",
    ]
    return _made("from_row", source, space)


def columns_reader(
    shape: Record, readers: Sequence[Convert]
) -> Callable[[Sequence[Sequence[Any]], int], list[Any]]:
    """Return the function that makes many instances of columns, in loops that never leave C.

    Values of plain types are known to be valid, and not checked.
    """
    cls, place = _class(shape), _placing(shape, shape.name)
    new: Any = object.__new__
    put: Any = object.__setattr__
    fields = [
        (name, store, None if is_plain(of) else read)
        for (name, store), (_, of), read in zip(
            stores(cls).items(), shape.fields, readers, strict=True
        )
    ]

    def from_columns(columns: Sequence[Sequence[Any]], count: int) -> list[Any]:
        instances: list[Any] = list(map(new, repeat(cls, count)))
        for number, (name, store, read) in enumerate(fields):
            values: Iterable[Any] = columns[number]
            if read is not None:
                try:
                    values = read_column(read, columns[number])
                except Misfit as misfit:
                    place(misfit, number)
                    raise
            if store is None:
                exhaust(map(put, instances, repeat(name), values))
            else:
                exhaust(map(store, instances, values))
        return instances

    return from_columns


def read_column(read: Convert, values: Sequence[Any]) -> list[Any]:
    """Return the values, read. If all are one object, it is read once: values never change."""
    if len(values) > 1 and all(map(is_, values, repeat(values[0]))):
        return [read(values[0])] * len(values)
    return list(map(read, values))


def _class(shape: Record) -> type:
    assert shape.cls is not None
    return shape.cls


def is_plain(of: Shape) -> bool:
    """Whether a shape is a plain type, all of whose values are allowed."""
    return isinstance(of, Scalar) and of.only is None


def _placing(shape: Record, begin: str) -> Callable[[Misfit, int], None]:
    def place(misfit: Misfit, number: int) -> None:
        misfit.where = f"{begin}.{shape.fields[number][0]}{misfit.where}"

    return place


def _conversion(space: dict[str, Any], number: int, of: Shape, convert: Convert) -> list[str]:
    """Return the lines that convert a field's value; ``space`` gets what they name."""
    value = f"v{number}"
    space |= {f"convert{number}": convert, "Misfit": Misfit}
    lines = [
        f"  try: {value} = convert{number}({value})",
        f"  except Misfit as misfit: place(misfit, {number}); raise",
    ]
    if not isinstance(of, Scalar) or of.only is not None:
        return lines
    space[f"type{number}"] = SCALARS[of.name]
    unlike = f"type({value}) is not type{number}"
    if of.name == "int":
        wide = f"{MIN_INT} <= {value} <= {MAX_INT}"
        unlike += f" or not (-{NARROW} <= {value} <= {NARROW} or {wide})"
    if of.name == "str":
        unlike += f" or not {value}.isascii()"
    return [f"  if {unlike}:", *(f"  {line}" for line in lines)]


def _made(name: str, source: list[str], space: dict[str, Any]) -> Convert:
    # The source is made of this program's own field names, never of anything a file says.
    exec("\n".join(source), space)  # noqa: S102
    made: Convert = space[name]
    return made
