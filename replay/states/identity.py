"""Identity: which projection a saved state is of, so that it is never taken for another's.

A projection is its name, its version and its parameters; modules and classes are no part of it.
Knows projections and plain data; no state, no event and no file.
"""

from __future__ import annotations

import warnings
from typing import Any

from replay.errors import NoKeyframes
from replay.file.keyframes import MAX_PARAMETERS
from replay.projections import ENGINE, Projection, is_the_engines
from replay.values.msgpack_codec import pack_ordered

Identity = tuple[str, int, bytes]
"""How a file says which projection a state is of: name, version, packed parameters."""


NOBODY: Identity = ("", 0, b"")
"""Whose no saved state is."""


def identity_of(projection: Projection[Any, Any]) -> Identity | None:
    """Return what identifies a projection's saved states; None if it can have none.

    It has none without a name of its own. Warns (NoKeyframes) if its parameters are no plain data
    or too large, and raises ValueError for a name that only the engine may use, TypeError for a
    version that is no whole number.
    """
    name = own_name(projection)
    if not name:
        return None
    if type(projection.version) is not int:
        raise TypeError(f"the version of {name!r} is a whole number, not {projection.version!r}")
    parameters = _parameters(projection, name)
    return None if parameters is None else (name, projection.version, parameters)


def own_name(projection: Projection[Any, Any]) -> str:
    """Return the name that a projection's class, or itself, was given; "" if that is inherited."""
    if "name" not in vars(type(projection)) and "name" not in getattr(projection, "__dict__", {}):
        return ""
    name = projection.name
    if name.startswith(ENGINE) and not is_the_engines(type(projection)):
        raise ValueError(f"names that begin with {ENGINE!r} are the engine's own, not {name!r}")
    return name


def _parameters(projection: Projection[Any, Any], name: str) -> bytes | None:
    """Return a projection's parameters as bytes, empty if it has none.

    None, with a warning, if a file cannot hold them.
    """
    parameters = projection.parameters
    if parameters is None or (type(parameters) in (dict, list, tuple) and not parameters):
        return b""
    try:
        packed = pack_ordered(parameters)
    except (TypeError, ValueError) as problem:
        remedy = "Give it parameters that are: lists, dicts, numbers, text, bytes, None"
        _warn(name, f"its parameters are no plain data ({problem}). {remedy}")
        return None
    if len(packed) > MAX_PARAMETERS:
        size = f"its parameters have {len(packed)} bytes, more than {MAX_PARAMETERS}"
        _warn(name, f"{size}. Give it smaller ones, a hash of them say")
        return None
    return packed


def _warn(name: str, problem: str) -> None:
    warnings.warn(f"the projection {name!r} has no keyframes: {problem}", NoKeyframes, stacklevel=6)


def is_of_old_event_counts(owner: tuple[str, int], state: object) -> bool:
    """Whether a keyframe is of the engine's event counts by its old name, which games may use."""
    if owner != ("tally", 1):
        return False
    return isinstance(state, dict) and all(
        isinstance(entry, dict) and entry.keys() == {"count", "frame", "last"}
        for entry in state.values()
    )
