"""What a screen is, and the places one can go from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pygame import Surface
from pygame.event import Event

from game.options import Options


@dataclass(frozen=True, slots=True)
class ToTitle:
    """The title screen, with these settings filled in; ``notice`` is a sentence to read there."""

    options: Options
    notice: str = ""


@dataclass(frozen=True, slots=True)
class ToMatch:
    """A new match."""

    options: Options


@dataclass(frozen=True, slots=True)
class ToResult:
    """The result of the match that was recorded here and played with these settings."""

    path: Path
    options: Options


@dataclass(frozen=True, slots=True)
class ToViewer:
    """The viewer with this recording, and afterwards back to where one came from.

    Without a recording it is the viewer's own list of them.
    """

    path: Path | None
    back: ToTitle | ToResult


@dataclass(frozen=True, slots=True)
class Leave:
    """Out of the game."""


Going = ToTitle | ToMatch | ToResult | ToViewer | Leave


class Screen(Protocol):
    """One screen. ``going`` is None as long as it stays.

    ``close`` is called once, whatever happens, when the screen is left.
    """

    going: Going | None

    def handle(self, event: Event) -> None:
        """Hear a key, the mouse or the window."""
        ...

    def advance(self, elapsed_ms: float) -> None:
        """Let time pass."""
        ...

    def draw(self, surface: Surface) -> None:
        """Draw everything on a surface of 1280 × 720 pixels."""
        ...

    def close(self) -> None:
        """Give back what the screen holds open."""
        ...
