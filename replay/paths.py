"""Paths into a state's view: ``players.2.bag.3``, and questions about what is there.

Knows plain named data. No ``eval``: a path is names and numbers between dots, a question is a
path, one of five words, and a value.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

MISSING = object()
"""What is at a path that leads nowhere: not even None."""


def parse_path(text: str) -> tuple[str | int, ...]:
    """Return the steps of a path; ``"players.2.bag.3"`` is ``("players", 2, "bag", 3)``.

    Numbers count from 0; negative ones count from the end. Raises ValueError for an empty step.
    """
    steps = text.split(".")
    if not all(steps):
        raise ValueError(f"{text!r} is no path: write names and numbers between dots")
    return tuple(int(step) if step.lstrip("-").isdigit() else step for step in steps)


def look_up(view: Any, path: Sequence[str | int]) -> Any:
    """Return what is at a path of nested mappings and lists, or MISSING if it leads nowhere."""
    for step in path:
        try:
            view = view[str(step)] if isinstance(view, dict) and step not in view else view[step]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return view


def _has(there: Any, value: Any) -> bool:
    """Whether a list or mapping holds the value, or something that begins with that word."""
    if isinstance(there, dict):
        there = list(there)
    if isinstance(there, str):
        return str(value) in there
    if not isinstance(there, (list, tuple)):
        return False
    return any(
        one == value or (isinstance(one, str) and one.split(" ", 1)[0] == str(value))
        for one in there
    )


def _ordered(less: bool) -> Callable[[Any, Any], bool]:
    def compare(there: Any, value: Any) -> bool:
        if isinstance(there, (int, float)) and isinstance(value, (int, float)):
            return there < value if less else there > value
        return False

    return compare


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda there, value: there == value,
    "!=": lambda there, value: there != value,
    "<": _ordered(True),
    ">": _ordered(False),
    "has": _has,
}


@dataclass(frozen=True, slots=True)
class Question:
    """Whether PATH OPERATOR VALUE holds, for instance ``players.2.bag has ruby``.

    ``operator`` is one of ``=``, ``!=``, ``<``, ``>`` (these two: of numbers only, else it does
    not hold) and ``has``: a list or a mapping's names hold ``value``, or a text that begins with
    that word (``"ruby #12"``); a text contains it.
    """

    path: tuple[str | int, ...]
    operator: str
    value: Any

    def holds(self, there: Any) -> bool:
        """Whether it holds for what is at the path; where the path leads nowhere it does not."""
        return there is not MISSING and OPERATORS[self.operator](there, self.value)


def parse_question(text: str) -> Question:
    """Return the question that a text asks, PATH OPERATOR VALUE with spaces between.

    The value is read as JSON where it is some (``3``, ``null``, ``"a text"``), else as the text
    that it is. Raises ValueError, which says what can be asked.
    """
    words = text.split(maxsplit=2)
    if len(words) != 3 or words[1] not in OPERATORS:
        raise ValueError(
            f"{text!r} is no question: write PATH {' | '.join(OPERATORS)} VALUE, "
            "for instance 'players.2.bag has ruby'"
        )
    try:
        value = json.loads(words[2])
    except ValueError:
        value = words[2]
    return Question(parse_path(words[0]), words[1], value)
