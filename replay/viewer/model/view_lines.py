"""A view as lines of a tree: how many there are, and any part of them, without making the others.

Pure. A value of a million entries is counted in loops that never leave C where they are plain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from replay.ui.text import printable
from replay.values.entries import Entry, entries_of, is_container, named_in
from replay.values.path_text import step_text
from replay.values.value_text import value_text
from replay.values.view_paths import MISSING, look_up

PLAIN = {int, float, str, bool, bytes, type(None)}
"""Types of values that are certainly no containers."""
LARGE = 10**18
"""Keys nearer to 0 are steps of a path as they are."""
LONGEST = 200
SHORT = 4
"""A list of up to so many plain values is written on one line."""

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: how deep it lies, its name, its value if it has one, and the path to it."""

    depth: int
    name: str
    value: str
    path: Path


def line_count(view: Any) -> int:
    """Return how many lines a view has."""
    return _count_in(view) if is_container(view) else 1


def lines_between(view: Any, start: int, stop: int) -> Iterator[Line]:
    """Yield the lines from number ``start`` to before ``stop``, each container before its own."""
    if not is_container(view):
        yield from [Line(0, "", _told(view), ())][start:stop]
        return
    yield from islice(_lines_from(view, (), start), stop - start)


def value_at(view: Any, path: Path) -> str | None:
    """Return what a line of this path would say of another view; None if that has no such value."""
    found = look_up(view, path) if path or is_container(view) else view
    return None if found is MISSING else _value_of(found)


def _count_in(value: Any) -> int:
    """Return how many lines there are of what is in a container."""
    inside = _inside(value)
    if PLAIN.issuperset(map(type, inside)):
        return len(inside)
    return sum(map(_count_of, inside))


def _count_of(value: Any) -> int:
    return 1 if _is_one_line(value) else 1 + _count_in(value)


def _lines_from(value: Any, path: Path, skipped: int) -> Iterator[Line]:
    """Yield the lines of what is in a container, but for so many of the first."""
    inside = _inside(value)
    if PLAIN.issuperset(map(type, inside)):
        for step, name, inner in _entries(value, skipped):
            yield Line(len(path), name, _told(inner), (*path, step))
        return
    first = 0
    for inner in inside:  # those before the first line that is wanted
        count = _count_of(inner)
        if count > skipped:
            break
        skipped -= count
        first += 1
    for step, name, inner in _entries(value, first):
        here = (*path, step)
        if not skipped:
            yield Line(len(path), name, _value_of(inner), here)
        if not _is_one_line(inner):
            yield from _lines_from(inner, here, max(0, skipped - 1))
        skipped = 0


def _inside(value: Any) -> Any:
    """Return what is in a container, without its names."""
    return value if isinstance(value, (list, tuple)) else list(named_in(value).values())


def _entries(value: Any, first: int) -> Iterable[Entry]:
    """Return the entries of a container but for so many of the first."""
    if isinstance(value, (list, tuple)):
        return (Entry(n, str(n), value[n]) for n in range(first, len(value)))
    inside = named_in(value)
    if {str}.issuperset(map(type, inside)):  # then no name depends on another
        return (
            Entry(key, step_text(key), inner) for key, inner in islice(inside.items(), first, None)
        )
    if {int}.issuperset(map(type, inside)) and -LARGE < min(inside) <= max(inside) < LARGE:
        return (Entry(key, str(key), inner) for key, inner in islice(inside.items(), first, None))
    return islice(entries_of(value), first, None)


def _value_of(value: Any) -> str:
    """Return what stands behind the name on a value's own line."""
    if not is_container(value):
        return _told(value)
    if not _is_one_line(value):
        return ""
    return ", ".join(_told(one.value) for one in entries_of(value)) or "empty"


def _is_one_line(value: Any) -> bool:
    if not is_container(value):
        return True
    if not isinstance(value, (list, tuple)):
        return not named_in(value)
    return len(value) <= SHORT and not any(map(is_container, value))


def _told(value: Any) -> str:
    return printable(value_text(value)[:LONGEST])
