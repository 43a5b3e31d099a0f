"""Values as JSON can hold them: named fields as objects, enums as their members' names."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from enum import Enum, Flag
from typing import Any

from replay.values.named_fields import NamedFields


def plain(value: Any) -> Any:
    """Return event data, metadata or a view as plain JSON data.

    Bytes become hexadecimal, a combination of flags the list of their names.
    """
    if isinstance(value, Flag):
        return [member.name for member in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value.name if isinstance(value, Enum) else value
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, NamedFields):
        return {name: plain(inner) for name, inner in value.as_dict().items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key if isinstance(key, str) else str(key): plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(inner) for inner in value]
    return str(value)
