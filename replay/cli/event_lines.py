"""Events as lines of JSON: the quick way for what most events are, plain numbers and enums.

The same text as ``json.dumps`` of ``replay.cli.telling.record``, escaped for the output.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum, Flag
from functools import partial
from math import isfinite
from operator import attrgetter
from typing import Any

from replay.cli.output import json_line
from replay.cli.telling import record
from replay.events import Event
from replay.values.jsonable import float_text
from replay.values.named_fields import NamedFields, names_and_values
from replay.values.timestamps import clock_of

MOST_KINDS = 1000
"""Kinds of data, and types of events, whose common parts are kept."""
_Way = tuple[Callable[[Any], tuple[Any, ...]] | None, str]
"""How data becomes JSON: what gets its values, and the text into which they are to be put."""


class EventLines:
    """Makes lines of events, and keeps what those of a type, and of a frame, have in common."""

    def __init__(self) -> None:
        self._ways: dict[object, _Way | None] = {}
        self._begins: dict[Any, str | None] = {}
        self._members: dict[int, str | None] = {}
        self._clock: object = None
        self._frame, self._time = -1, ""
        self._second: int | None = None
        self._begin_of_time = ""

    def line(self, number: int, event: Event[Any]) -> str:
        """Return an event's line."""
        begin, data = self._begin(event.type), self._data(event.data)
        if begin is None or data is None:
            return json_line(record(number, event))
        return f"{begin % (number, event.frame, self._timestamp(event))}{data}}}\n"

    def _begin(self, type_: Any) -> str | None:
        """The beginning of the lines of a type; None if its name is to be escaped."""
        try:
            return self._begins[type_]
        except KeyError:
            if len(self._begins) > MOST_KINDS:
                self._begins.clear()
            name = _name(type_.name)
            begin = '{"n": %d, "frame": %d, "timestamp": "%s", "type": '
            self._begins[type_] = name and f'{begin}{_literal(name)}, "data": '
            return self._begins[type_]

    def _data(self, data: Any) -> str | None:
        """The data as JSON; None if it is none of what is quickly put down."""
        cls: Any = type(data)
        if cls is NamedFields:
            cls, values = names_and_values(data)
        try:
            way = self._ways[cls]
        except KeyError:
            if len(self._ways) > MOST_KINDS:  # each opening of a file makes new ones
                self._ways.clear()
            way = self._ways[cls] = _way(data)
        if way is None:
            return None
        get, text = way
        if get is not None:
            values = get(data)
        if set(map(type, values)) <= _INT:
            return text % values
        shown = tuple(map(self._value, values))
        return None if None in shown else text % shown

    def _value(self, value: Any) -> str | None:
        if type(value) is int:
            return str(value)
        if value is None or type(value) is bool:
            return _CONSTANTS[value]
        if type(value) is float:
            text = float_text(value)
            return text if isfinite(value) else f'"{text}"'
        if not isinstance(value, Enum):
            return _name(value) if isinstance(value, str) else None
        if isinstance(value, Flag):
            return None
        known = self._members.get(id(value))  # members are never collected; equal ones may differ
        if known is None:
            known = self._members[id(value)] = _name(value.name)
        return known

    def _timestamp(self, event: Event[Any]) -> str:
        """The timestamp; made once for all events of a frame that share it."""
        clock, frame = clock_of(event), event.frame
        if clock is None:
            return event.timestamp.isoformat(timespec="milliseconds")
        if clock is not self._clock or frame != self._frame:
            second, rest = divmod(clock.time_of(frame), 1000)
            if second != self._second:
                begin = event.timestamp  # which raises what is wrong with it
                self._second, self._begin_of_time = second, begin.isoformat(timespec="seconds")[:-6]
            self._time = f"{self._begin_of_time}.{rest:03}+00:00"
            self._clock, self._frame = clock, frame
        return self._time


_INT = {int}
_CONSTANTS = {None: "null", False: "false", True: "true"}


def _literal(text: str) -> str:
    """Text as it stands for itself where values are put in by ``%``."""
    return text.replace("%", "%%")


def _name(name: str) -> str | None:
    """A name as JSON; None if something in it is to be escaped."""
    text = json.dumps(name)
    return text if name.isprintable() and text == f'"{name}"' else None


def _way(data: Any) -> _Way | None:
    if type(data) is NamedFields:
        names = names_and_values(data)[0].fields
        get: Any = None
    elif is_dataclass(data):
        names = tuple(field.name for field in fields(data))
        get = attrgetter(*names) if len(names) > 1 else partial(_few, names)
    else:
        return None
    keys = [_name(name) for name in names]
    if None in keys:
        return None
    return get, "{" + ", ".join(f"{_literal(str(key))}: %s" for key in keys) + "}"


def _few(names: tuple[str, ...], data: Any) -> tuple[Any, ...]:
    return tuple(getattr(data, name) for name in names)
