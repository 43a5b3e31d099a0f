"""Tables: the lists of like rows in plain data, taken out of it and stored as columns.

A state is mostly a few lists of rows with the same fields: of all players, of all items. Where
these are numbers, they take two thirds, column by column, of what they take as MessagePack,
deflated. Knows plain data and columns.

A *table* is a list of at least ``FEWEST_ROWS`` rows, all of them lists of so many values, or maps
with the same keys in the same order. It is told as [path, rows, shape, entries]: the keys and
positions that lead to it, how many rows it has, the number of values in a row or the array of the
rows' keys, and its columns' entries. What is left has nil in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from replay.file.columns import (
    Wire,
    decode_column,
    encode_column,
    encode_short,
    read_wires,
    told_wires,
)
from replay.values.msgpack_codec import MAX_DEPTH, MAX_INT, MIN_INT, Malformed, pack, shallow

FEWEST_ROWS = 4
"""Of fewer rows, columns' entries take more than they save."""
MOST_COLUMNS = 1024
"""Values of a row, at most: each column costs a reader time and memory of its own."""
FEW_ROWS = 256
"""Of up to so many rows no column is deflated."""
DEEPEST = 8
"""How far into a state tables are looked for."""
TABLES_SINCE = 3
"""The format since which a state's tables may be columns."""
MAX_STATE = 512 * 1024
"""Bytes of a state's MessagePack; a larger one is not worth a keyframe."""
ARRAY_HEAD, WIDEST = 5, 9
"""Bytes before the values of the longest array, and of the widest number."""
SENSELESS = "a state's tables make no sense"
_SCALARS = int, float, bool, str


class Table(NamedTuple):
    """Where a table was, its rows and their shape, and its columns' entries and stored bytes."""

    path: list[Any]
    rows: int
    shape: int | list[Any]
    columns: list[tuple[Wire, bytes]]

    @property
    def told(self) -> list[Any]:
        """What a head says of it."""
        wires = [wire for wire, _ in self.columns]
        return [self.path, self.rows, self.shape, told_wires(wires, TABLES_SINCE)]


def taken_out(state: Any) -> tuple[Any, list[Table]]:
    """Return plain data without its tables, and these."""
    tables: list[Table] = []
    return _without(state, [], tables), tables


def _without(data: Any, path: list[Any], tables: list[Table]) -> Any:
    kind = type(data)
    if kind is list or kind is tuple:
        table = _table(data, path)
        if table is not None:
            tables.append(table)
            return None
        inner: Any = enumerate(data)
    elif kind is dict:
        inner = data.items()
    else:
        return data
    if len(path) == DEEPEST or not any(type(value) in (list, tuple, dict) for _, value in inner):
        return data
    if kind is dict:
        return {
            key: _without(value, [*path, key], tables) if type(key) in (int, str) else value
            for key, value in data.items()
        }
    return [_without(value, [*path, at], tables) for at, value in enumerate(data)]


def _table(rows: Sequence[Any], path: list[Any]) -> Table | None:
    if len(rows) < FEWEST_ROWS:
        return None
    kinds = set(map(type, rows))
    if not kinds <= {list, tuple, dict} or not 0 < len(rows[0]) <= MOST_COLUMNS:
        return None
    shape: int | list[Any]
    if kinds == {dict}:
        keys = tuple(rows[0])
        types = {tuple(map(type, row)) for row in rows}  # True is equal to 1
        if set(map(tuple, rows)) != {keys} or len(types) != 1 or not {*types.pop()} <= {int, str}:
            return None
        shape, values = list(keys), zip(*(row.values() for row in rows), strict=True)
    elif kinds <= {list, tuple}:
        if len(set(map(len, rows))) != 1:
            return None
        shape, values = len(rows[0]), zip(*rows, strict=True)
    else:
        return None
    return Table(path, len(rows), shape, list(map(_column, values)))


def _column(values: Sequence[Any]) -> tuple[Wire, bytes]:
    kinds = set(map(type, values))
    kind = kinds.pop() if len(kinds) == 1 else None
    if kind not in _SCALARS or (
        kind is int and not MIN_INT <= min(values) <= max(values) <= MAX_INT
    ):
        kind = None
    if len(values) <= FEW_ROWS:
        return encode_short(values, kind)
    return encode_column(values, kind, format_version=TABLES_SINCE)


