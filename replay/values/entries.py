"""What is in a value by names: the entries of mappings, records and lists, for whoever shows them.

Paths, the command ``state`` and the viewer's tree all take what is in a value from here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple

from replay.values.key_names import named_steps
from replay.values.named_fields import NamedFields


class Entry(NamedTuple):
    """A value in another one: the step that leads to it, how that is written, and the value."""

    step: str | int
    name: str
    value: Any


def entries_of(value: Any) -> list[Entry]:
    """Return what is in a mapping, record, list or tuple, in order; in anything else is nothing."""
    if isinstance(value, (list, tuple)):
        return [Entry(place, str(place), inner) for place, inner in enumerate(value)]
    inside = named_in(value)
    named = zip(named_steps(inside), inside.values(), strict=True)
    return [Entry(step, name, inner) for (step, name), inner in named]


def named_in(value: Any) -> Mapping[Any, Any]:
    """Return what is in a mapping or a record by its keys, or names of fields; else nothing."""
    return value if isinstance(value, Mapping) else fields_of(value)


def is_container(value: Any) -> bool:
    """Whether something can be in a value at all, even if nothing is."""
    return isinstance(value, (Mapping, list, tuple)) or bool(fields_of(value))


def fields_of(value: Any) -> dict[str, Any]:
    """Return the fields of a record, by name; of what is none, nothing."""
    if isinstance(value, NamedFields):
        return value.as_dict()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return {}
