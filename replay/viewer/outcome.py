"""How a screen ends: what the window does next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leave:
    """Go back to the previous screen."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Close the window."""


@dataclass(frozen=True, slots=True)
class Open:
    """Watch the recording at this path, and the ``others``.

    ``replaced``: it took the place of what was watched.
    """

    path: str
    replaced: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnTo:
    """Watch another of the open recordings, by its place."""

    tab: int


@dataclass(frozen=True, slots=True)
class Shut:
    """Close the recording that is watched, and watch another open one."""


@dataclass(frozen=True, slots=True)
class PlayOn:
    """Play on from this frame, as this player unless the match already has a person."""

    frame: int
    player: int


Outcome = Leave | Quit | Open | PlayOn | TurnTo | Shut
