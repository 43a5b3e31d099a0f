"""Values that look alike, told apart by their classes: ``K.RED``, ``"RED"``, ``Fl(0)``, ``()``."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import Enum
from typing import Any

from replay.values.escaping import escaped
from replay.values.named_fields import MemberName, NamedFields, name_of
from replay.values.path_text import quoted
from replay.values.value_text import value_text
from replay.values.view_paths import fields_of

_PLAIN = (int, float, type(None))


def told_apart(value: Any) -> str:
    """Return a value as nothing of another class is written: texts in quotes, members with enums.

    So is what lists, tuples, sets and records hold. Numbers are as they are shown; all else is as
    Python has it.
    """
    return _told(value, lambda cls: cls.__name__, quoted)


def told_in_full(value: Any) -> str:
    """Return the same with the modules of classes, and a text in single quotes, as none is shown.

    For values of classes of one name, and for texts that other values look like.
    """
    told = _told(value, lambda cls: f"{cls.__module__}.{cls.__qualname__}", json.dumps)
    if isinstance(value, str) and not isinstance(value, (Enum, MemberName)):
        return "'" + told[1:-1].replace("'", "\\'") + "'"
    module = f"{type(value).__module__}."
    return told if told.startswith(module) else module + told


def _told(value: Any, called: Callable[[type], str], text: Callable[[str], str]) -> str:
    def told(inner: Any) -> str:
        return _told(inner, called, text)

    if isinstance(value, MemberName):
        return escaped(f"{value.enum}.{value}")
    if isinstance(value, Enum):
        name = called(type(value))
        return escaped(f"{name}.{value.name}" if value.name else f"{name}({value.value})")
    if isinstance(value, str):
        return text(value)
    if isinstance(value, _PLAIN):
        return value_text(value)
    if type(value) in (tuple, list):
        inside = ", ".join(map(told, value))
        if type(value) is list:
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if type(value) in (set, frozenset) and value:
        inside = f"{{{', '.join(sorted(map(told, value)))}}}"
        return inside if type(value) is set else f"frozenset({inside})"
    if fields := fields_of(value):
        name = name_of(value) if isinstance(value, NamedFields) else called(type(value))
        inside = ", ".join(f"{field}={told(inner)}" for field, inner in fields.items())
        return escaped(f"{name}({inside})")
    return escaped(repr(value))
