"""Names of a mapping's keys: one rule for paths and for JSON, under which no two are the same.

A text and an integer are named as they are, and anything else as Python shows it: ``(0, 1)``. A
text that looks like an integer beside it stands in quotes. Anything else that looks like a text
beside it, or like an integer that it is not, stands in parentheses: ``(True)``. Those that look
alike are counted: ``ruby``, ``ruby (2)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from replay.values.path_text import is_number, quoted, step_text

_ONE_KIND = {str}, {int}, set[type]()


def steps_of(mapping: Mapping[Any, Any]) -> list[str | int]:
    """Return of each key of a mapping the step of a path that leads there, in their order."""
    free = _FreeNames({shown_key(key) for key in mapping if isinstance(key, str)})
    return [_step(key, free) for key in mapping]


def named_steps(mapping: Mapping[Any, Any]) -> list[tuple[str | int, str]]:
    """Return of each key the step that leads there, and how that is written in a path."""
    alike = _like_numbers(mapping)
    return [
        (step, quoted(str(step)) if step in alike else step_text(str(step)))
        for step in steps_of(mapping)
    ]


def names_of(mapping: Mapping[Any, Any]) -> list[str]:
    """Return the names of a mapping's keys as JSON has them: the steps, as texts."""
    if set(map(type, mapping)) in _ONE_KIND:
        return [str(key) for key in mapping]
    steps, alike = steps_of(mapping), _like_numbers(mapping)
    if not alike:
        return [str(step) for step in steps]
    return [
        quoted(step) if isinstance(step, str) and (step in alike or step[:1] == '"') else str(step)
        for step in steps
    ]


def _like_numbers(mapping: Mapping[Any, Any]) -> set[str]:
    """Return the keys that are texts, and look like an integer that is also there."""
    texts = (shown_key(key) for key in mapping if isinstance(key, str))
    return {
        text
        for text in texts
        if is_number(text) and int(text) in mapping and str(int(text)) == text
    }


class _FreeNames:
    """Gives out names that are neither texts beside them, nor numbers, nor given out before."""

    def __init__(self, texts: set[str]) -> None:
        self._texts, self._taken = texts, set(texts)
        self._count: dict[str, int] = {}

    def take(self, name: str) -> str:
        """Return this name, in parentheses and with a number where it needs them."""
        if name in self._texts or is_number(name):
            name = f"({name})"
        told, count = name, self._count.get(name, 1)
        while told in self._taken:
            count += 1
            told = f"{name} ({count})"
        self._count[name] = count
        self._taken.add(told)
        return told


def _step(key: Any, free: _FreeNames) -> str | int:
    shown = shown_key(key)
    if isinstance(key, str):
        return shown
    if is_number(shown) and key == (number := int(shown)):
        return number
    return free.take(shown)


def shown_key(key: Any) -> str:
    """Return how a key is shown by itself; a member of a StrEnum as the text that it equals."""
    return str.__str__(key) if isinstance(key, str) else str(key)
