"""Which key of a mapping a step of a path means.

A step that is no key itself means the one that is named so (see replay.values.key_names), with
accents in whichever form; in parentheses also one that nothing beside it looks like: ``(True)``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import filterfalse
from typing import Any
from unicodedata import normalize

from replay.values.key_names import shown_key, steps_of

MISSING = object()
"""Returned for a path that leads nowhere, to tell that from None."""
MOST_OTHERS = 1000
"""Keys that are remembered besides twice as many as there are in a mapping."""
_COUNTED = re.compile(r"(.*) \([0-9]+\)", re.DOTALL)


class Name(str):
    """A step for many look-ups: remembers what it meant, so that not all keys are named each time.

    It means the same key as long as that is there. Keys that it can never mean are remembered, too,
    so that where it means none only new keys are looked at.
    """

    __slots__ = ("_forms", "_key", "_others")

    def __init__(self, _: str) -> None:
        self._key: Any = MISSING
        self._forms = _forms_of(composed(self))
        self._others: set[Any] = set()

    def key_in(self, mapping: Mapping[Any, Any]) -> Any:
        """Return the key that is meant, or MISSING; the name itself is known to be none."""
        if self._key in mapping:
            return self._key
        if len(self._others) > MOST_OTHERS + 2 * len(mapping):
            self._others.clear()
        new = list(filterfalse(self._others.__contains__, mapping))
        if any(composed(shown_key(key)) in self._forms for key in new):
            found = _key_named(self, mapping)
            if found is not MISSING:
                self._key = found
            return found
        self._others.update(new)
        return MISSING


def _forms_of(name: str) -> set[str]:
    """Return as what a key may be shown that has this name: without its number and parentheses."""
    counted = _COUNTED.fullmatch(name)
    forms = {name, counted[1]} if counted else {name}
    return forms | {form[1:-1] for form in forms if form[:1] == "(" and form[-1:] == ")"}


def remembering(path: Sequence[str | int]) -> tuple[str | int, ...]:
    """Return a path for many look-ups, whose steps remember which keys they meant."""
    return tuple(step if isinstance(step, int) else Name(step) for step in path)


def key_meant(step: str | int, mapping: Mapping[Any, Any]) -> Any:
    """Return the key of a mapping that a step means, or MISSING.

    Asks the mapping only what is in it, which makes no entries as looking up in a defaultdict does.
    """
    if step in mapping:
        return step
    if isinstance(step, int):
        text = str(step)
        return text if text in mapping else MISSING
    return step.key_in(mapping) if isinstance(step, Name) else _key_named(step, mapping)


def _key_named(name: str, mapping: Mapping[Any, Any]) -> Any:
    wanted = composed(name)
    for key, step in zip(mapping, steps_of(mapping), strict=True):
        if composed(str(step)) == wanted:
            return key
    others = (key for key in mapping if name[:1] == "(" and not isinstance(key, str))
    return next((key for key in others if f"({key})" == name), MISSING)


def composed(text: str) -> str:
    """Return text with accented letters as single characters, however typed (Unicode's NFC)."""
    return text if text.isascii() else normalize("NFC", text)
