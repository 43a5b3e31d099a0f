"""How a screen ends: what the window does next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leave:
    """Back to where one came from."""


@dataclass(frozen=True, slots=True)
class Quit:
    """The window is to be closed."""


@dataclass(frozen=True, slots=True)
class Open:
    """Watch the recording of this path."""

    path: str


@dataclass(frozen=True, slots=True)
class PlayOn:
    """Play on from this frame, as this player unless a person plays already."""

    frame: int
    player: int


Outcome = Leave | Quit | Open | PlayOn