def read_tables(told: Any, body: bytes) -> tuple[list[tuple[list[Any], list[Any]]], int]:
    """Return each table's path and rows, and where in ``body`` their columns end.

    Raises Malformed where they make no sense, or have more values than a state's MessagePack can.
    """
    if type(told) is not list:
        raise Malformed(SENSELESS)
    placed, end, least = [], 0, 0
    for one in told:
        path, rows, shape, wires = _read_told(one)
        keys = shape if isinstance(shape, list) else []
        least += rows * (1 + sum(len(pack(key)) for key in keys))
        least += sum(_least_bytes(wire, rows) for wire in wires)
        if least > MAX_STATE:
            raise Malformed(f"a state's tables claim {least} bytes")
        columns = []
        for wire in wires:
            columns.append(_read_column(wire, body[end : end + wire[2]], rows))
            end += wire[2]
        made: list[Any] = list(map(list, zip(*columns, strict=True)))
        if isinstance(shape, list):
            made = [dict(zip(shape, row, strict=True)) for row in made]
        if any(code == "mp" for code, _, _ in wires):  # others are as deep as their path tells
            nested: Any = made
            for _ in path:
                nested = [nested]
            shallow(nested)
        placed.append((path, made))
    return placed, end


def _read_told(told: Any) -> tuple[list[Any], int, int | list[Any], list[Wire]]:
    """Return what a head says of a table: path, rows, shape, and its columns' entries."""
    if type(told) is not list or list(map(type, told[:2])) != [list, int] or len(told) != 4:
        raise Malformed(SENSELESS)
    path, rows, shape, entries = told
    width = len(shape) if type(shape) is list else shape
    if type(width) is not int or not 0 < width <= MOST_COLUMNS or not 0 < rows <= MAX_STATE:
        raise Malformed(SENSELESS)
    keys = shape if type(shape) is list else []
    if len(path) + 2 > MAX_DEPTH or not _are_keys(path, unique=False) or not _are_keys(keys):
        raise Malformed(SENSELESS)
    if type(entries) is not list or len(entries) != width:
        raise Malformed(SENSELESS)
    return path, rows, shape, read_wires(entries, [rows] * width)


def _least_bytes(wire: Wire, rows: int) -> int:
    """Return how many bytes a column's values have in a state's MessagePack, at the least."""
    code, raw, _ = wire
    if code == "mp":
        return max(rows, raw - ARRAY_HEAD)
    return rows * max(raw, 1) if code == "c" else rows


def _read_column(wire: Wire, stored: bytes, rows: int) -> Sequence[Any]:
    column = decode_column(wire, stored, rows, None, MAX_STATE + WIDEST * rows)
    if wire[0] == "c" and type(column[0]) in (list, dict):
        raise Malformed("all rows of a state have one and the same list")
    return column


def _are_keys(keys: list[Any], *, unique: bool = True) -> bool:
    """Whether each is one that a map may have."""
    if not set(map(type, keys)) <= {int, str}:
        return False
    return not unique or len(set(keys)) == len(keys)


def put_back(state: Any, placed: list[tuple[list[Any], list[Any]]]) -> Any:
    """Return plain data with these tables again where they were. Raises Malformed.

    Changes ``state``. No table lies within another.
    """
    if placed and not placed[0][0]:
        if state is not None or len(placed) > 1:
            raise Malformed(SENSELESS)
        return placed[0][1]
    places = []
    for path, _ in placed:
        inner = state
        for step in path[:-1]:
            inner = _inner(inner, step)
        if not path:
            raise Malformed(SENSELESS)
        _inner(inner, path[-1])
        places.append((inner, path[-1]))
    for (inner, step), (_, rows) in zip(places, placed, strict=True):
        if inner[step] is not None:
            raise Malformed(SENSELESS)
        inner[step] = rows
    return state


def _inner(data: Any, step: int | str) -> Any:
    here = type(data) is dict and step in data
    if type(data) is list and type(step) is int:
        here = 0 <= step < len(data)
    if not here:
        raise Malformed(SENSELESS)
    return data[step]
