"""Dumping: a projection's state as bytes and back, tried before anything depends on it.

Knows projections and plain data; no event and no open file.
"""

from __future__ import annotations

from typing import Any, TypeVar

from replay.file.keyframes import Keeper
from replay.projections import Projection
from replay.states.identity import identity_of
from replay.values.msgpack_codec import check_plain, pack, unpack_own

S = TypeVar("S")
REMEDY = (
    "give it a dump() that returns plain data (lists, dicts, numbers, text, bytes, None), "
    "and a load() that makes the state of that again"
)


def dumped(projection: Projection[Any, S], state: S, *, check: bool = True) -> bytes:
    """Return a state's ``dump`` as MessagePack. Raises TypeError if it is no plain data.

    ``check``: try, too, that it can be read back, which takes as long again.
    """
    plain = projection.dump(state)
    try:
        return _packed(plain) if check else pack(plain)
    except (TypeError, ValueError, OverflowError) as cause:
        told = f"a {type(state).__name__} of {told_name(projection)} is not dumped as plain data"
        raise TypeError(f"{told} ({cause}): {REMEDY}") from cause


def _packed(plain: object) -> bytes:
    """Pack plain data; raise TypeError for a key that is packed but cannot be read back, a tuple.

    Reading it back costs less than looking at every key.
    """
    packed = pack(plain)
    try:
        unpack_own(packed)
    except TypeError:
        check_plain(plain, "it")
        raise
    return packed


def try_dump(projection: Projection[Any, S], state: S) -> None:
    """Dump a state, load that and dump it again.

    Raises TypeError unless both dumps are equal, and the loaded state has the same type. What
    ``dump`` and ``load`` themselves raise is passed on, with a note.
    """
    try:
        packed = dumped(projection, state)
        loaded = projection.load(unpack_own(packed))
        if type(loaded) is not type(state):
            types = f"a {type(loaded).__name__} of what was a {type(state).__name__}"
            raise TypeError(f"load() of {told_name(projection)} makes {types}: {REMEDY}")
        again = dumped(projection, loaded)
    except Exception as trouble:
        trouble.add_note(f"when dump() and load() of {told_name(projection)} were tried")
        raise
    if again != packed:
        raise TypeError(
            f"load() of {told_name(projection)} makes another state of what dump() gave: {REMEDY}"
        )


def keeper_of_keyframes(projection: Projection[Any, Any] | None) -> Keeper | None:
    """Return what keeps this projection's states as keyframes; None if it can have none.

    Tries ``dump`` and ``load`` of its initial state; raises what ``try_dump`` raises.
    """
    if projection is None:
        return None
    try_dump(projection, projection.initial())
    identity = identity_of(projection)
    return None if identity is None else Keeper(projection, identity[2], projection.initial)


def told_name(projection: Projection[Any, Any]) -> str:
    """Say which projection it is: its name, or its class's."""
    return f"the projection {projection.name or type(projection).__name__!r}"
