"""Identity: which projection a saved state is of, so that it is never taken for another's.

A projection is its name, its version and its parameters; modules and classes are no part of it.
Knows projections and plain data; no state, no event and no file.
"""

from __future__ import annotations

import warnings
from typing import Any

from replay.errors import NoKeyframes
from replay.projections import ENGINE, Projection, is_the_engines
from replay.values.msgpack_codec import pack_ordered, unpack

Owner = tuple[str, int]
"""How a file says which projection a keyframe is of: by name and version."""


def owner_of_keyframes(projection: Projection[Any, Any]) -> Owner | None:
    """Return what identifies a projection's keyframes in a file; None if it can have none.

    It has none without a name of its own, and none with parameters, which the formats before 3
    cannot store. Warns (NoKeyframes) if the parameters are no plain data, and raises ValueError
    for a name that only the engine may use, TypeError for a version that is no whole number.
    """
    name = own_name(projection)
    if not name:
        return None
    if type(projection.version) is not int:
        raise TypeError(f"the version of {name!r} is a whole number, not {projection.version!r}")
    return None if _has_parameters(projection, name) else (name, projection.version)


def own_name(projection: Projection[Any, Any]) -> str:
    """Return the name that a projection's class, or itself, was given; "" if that is inherited."""
    if "name" not in vars(type(projection)) and "name" not in getattr(projection, "__dict__", {}):
        return ""
    name = projection.name
    if name.startswith(ENGINE) and not is_the_engines(type(projection)):
        raise ValueError(f"names that begin with {ENGINE!r} are the engine's own, not {name!r}")
    return name


def _has_parameters(projection: Projection[Any, Any], name: str) -> bool:
    """Whether a projection has parameters; warns if they are no plain data."""
    parameters = projection.parameters
    if parameters is None or (type(parameters) in (dict, list, tuple) and not parameters):
        return False
    try:
        pack_ordered(parameters)
    except (TypeError, ValueError) as problem:
        warnings.warn(
            f"the projection {name!r} has no keyframes: its parameters are no plain data "
            f"({problem}). Give it parameters that are: lists, dicts, numbers, text, bytes, None",
            NoKeyframes,
            stacklevel=5,
        )
    return True


def is_of_old_event_counts(owner: Owner, packed: bytes) -> bool:
    """Whether a keyframe is of the engine's event counts by its old name, which games may use."""
    if owner != ("tally", 1):
        return False
    state = unpack(packed)
    return isinstance(state, dict) and all(
        isinstance(entry, dict) and entry.keys() == {"count", "frame", "last"}
        for entry in state.values()
    )
