"""Something that cannot be shown, and why: this is shown in its place."""

from __future__ import annotations

from dataclasses import dataclass

from replay.errors import text_of


@dataclass(frozen=True, slots=True)
class Problem:
    """``title`` says what is missing, ``why`` is a sentence for people.

    ``onward`` is the next frame that can be shown again, if known.
    """

    title: str
    why: str
    onward: int | None = None

    @property
    def sentence(self) -> str:
        """Both in one."""
        return f"{self.title}: {self.why}"


def because(title: str, cause: BaseException) -> Problem:
    """Return the problem for an exception raised by a game's code, its notes included."""
    told = ": ".join(filter(None, (type(cause).__name__, text_of(cause))))
    notes = getattr(cause, "__notes__", ())
    if not isinstance(notes, (list, tuple)):
        notes = ()
    return Problem(title, ", ".join((told, *map(text_of, notes))))
