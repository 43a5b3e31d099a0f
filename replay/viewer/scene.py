"""What the window shows at one moment: everything a painter may look at.

A value: two equal scenes look the same. Knows no surface.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from pygame import Surface

from replay.ui.box import Box
from replay.viewer.layout import Layout
from replay.viewer.model.axis import Axis
from replay.viewer.model.blame_chain import Blamed
from replay.viewer.model.problem import Problem
from replay.viewer.model.session import Session


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment of one recording in one window.

    ``player`` is the number of who is looked at, ``quiet`` whether quiet events are listed,
    ``pointer`` where the mouse is (None: not in the window), ``pointed`` the frame under it if
    it is on the timeline, ``blamed`` what led to something, if that is asked. ``growing``:
    somebody is writing the recording; ``following``: it is played as it comes; ``horizon`` is the
    last frame that the timeline has room for.
    """

    session: Session
    layout: Layout
    axis: Axis
    frame: int
    playing: bool
    speed: Fraction
    player: int
    quiet: bool
    horizon: int
    growing: bool = False
    following: bool = False
    pointer: tuple[int, int] | None = None
    pointed: int | None = None
    blamed: Blamed | Problem | None = None


class Painter(Protocol):
    """A part of the window. As long as its key stays equal, it looks the same."""

    def box(self, scene: Scene) -> Box:
        """Return where it paints; nowhere else."""
        ...

    def key(self, scene: Scene) -> object:
        """Return everything that its looks depend on; of the session, what can change."""
        ...

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint all of its box."""
        ...
