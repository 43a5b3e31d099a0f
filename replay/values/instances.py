"""What an instance of a dataclass consists of, and where each of its fields is kept.

A payload is read by filling in its fields, without ``__new__``, ``__init__``, ``__post_init__``.
That restores what was written only if instances have no other content than their fields; classes
for which that cannot be assured are refused.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from functools import cached_property
from types import MemberDescriptorType
from typing import Any

from replay.values.misfits import WrongType

Store = Callable[[Any, Any], None] | None
"""Sets a field's slot; None for a field that is kept in the instance's ``__dict__``."""


def stores(cls: type) -> dict[str, Store]:
    """Return how each field of a dataclass is set. Raises TypeError for a class refused."""
    names = [field.name for field in dataclasses.fields(cls)]
    _refuse(cls, names)
    return {name: _store(cls, name) for name in names}


def _refuse(cls: type, names: list[str]) -> None:
    name, plain = cls.__name__, vars(object)
    if not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        raise TypeError(f"{name} must be frozen: events never change")
    if inspect.isabstract(cls):
        raise TypeError(f"{name} is abstract, so nothing is one: name the classes that there are")
    try:
        object.__new__(cls)
    except TypeError as cause:
        raise TypeError(f"{name} is more than its fields: {cause}") from cause
    if inspect.getattr_static(cls, "__eq__") is plain["__eq__"]:
        raise TypeError(f"{name} has eq=False: what is read could never equal what was written")
    if inspect.getattr_static(cls, "__getattribute__") is not plain["__getattribute__"]:
        raise TypeError(f"{name} has a __getattribute__ of its own, so what is in it is not known")
    for base in cls.__mro__:
        for slot, value in vars(base).items():
            if isinstance(value, MemberDescriptorType) and slot not in names:
                raise TypeError(f"{name} has the slot {slot!r}, which is no field of it")


def _store(cls: type, name: str) -> Store:
    found = inspect.getattr_static(cls, name, None)
    if isinstance(found, MemberDescriptorType):
        return found.__set__
    if hasattr(type(found), "__get__") or hasattr(type(found), "__set__"):
        raise TypeError(f"{cls.__name__}.{name} is computed by a {type(found).__name__}, not kept")
    if not cls.__dictoffset__:
        raise TypeError(f"{cls.__name__} has no place for its field {name!r}")
    return None


def is_open(cls: type) -> bool:
    """Whether its instances have a ``__dict__``, in which there may be more than fields."""
    return bool(cls.__dictoffset__)


def refuse_more(value: Any, names: frozenset[str]) -> None:
    """Raise TypeError if an instance has attributes that are neither fields nor caches of them."""
    for name in value.__dict__.keys() - names:
        is_cache = isinstance(inspect.getattr_static(type(value), name, None), cached_property)
        if not is_cache and name != "__orig_class__":  # set by typing on a Box[int](1)
            raise WrongType(
                f"has an attribute {name!r} besides the fields of {type(value).__name__}, which "
                "would not be read again: make it a field(init=False) or a property"
            )
