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

    @property
    def sentence(self) -> str:
        """Both in one."""
        return f"{self.title}: {self.why}"


def because(title: str, cause: BaseException) -> Problem:
    """Return the problem for an exception raised by a game's code, its notes included."""
    told = ": ".join(filter(None, (type(cause).__name__, _text(cause))))
    return Problem(title, ", ".join((told, *map(_text, getattr(cause, "__notes__", ())))))


def _text(value: object) -> str:
    """Return a value as text; an exception of a game may not even have one."""
    try:
        return str(value)
    except Exception:  # noqa: BLE001 - what is told already is that something was raised
        return ""
