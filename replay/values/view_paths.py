"""Paths into a state's view: ``players.2.bag.3``, and questions about what is there.

Knows plain named data. No ``eval``: a path is names and numbers between dots (see
replay.values.path_text), a question is a path, an operator, and a value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, Flag
from operator import ge, gt, le, lt
from typing import Any

from replay.values.entries import entries_of
from replay.values.entries import fields_of as fields_of
from replay.values.jsonable import in_order, jsonable
from replay.values.keys_meant import MISSING as MISSING
from replay.values.keys_meant import Name, key_meant, remembering
from replay.values.keys_meant import composed as composed
from replay.values.path_text import parse_path as parse_path
from replay.values.path_text import path_and_rest, path_text
from replay.values.value_text import parse_value, value_text

_JSONS = frozenset({int, str, bool, type(None)})
_MANY = (Mapping, list, tuple, set, frozenset)
_TEXTS = (str, bytes, bytearray, memoryview)
MOST_NAMES = 40
"""Names that are listed where a path goes wrong."""
NOTHING = "nothing in it"
UNORDERED = "no order: ask whether it `has` something"


def look_up(view: Any, path: Sequence[str | int]) -> Any:
    """Return what is at a path of nested mappings, records and lists, or MISSING.

    A step that is no key of a mapping means the key that is shown so: ``"(0, 1)"`` a tuple, and
    ``"(1.5)"`` the number where a text of that name is there, too. Nothing is in a text.
    """
    for step in path:
        view = _inside(view, step)
        if view is MISSING:
            break
    return view


def _inside(view: Any, step: str | int) -> Any:
    """Return what is one step into a value, or MISSING."""
    if isinstance(view, dict):
        if type(view) is dict and step in view:
            return view[step]
    elif isinstance(view, (list, tuple)):
        return _at_place(view, step)
    if isinstance(view, Mapping):
        key = key_meant(step, view)
        return MISSING if key is MISSING else view[key]
    if isinstance(view, Sequence) and not isinstance(view, _TEXTS):
        return _at_place(view, step)
    return fields_of(view).get(str(step), MISSING)


def _at_place(many: Sequence[Any], step: str | int) -> Any:
    there = isinstance(step, int) and -len(many) <= step < len(many)
    return many[step] if there else MISSING  # type: ignore[index]  # a number, if it is there


def nothing_at(look: Callable[[Sequence[str | int]], Any], path: Sequence[str | int]) -> str:
    """Describe a path that leads nowhere: PATH; how far it leads, and which steps exist there.

    ``look`` returns what is at a path, or MISSING.
    """
    steps = len(path) - 1
    while steps > 0 and look(path[:steps]) is MISSING:
        steps -= 1
    steps_on = _what_is_at(look(path[:steps]))
    if steps:
        return f"{path_text(path)}; {path_text(path[:steps])} has {steps_on}"
    if steps_on == UNORDERED:
        return f"{path_text(path)}; all there is has no order, and no path leads into it"
    return f"{path_text(path)}; there {'is' if steps_on == NOTHING else 'are'} {steps_on}"


def _what_is_at(there: Any) -> str:
    """Say what steps can be taken from there."""
    if isinstance(there, (list, tuple)) and there:
        return f"0 to {len(there) - 1}" if len(there) > 1 else "0"
    if isinstance(there, (set, frozenset)) and there:
        return UNORDERED
    names = [entry.name for entry in entries_of(there)]
    more = f", and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more if names else NOTHING


def same(one: Any, other: Any) -> bool:
    """Whether two values of a view are the same. Not a number (NaN) is the same as itself."""
    if one == other:
        return True
    if type(one) in _JSONS:
        return False
    if isinstance(one, float) and isinstance(other, float):
        return one != one and other != other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, (list, tuple)) and type(one) is type(other):
        return len(one) == len(other) and all(map(same, one, other))
    return False


def _equal(there: Any, value: Any) -> bool:
    if isinstance(there, str) and isinstance(value, str):
        if there == value or composed(there) == composed(value):
            return True
        return type(there) is not str and _is_shown_as(there, value)
    return _agree(there, value) or _is_shown_as(there, value)


def _agree(one: Any, other: Any) -> bool:
    """Whether two values are the same, and truth values are in the same places of both.

    Python has True == 1, but who asks for 1 means no truth value.
    """
    return same(one, other) and _truth_agrees(one, other)


def _truth_agrees(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping):
        return all(_truth_agrees(one[name], other[name]) for name in one)
    if isinstance(one, (list, tuple)):
        return all(map(_truth_agrees, one, other))
    return isinstance(one, bool) is isinstance(other, bool)


def _is_shown_as(there: Any, value: Any) -> bool:
    """Whether a value that JSON lacks (bytes, a member, a tuple, NaN) is asked for as JSON."""
    if type(there) in _JSONS or not isinstance(value, (str, list, dict)):
        return False
    if isinstance(there, _MANY) and (isinstance(value, str) or len(there) != len(value)):
        return False
    shown, plain = jsonable(there), jsonable(value)
    if isinstance(there, (set, frozenset, Flag)) and isinstance(plain, list):
        return _agree(in_order(shown), in_order(plain))
    return _agree(shown, plain)


def _has(there: Any, value: Any, word: str = "") -> bool:
    """Whether a list or mapping holds the value, or something that begins with that word.

    A member of an enum is the text of its name, a combination of flags the list of their names.
    """
    word = word or (value if isinstance(value, str) else value_text(value))
    if isinstance(there, Enum):
        there = jsonable(there)
    if isinstance(there, str):
        return composed(word) in composed(there)
    if isinstance(there, Mapping):
        if key_meant(word, there) is not MISSING:
            return True
        there = list(there)
    if not isinstance(there, (list, tuple, set, frozenset)):
        return False
    word = composed(word)
    return any(
        _equal(one, value) or (isinstance(one, str) and composed(one).split(" ", 1)[0] == word)
        for one in there
    )


def is_number(value: Any) -> bool:
    """Whether a value is a number where it is compared, which truth values are not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _of_numbers(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compared(there: Any, value: Any) -> bool:
        return is_number(there) and is_number(value) and compare(there, value)

    return compared


ORDERS = {"<": _of_numbers(lt), "<=": _of_numbers(le), ">": _of_numbers(gt), ">=": _of_numbers(ge)}
"""Operators that compare numbers, and hold for nothing else."""
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": _equal,
    "!=": lambda there, value: not _equal(there, value),
    **ORDERS,
    "has": _has,
}


