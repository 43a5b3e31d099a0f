"""What somebody may mean by a text, and the texts that mean each: an item, or a player."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import Flag
from typing import Any

from replay.values.escaping import escaped
from replay.values.jsonable import in_order, jsonable
from replay.values.path_text import QUOTED
from replay.values.told_apart import told_apart, told_in_full
from replay.values.value_text import parse_value, value_text
from replay.values.view_paths import composed

_NUMBER = re.compile(r"#?(-?(?:0|[1-9][0-9]{0,19}))")
_SIZES = (int, float, bool)
_encoded = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
_JSON, _IN_ANY_ORDER = "\0=", "\0~"
"""What values as JSON begin with, to tell them from texts; those of sets and flags are sorted."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """What somebody may mean: its value, and the texts that mean it.

    ``apart`` are those that tell it from values of other classes. As ``shown`` people see it, and
    as ``forms`` it is taken, too. ``names`` are what the game calls it.
    """

    value: Any
    apart: tuple[str, ...]
    shown: tuple[str, ...]
    forms: tuple[str, ...]
    names: tuple[str, ...] = ()

    def full(self) -> str:
        """Return the text that is no other candidate, whatever is shown of that."""
        return told_in_full(self.value)

    def listed(self) -> list[str]:
        """Return the texts of which a list takes the first that means nothing else, or the full."""
        called = escaped(min(self.names, key=len, default="").partition(",")[0])
        listed = [called] if called and called == called.strip() else []
        told = told_apart(self.value)
        if type(self.value) is not str:
            return [*listed, *self.shown, told]
        return [*listed, *([] if "," in told else self.shown), told, json.dumps(self.value)]


def candidate(value: Any, names: Iterable[str] = ()) -> Candidate:
    """Return a value as it may be asked for, with what the game calls it."""
    shown, text = value_text(value), str(value)
    forms = {text: None, escaped(text): None}
    forms.pop(shown, None)
    if type(value) not in _SIZES:
        forms[json_form(value)] = None
    apart = () if type(value) is str else (told_apart(value),)  # of a text it is the JSON form
    return Candidate(value, apart, (shown,), tuple(forms), tuple(names))


def plainly(asked: str) -> Any:
    """Return the number, truth value or text in quotes that somebody writes, else the text itself.

    A number may have a # before it.
    """
    number = _NUMBER.fullmatch(asked)
    if number:
        return int(number[1])
    with suppress(ValueError):
        value = parse_value(asked)
        if isinstance(value, (bool, int, float)) or is_quoted(asked):
            return value
    return asked


def is_quoted(asked: str) -> bool:
    """Whether a text stands in quotes."""
    return QUOTED.fullmatch(asked) is not None


def json_form(value: Any) -> str:
    """Return a value as JSON, for comparing; of sets and flags in an order of its own."""
    plain = jsonable(value)
    if isinstance(value, (set, frozenset, Flag)):
        return _IN_ANY_ORDER + _json(in_order(plain))
    return _JSON + _json(plain)


def json_forms(asked: str) -> tuple[str, ...]:
    """Return what ``json_form`` gives of a value that somebody writes as JSON, or as a text."""
    try:
        plain = jsonable(parse_value(asked))
        if isinstance(plain, list):
            return _JSON + _json(plain), _IN_ANY_ORDER + _json(in_order(plain))
        return (_JSON + _json(plain),)
    except (ValueError, RecursionError):
        return ()


def _json(plain: Any) -> str:
    return plain if isinstance(plain, str) else f"\0{_encoded(plain)}"


def folded(text: str) -> str:
    """Return text in a form for comparing, without differences of case or of encoding."""
    return composed(composed(text).casefold())
