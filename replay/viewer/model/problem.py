"""Something that cannot be shown, and why: this is shown in its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """``title`` says what is missing, ``why`` is a sentence for people.

    ``onward`` is the next frame that can be shown again, if known.
    """

    title: str
    why: str
    onward: int | None = None


def because(title: str, cause: BaseException) -> Problem:
    """Return the problem for an exception raised by a game's code."""
    words = str(cause)
    kind = type(cause).__name__
    return Problem(title, f"{kind}: {words}" if words else kind)
