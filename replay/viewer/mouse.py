"""What the mouse means: where it is, what it drags, what a click and the wheel ask for.

Knows the panels it can be on. Changes nothing itself but what is being dragged.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Protocol

import pygame
from pygame.event import Event

from replay.playback.commands import Blame, Command, SeekTo, SkipSeconds, StepBy, ZoomIn, ZoomOut
from replay.viewer.layout import Layout
from replay.viewer.model.axis import Axis
from replay.viewer.panels.blame_panel import BlamePanel
from replay.viewer.panels.event_list import EventList
from replay.viewer.panels.header import Header
from replay.viewer.panels.inspector import Inspector
from replay.viewer.panels.picture import Picture, picked_at
from replay.viewer.panels.transport import Transport
from replay.viewer.scene import Scene

LEFT_BUTTON, RIGHT_BUTTON = 1, 3
ROWS_A_NOTCH = 3


class Pointed(Protocol):
    """What a mouse can do something to: a Viewer."""

    events: EventList
    blame: BlamePanel
    header: Header
    picture: Picture
    inspector: Inspector
    transport: Transport

    @property
    def scene(self) -> Scene:
        """What is to be seen."""
        ...

    @property
    def ctrl_held(self) -> bool:
        """Whether a Ctrl key is held down."""
        ...

    def do(self, command: Command) -> None:
        """Carry out a command."""
        ...


class Drag(Enum):
    """What the held button drags."""

    PLAYHEAD = auto()
    SCROLLBAR = auto()


class Mouse:
    """The pointer over a viewer. ``pointer`` is where it is, None if it is not in the window."""

    def __init__(self, viewer: Pointed) -> None:
        self._viewer = viewer
        self._drag: Drag | None = None
        self._scrolled: EventList | BlamePanel | Inspector = viewer.events
        self.pointer: tuple[int, int] | None = None

    @property
    def scrubbing(self) -> bool:
        """Whether the playhead is being dragged; time does not move it then."""
        return self._drag is Drag.PLAYHEAD

    def pointed(self, layout: Layout, axis: Axis) -> int | None:
        """Return the frame under the pointer, or None if it is not on the timeline."""
        if self.pointer is None or self._drag is Drag.SCROLLBAR:
            return None
        on_strip = layout.strip.inset(-6, 0).holds(self.pointer)
        return axis.frame_from_x(self.pointer[0]) if on_strip or self.scrubbing else None

    def handle(self, event: Event) -> None:
        """Do what an event of the mouse asks for; other events mean nothing here."""
        if event.type == pygame.MOUSEMOTION:
            self.pointer = event.pos
            if not any(getattr(event, "buttons", (1,))):
                self.let_go()  # the release was delivered elsewhere, or to nobody
            self._dragged(event.pos)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == LEFT_BUTTON:
            self.pointer = event.pos
            self._pressed(event.pos)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == RIGHT_BUTTON:
            self.pointer = event.pos
            self._asked(event.pos)
        elif event.type == pygame.MOUSEBUTTONUP and event.button == LEFT_BUTTON:
            self.let_go()
        elif event.type == pygame.MOUSEWHEEL and self.pointer is not None:
            self._turned(event.y, self.pointer)
        elif event.type == pygame.WINDOWLEAVE and self._drag is None:
            self.pointer = None

    def let_go(self) -> None:
        """End a drag."""
        self._drag = None

    def _pressed(self, place: tuple[int, int]) -> None:
        viewer, scene = self._viewer, self._viewer.scene
        if scene.layout.strip.inset(-6, 0).holds(place):
            self._drag = Drag.PLAYHEAD
            self._dragged(place)
        elif self._grasped_bar(scene, place):
            self._drag = Drag.SCROLLBAR
            self._dragged(place)
        elif viewer.events.wants_following(scene, place):
            viewer.events.follow()
        else:
            self._clicked(scene, place)

    def _grasped_bar(self, scene: Scene, place: tuple[int, int]) -> bool:
        for rows in (self._viewer.events, self._viewer.blame, self._viewer.inspector):
            if rows.box(scene).holds(place) and rows.on_bar(scene, place):
                self._scrolled = rows
                return True
        return False

    def _clicked(self, scene: Scene, place: tuple[int, int]) -> None:
        viewer = self._viewer
        for panel in (viewer.header, viewer.picture, viewer.inspector, viewer.transport):
            if panel.box(scene).holds(place):
                command = panel.command_at(scene, place)
                if command is not None:
                    viewer.do(command)
        for rows in (viewer.events, viewer.blame):
            if rows.box(scene).holds(place):
                self._clicked_in(rows, scene, place)

    def _clicked_in(
        self, rows: EventList | BlamePanel, scene: Scene, place: tuple[int, int]
    ) -> None:
        """Do what a row means, and leave the row where it is."""
        command, first = rows.command_at(scene, place), rows.first_row(scene)
        if command is not None:
            self._viewer.do(command)
        if isinstance(command, SeekTo):
            rows.stay(first)

    def _asked(self, place: tuple[int, int]) -> None:
        """Ask what led to what is there; there has to be something."""
        scene = self._viewer.scene
        if picked_at(scene, place) or self._viewer.inspector.picked_at(scene, place):
            self._viewer.do(Blame())

    def _dragged(self, place: tuple[int, int]) -> None:
        if self._drag is Drag.PLAYHEAD:
            self._viewer.do(SeekTo(self._viewer.scene.axis.frame_from_x(place[0])))
        elif self._drag is Drag.SCROLLBAR:
            self._scrolled.scroll_to(self._viewer.scene, place[1])

    def _turned(self, notches: int, place: tuple[int, int]) -> None:
        """Turn the wheel: down is later, and on the timeline with Ctrl, up is nearer."""
        viewer, scene = self._viewer, self._viewer.scene
        if scene.layout.events.holds(place):
            viewer.events.scroll(scene, -notches * ROWS_A_NOTCH)
        elif scene.layout.inspector.holds(place):
            viewer.inspector.scroll(scene, -notches * ROWS_A_NOTCH)
        elif scene.layout.blame.holds(place):
            viewer.blame.scroll(scene, -notches)
        elif scene.layout.stage.holds(place):
            viewer.do(StepBy(-notches))
        elif scene.layout.timeline.holds(place) and viewer.ctrl_held:
            for _ in range(abs(notches)):
                viewer.do(ZoomIn() if notches > 0 else ZoomOut())
        elif scene.layout.timeline.holds(place):
            viewer.do(SkipSeconds(-notches))
