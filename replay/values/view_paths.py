"""Paths into a state's view: ``players.2.bag.3``, and questions about what is there.

Knows plain named data. No ``eval``: a path is names and numbers between dots, a question is a
path, an operator, and a value.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any
from unicodedata import normalize

MISSING = object()
"""Returned for a path that leads nowhere, to tell that from None."""
MOST_STEPS = 64
"""Steps of a path: no state is nested deeper."""
MOST_DIGITS = 20
"""Digits of a number in it: those of a 64-bit one with its sign."""
MOST_NAMES = 40
"""Names that are listed where a path goes wrong."""


def parse_path(text: str) -> tuple[str | int, ...]:
    """Return the steps of a path; ``"players.2.bag.3"`` is ``("players", 2, "bag", 3)``.

    Numbers count from 0; negative ones count from the end. Raises ValueError for an empty step.
    """
    steps = text.split(".")
    if not all(steps):
        raise ValueError(f"{text!r} is no path: write names and numbers between dots")
    if len(steps) > MOST_STEPS:
        raise ValueError(f"a path has at most {MOST_STEPS} steps, and this one {len(steps)}")
    return tuple(int(step) if _is_number(step) else step for step in steps)


def _is_number(step: str) -> bool:
    digits = step.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS


def look_up(view: Any, path: Sequence[str | int]) -> Any:
    """Return what is at a path of nested mappings and lists, or MISSING if it leads nowhere."""
    for step in path:
        try:
            view = view[str(step)] if isinstance(view, dict) and step not in view else view[step]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return view


def nothing_at(look: Callable[[Sequence[str | int]], Any], path: Sequence[str | int]) -> str:
    """Describe a path that leads nowhere: PATH; how far it leads, and which steps exist there.

    ``look`` returns what is at a path, or MISSING.
    """
    steps = len(path) - 1
    while steps > 0 and look(path[:steps]) is MISSING:
        steps -= 1
    there = look(path[:steps])
    where = f"{path_text(path[:steps])} has" if steps else "there are"
    return f"{path_text(path)}; {where} {_what_is_at(there)}"


def path_text(path: Sequence[str | int]) -> str:
    """Return a path as people write it."""
    return ".".join(map(str, path))


def _what_is_at(there: Any) -> str:
    """Say what steps can be taken from there."""
    if isinstance(there, dict) and there:
        names = [str(name) for name in there]
        more = f", and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        return ", ".join(names[:MOST_NAMES]) + more
    if isinstance(there, (list, tuple)) and there:
        return f"0 to {len(there) - 1}" if len(there) > 1 else "0"
    if isinstance(there, (set, frozenset)) and there:
        return "no order: ask whether it `has` something"
    return "nothing in it"


def same(one: Any, other: Any) -> bool:
    """Whether two values of a view are the same. Not a number (NaN) is the same as itself."""
    if one == other:
        return True
    if isinstance(one, float) and isinstance(other, float):
        return one != one and other != other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, (list, tuple)) and type(one) is type(other):
        return len(one) == len(other) and all(map(same, one, other))
    return False


def composed(text: str) -> str:
    """Return text with accented letters as single characters, however typed (Unicode's NFC)."""
    return text if text.isascii() else normalize("NFC", text)


def _equal(there: Any, value: Any) -> bool:
    if isinstance(there, str) and isinstance(value, str):
        return there == value or composed(there) == composed(value)
    if isinstance(there, bool) is not isinstance(value, bool):
        return False  # True is no 1 to anybody who asks
    return same(there, value)


def _has(there: Any, value: Any) -> bool:
    """Whether a list or mapping holds the value, or something that begins with that word."""
    if isinstance(there, dict):
        there = list(there)
    word = composed(str(value))
    if isinstance(there, str):
        return word in composed(there)
    if not isinstance(there, (list, tuple, set, frozenset)):
        return False
    return any(
        _equal(one, value) or (isinstance(one, str) and composed(one).split(" ", 1)[0] == word)
        for one in there
    )


def _of_numbers(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compared(there: Any, value: Any) -> bool:
        return (
            isinstance(there, (int, float))
            and isinstance(value, (int, float))
            and compare(there, value)
        )

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

    def holds(self, there: Any) -> bool:
        """Whether it holds for what is at the path; where the path leads nowhere it does not."""
        return there is not MISSING and OPERATORS[self.operator](there, self.value)


PYTHONS = {"None": None, "-": None, "True": True, "False": False}
"""Values as Python, and as the commands, show them; all others are read as JSON."""


def _value(text: str) -> Any:
    if text in PYTHONS:
        return PYTHONS[text]
    try:
        return json.loads(text)
    except ValueError:
        return text
    except RecursionError:
        raise ValueError("the query's value is nested too deeply") from None


def parse_query(text: str) -> Query:
    """Return the query that a text is, PATH OPERATOR VALUE with spaces between.

    The value is read as JSON where it is some (``3``, ``null``, ``"a text"``; ``None`` and ``-``
    mean null), else as the text that it is. Raises ValueError, which says what can be asked.
    """
    words = text.split(maxsplit=2)
    if len(words) != 3 or words[1] not in OPERATORS:
        raise ValueError(
            f"invalid query {text!r}: expected PATH OP VALUE, with spaces between, where OP is one "
            f"of {' '.join(OPERATORS)}; e.g. 'players.2.bag has ruby'"
        )
    value = _value(words[2])
    if words[1] in ORDERS and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise ValueError(f"invalid query {text!r}: {words[1]} compares numbers, not {words[2]!r}")
    return Query(parse_path(words[0]), words[1], value)
