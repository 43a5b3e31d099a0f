"""Which values are the very same: of one class, and equal; as Python's ``==`` does not tell."""

from __future__ import annotations

from collections.abc import Hashable
from enum import Enum
from typing import Any

from replay.values.named_fields import MemberName, NamedFields, name_of
from replay.values.view_paths import fields_of

_PLAIN = frozenset({int, str, bool, bytes, type(None)})


def identity(value: Any) -> Hashable:
    """Return what only the same value has: True is no 1, -0.0 no 0.0, and NaN is itself."""
    cls = type(value)
    if cls in _PLAIN or isinstance(value, Enum):
        return cls, value
    if isinstance(value, float):
        return cls, repr(value)
    if isinstance(value, MemberName):
        return cls, value.enum, str(value)
    if isinstance(value, (tuple, list)):
        return cls, tuple(map(identity, value))
    if isinstance(value, (set, frozenset)):
        return cls, frozenset(map(identity, value))
    fields = tuple((name, identity(inner)) for name, inner in fields_of(value).items())
    if isinstance(value, NamedFields):
        return cls, name_of(value), fields
    return (cls, fields) if fields else (cls, value)
