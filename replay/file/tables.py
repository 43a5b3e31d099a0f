"""Tables: the lists of like rows in plain data, taken out of it and stored as columns.

A state is mostly a few lists of rows with the same fields: of all players, of all items. Column by
column they take two thirds of what they take as MessagePack, deflated. Knows plain data and
columns.

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
from replay.values.msgpack_codec import MAX_INT, MIN_INT, Malformed, shallow

FEWEST_ROWS = 4
"""Of fewer rows, columns' entries take more than they save."""
FEW_ROWS = 256
"""Of up to so many rows no column is deflated."""
DEEPEST = 8
"""How far into a state tables are looked for."""
TABLES_SINCE = 3
"""The format since which a state's tables may be columns."""
MAX_STATE = 512 * 1024
"""Bytes of a state's MessagePack; a larger one is not worth a keyframe."""
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
    if len(rows) < FEWEST_ROWS or not rows[0]:
        return None
    kinds = set(map(type, rows))
    shape: int | list[Any]
    if kinds == {dict}:
        keys = tuple(rows[0])
        if set(map(tuple, rows)) != {keys} or not {*map(type, keys)} <= {int, str}:
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
        match one:
            case [[*path], int(rows), int() | [*_] as shape, entries] if rows > 0:
                keys = [] if isinstance(shape, int) else shape
                width = shape if isinstance(shape, int) else len(keys)
            case _:
                raise Malformed(SENSELESS)
        if width < 1 or not _are_keys(keys) or not _are_keys(path, unique=False):
            raise Malformed(SENSELESS)
        least += rows * (1 + width + len(keys))
        if least > MAX_STATE:
            raise Malformed(f"a state has no {rows} rows of {width} values")
        columns: list[Sequence[Any]] = []
        for wire in read_wires(entries, [rows] * width):
            code, raw, size = wire
            least += raw * rows if code == "c" else raw if code == "mp" else 0
            if least > MAX_STATE + raw:
                raise Malformed(f"a state's columns claim {least} bytes")
            column = decode_column(wire, body[end : end + size], rows, None, MAX_STATE)
            if code == "c" and type(column[0]) in (list, dict):
                raise Malformed("all rows of a state have one and the same list")
            columns.append(shallow(column) if code == "mp" else column)
            end += size
        together = zip(*columns, strict=True)
        made: list[Any] = list(map(list, together))
        if keys:
            made = [dict(zip(keys, row, strict=True)) for row in made]
        placed.append((path, made))
    return placed, end


def _are_keys(keys: list[Any], *, unique: bool = True) -> bool:
    """Whether each is one that a map may have."""
    if not set(map(type, keys)) <= {int, str}:
        return False
    return not unique or len(set(keys)) == len(keys)


def put_back(state: Any, placed: list[tuple[list[Any], list[Any]]]) -> Any:
    """Return plain data with these tables again where they were. Raises Malformed.

    Changes ``state``.
    """
    for path, rows in placed:
        if not path:
            if state is not None or len(placed) > 1:
                raise Malformed(SENSELESS)
            return rows
        inner = state
        for step in path[:-1]:
            inner = _inner(inner, step)
        if _inner(inner, path[-1]) is not None:
            raise Malformed(SENSELESS)
        inner[path[-1]] = rows
    return state


def _inner(data: Any, step: int | str) -> Any:
    here = type(data) is dict and step in data
    if type(data) is list and type(step) is int:
        here = 0 <= step < len(data)
    if not here:
        raise Malformed(SENSELESS)
    return data[step]
