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
    """Watch the recording at this path; ``replaced``: it took the place of what was watched."""

    path: str
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class PlayOn:
    """Play on from this frame, as this player unless the match already has a person."""

    frame: int
    player: int


Outcome = Leave | Quit | Open | PlayOn
