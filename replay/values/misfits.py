"""Misfits: what is wrong with a value, and where in its payload it lies: ``Took.items[2].name``.

It is raised at the value; each enclosing value then prepends its own part to the path.
"""

from __future__ import annotations

LONGEST = 60
"""Letters of a value that are shown."""


class Misfit(Exception):
    """A value that does not fit its type: ``where`` it is, and what the ``problem`` is."""

    def __init__(self, problem: str, where: str = "") -> None:
        super().__init__(problem, where)
        self.problem = problem
        self.where = where

    def __str__(self) -> str:
        return f"{self.where} {self.problem}"


class WrongType(Misfit, TypeError):
    """It has another type."""


class WrongValue(Misfit, ValueError):
    """It has the right type, but cannot be written."""


def shown(value: object) -> str:
    """Return a value as an error shows it, whatever its size and its ``__repr__``."""
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001  # a caller's __repr__ must not hide the actual error
        text = f"<a {type(value).__name__} that cannot be shown>"
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def not_of(wanted: type, value: object) -> WrongType:
    """Return the error for a value that is no instance of exactly this class."""
    problem = f"should be {wanted.__name__}, not {shown(value)}"
    if isinstance(value, wanted) and wanted.__module__ != "builtins":
        subclass = type(value).__name__
        problem += f": write {wanted.__name__} | {subclass} where a {subclass} may be, too"
    elif type(value).__name__ == wanted.__name__:
        problem += ", which is of another class with that name"
    return WrongType(problem)
