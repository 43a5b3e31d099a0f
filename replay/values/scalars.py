"""Plain values: which ones can be written as each of the six plain types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from replay.values.descriptions import SCALARS
from replay.values.misfits import Misfit, WrongType, WrongValue, shown
from replay.values.msgpack_codec import MAX_INT, MIN_INT
from replay.values.shapes import Scalar, Shape


def check_scalar(shape: Scalar, value: Any) -> Any:
    """Return the value; raise a Misfit if it is not of exactly that type, or cannot be written."""
    type_: Any = SCALARS[shape.name]
    if type(value) is not type_:
        raise wrong_scalar(shape.name, value)
    if shape.name == "int" and not MIN_INT <= value <= MAX_INT:
        raise wrong_scalar(shape.name, value)
    if shape.name == "str" and not value.isascii():
        check_text(value)
    if shape.only is not None and value not in shape.only:
        wanted = ", ".join(map(repr, shape.only))
        raise WrongValue(f"should be one of {shown_all(wanted)}, not {shown(value)}")
    return value


def are_scalars(shape: Shape, values: Sequence[Any]) -> bool:
    """Whether all are plain values of this type that need no closer look: a quick check of many.

    If it returns False, ``check_scalar`` says of each.
    """
    if not isinstance(shape, Scalar) or shape.name == "str" or shape.only is not None:
        return False
    if not set(map(type, values)) <= {SCALARS[shape.name]}:
        return False
    return shape.name != "int" or not values or MIN_INT <= min(values) <= max(values) <= MAX_INT


def shown_all(text: str) -> str:
    """Return a list of alternatives, shortened."""
    return text if len(text) <= 200 else text[:199] + "…"


def wrong_scalar(name: str, value: Any) -> Misfit:
    """Return what is wrong with a value that is not of a plain type, or too large for it."""
    if name == "int" and type(value) is int:
        return WrongValue(f"does not fit into 64 bits: it has {value.bit_length()}")
    return WrongType(f"should be {name}, not {shown(value)}")


def check_text(value: str) -> None:
    """Raise a Misfit for text that cannot be encoded in UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError as cause:
        raise WrongValue(f"is no text that UTF-8 can hold: {cause.reason}") from None


def whole_as_float(value: int) -> float:
    """Return the float that equals an integer; raise a Misfit if none does."""
    try:
        number = float(value)
    except OverflowError:
        number = 0.0
    if number != value:
        raise WrongValue(f"should be float, and no float equals the integer {shown(value)}")
    return number
