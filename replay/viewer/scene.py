"""What the window shows at one moment: everything a painter may look at.

A value: two equal scenes look the same. Knows no surface.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from pygame import Surface

from replay.ui.box import Box
from replay.viewer.arranging import Edge
from replay.viewer.layout import Layout
from replay.viewer.model.axis import Axis
from replay.viewer.model.blame_chain import Blamed
from replay.viewer.model.problem import Problem
from replay.viewer.model.session import Session


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment of one recording in one window.

    ``player`` is the number of the chosen player, ``quiet`` whether quiet events are listed,
    ``pointer`` where the mouse is (None: not in the window), ``pointed`` the frame under it if
    it is on the timeline, ``blamed`` the answer to a blame query, if there was one. ``growing``:
    the recording is being written; ``following``: the playhead follows its end; ``horizon`` is
    the last frame that the timeline has room for. ``edge``: the border under the pointer.
    ``focused``: the keyboard has brought the pointer where it is, to ``spot``, if that is one.
    ``resting``: the pointer has been still for a moment; ``said``: what is said for a moment.
    ``tabs``: the names of the open recordings, and which one is shown.
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
    edge: Edge | None = None
    focused: bool = False
    spot: Box | None = None
    resting: bool = False
    tabs: tuple[tuple[str, ...], int] = ((), 0)
    said: str = ""


class Painter(Protocol):
    """A part of the window. It is repainted only when its key changes."""

    def box(self, scene: Scene) -> Box:
        """Return the box in which it paints, and nowhere else."""
        ...

    def key(self, scene: Scene) -> object:
        """Return everything its look depends on, including what can change in the session."""
        ...

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint all of its box."""
        ...