@dataclass(frozen=True, slots=True)
class Query:
    """Whether PATH OPERATOR VALUE holds, for instance ``players.2.bag has ruby``.

    ``operator`` is one of ``=``, ``!=``, ``<``, ``<=``, ``>``, ``>=`` (these four: of numbers
    only, else it does not hold) and ``has``: a list or a mapping's names hold ``value``, or a text
    that begins with that word (``"ruby #12"``); a text contains it.
    """

    path: tuple[str | int, ...]
    operator: str
    value: Any
    word: str = field(default="", compare=False)
    """The value as ``has`` seeks it in texts and names: as somebody wrote it; else as shown."""

    def holds(self, there: Any) -> bool:
        """Whether it holds for what is at the path; where the path leads nowhere it does not."""
        if there is MISSING:
            return False
        if self.operator == "has":
            return _has(there, self.value, self.word)
        return OPERATORS[self.operator](there, self.value)

    def remembering(self) -> Query:
        """Return the query for many views, in which each name remembers the key that it means."""
        return replace(self, path=remembering(self.path), word=Name(self.word))


def parse_query(text: str) -> Query:
    """Return the query that a text is, PATH OPERATOR VALUE with spaces between.

    The path is one of replay.values.path_text, the value one of replay.values.value_text: JSON
    where it is some (``3``, ``null``, ``"a text"``), else the text that it is. Raises ValueError,
    which says what can be asked.
    """
    path, rest = path_and_rest(text) if text.strip() else ((), "")
    words = rest.split(maxsplit=1)
    if len(words) != 2 or words[0] not in OPERATORS:
        raise ValueError(
            f"invalid query {text!r}: expected PATH OP VALUE, with spaces between, where OP is one "
            f"of {' '.join(OPERATORS)}, and names with spaces in quotes; e.g. 'players.2.bag has "
            "ruby'"
        )
    operator, written = words
    value = parse_value(written)
    if operator in ORDERS and not is_number(value):
        raise ValueError(f"invalid query {text!r}: {operator} compares numbers, not {written!r}")
    return Query(path, operator, value, value if isinstance(value, str) else written.strip())
