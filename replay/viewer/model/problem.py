"""Something that cannot be shown, and why: what stands in the place where it would have been."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """``title`` says what is missing, ``why`` is a sentence for people.

    ``onward`` is the next frame at which there is something to see again, if that is known.
    """

    title: str
    why: str
    onward: int | None = None


def because(title: str, cause: BaseException) -> Problem:
    """Return the trouble that an exception of another program's code is."""
    words = str(cause)
    kind = type(cause).__name__
    return Problem(title, f"{kind}: {words}" if words else kind)
