"""The protocol of a screen, and the screens that can follow one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pygame import Surface
from pygame.event import Event

from game.options import Options


@dataclass(frozen=True, slots=True)
class ToTitle:
    """The title screen, with these settings filled in; ``notice`` is a sentence shown there."""

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
    """The viewer with this recording, and ``back`` to the screen before it.

    Without a recording, the viewer's list of recordings.
    """

    path: Path | None
    back: ToTitle | ToResult


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave the game."""


Going = ToTitle | ToMatch | ToResult | ToViewer | Leave


class Screen(Protocol):
    """One screen. ``going`` is None while it is shown, then what follows it.

    ``close`` is called once when the screen is left, even after an exception.
    """

    going: Going | None

    def handle(self, event: Event) -> None:
        """Handle an event of keys, mouse or window."""
        ...

    def advance(self, elapsed_ms: float) -> None:
        """Let time pass."""
        ...

    def draw(self, surface: Surface) -> None:
        """Draw everything on a surface of 1280 × 720 pixels."""
        ...

    def close(self) -> None:
        """Close what the screen holds open."""
        ...
