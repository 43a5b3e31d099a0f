"""Values that look alike, told apart by their classes: ``K.RED``, ``"RED"``, ``Fl(0)``, ``()``."""

from __future__ import annotations

from enum import Enum
from typing import Any

from replay.values.named_fields import MemberName
from replay.values.path_text import quoted
from replay.values.value_text import value_text


def told_apart(value: Any) -> str:
    """Return a value as nothing of another class is written: texts in quotes, members with enums.

    Numbers are as they are shown; all else is as Python has it.
    """
    if isinstance(value, MemberName):
        return f"{value.enum}.{value}"
    if isinstance(value, Enum):
        name = type(value).__name__
        return f"{name}.{value.name}" if value.name else f"{name}({value.value})"
    if isinstance(value, str):
        return quoted(value)
    return value_text(value) if value is None or isinstance(value, (int, float)) else repr(value)
