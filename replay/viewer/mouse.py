"""The mouse: where it is, what it drags, and which commands clicks and the wheel give.

Knows the panels it can be on. Its only state is the position and what is dragged.
"""

from __future__ import annotations

import pygame
from pygame.event import Event

from replay.playback.commands import (
    Blame,
    Command,
    FollowEvents,
    KeepRow,
    Listed,
    MoveBorder,
    OpenMenu,
    Scroll,
    ScrollTo,
    StepBy,
)
from replay.viewer.arranging import Edge
from replay.viewer.layout import Layout
from replay.viewer.model.axis import Axis
from replay.viewer.panels.panels import Panels
from replay.viewer.scene import Scene
from replay.viewer.timeline_mouse import BESIDE, TimelineMouse

LEFT_BUTTON, RIGHT_BUTTON = 1, 3
ROWS_A_NOTCH = 3


class Mouse:
    """The pointer over a viewer. ``pointer`` is where it is, None if it is not in the window."""

    def __init__(self, panels: Panels) -> None:
        self._panels = panels
        self._timeline = TimelineMouse()
        self._edge: str | None = None
        """The name of the border that is being dragged."""
        self._scrolled: Listed | None = None
        """Whose scrollbar is being dragged."""
        self.pointer: tuple[int, int] | None = None

    @property
    def scrubbing(self) -> bool:
        """Whether the playhead is being dragged; playback does not move it then."""
        return self._timeline.scrubbing

    def edge(self, layout: Layout) -> Edge | None:
        """Return the border under the pointer, or the one that is dragged."""
        for edge in layout.edges:
            if self._edge == edge.name:
                return edge
            if self._edge is None and self.pointer is not None and edge.box.holds(self.pointer):
                return None if self._drags else edge
        return None

    @property
    def _drags(self) -> bool:
        return self.scrubbing or self._scrolled is not None

    def pointed(self, layout: Layout, axis: Axis) -> int | None:
        """Return the frame under the pointer, or None if it is not on the timeline."""
        if self.pointer is None or self._scrolled is not None:
            return None
        on_strip = layout.strip.inset(-BESIDE, 0).holds(self.pointer)
        return axis.frame_from_x(self.pointer[0]) if on_strip or self.scrubbing else None

    def commands(self, event: Event, scene: Scene, *, shift: bool) -> list[Command]:
        """Return the commands that a mouse event gives; other events give none.

        ``scene`` is what was visible at the time of the event; ``shift``: whether Shift is held.
        """
        if event.type == pygame.MOUSEMOTION:
            self.pointer = event.pos
            if not any(getattr(event, "buttons", (1,))):
                self.let_go()  # the release event went to another window, or was lost
            return self._dragged(scene, event.pos, shift=shift)
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == LEFT_BUTTON:
            self.pointer = event.pos
            return self._pressed(scene, event.pos, shift=shift)
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == RIGHT_BUTTON:
            self.pointer = event.pos
            return self._asked(scene, event.pos)
        if event.type == pygame.MOUSEBUTTONUP and event.button == LEFT_BUTTON:
            done = self._timeline.release(scene, event.pos)
            self.let_go()
            return done
        if event.type == pygame.MOUSEWHEEL and self.pointer is not None:
            return self._turned(scene, event, self.pointer, shift=shift)
        if event.type == pygame.WINDOWLEAVE and not (self._drags or self._edge):
            self.pointer = None
        return []

    def let_go(self) -> None:
        """End a drag."""
        self._timeline.let_go()
        self._scrolled = self._edge = None

    def _pressed(self, scene: Scene, position: tuple[int, int], *, shift: bool) -> list[Command]:
        if (edge := self.edge(scene.layout)) is not None:
            self._edge = edge.name
            return []
        if scene.layout.strip.inset(-BESIDE, 0).holds(position):
            return self._timeline.press(scene, position, shift=shift)
        if self._grasped_bar(scene, position):
            return self._dragged(scene, position, shift=shift)
        if self._panels.events.wants_following(scene, position):
            return [FollowEvents()]
        return self._clicked(scene, position)

    def _grasped_bar(self, scene: Scene, position: tuple[int, int]) -> bool:
        for what, rows in self._panels.scrolled.items():
            if rows.box(scene).holds(position) and rows.on_bar(scene, position):
                self._scrolled = what
                return True
        return False

    def _clicked(self, scene: Scene, position: tuple[int, int]) -> list[Command]:
        for panel in self._panels.clicked:
            if panel.box(scene).holds(position):
                command = panel.command_at(scene, position)
                return [] if command is None else [command]
        for what, rows in self._panels.rows.items():
            if rows.box(scene).holds(position):
                sought = rows.command_at(scene, position)
                # The click's command is carried out, and the row keeps its place on the screen.
                return [] if sought is None else [sought, KeepRow(what, rows.first_row(scene))]
        return []

    def _asked(self, scene: Scene, position: tuple[int, int]) -> list[Command]:
        """Blame the thing at a position; elsewhere open a menu; put a border where it belongs."""
        if (edge := self.edge(scene.layout)) is not None:
            return [MoveBorder(edge.name, None)]
        if self._panels.thing_at(scene, position) is not None:
            return [Blame()]
        return [OpenMenu(position)]

    def _dragged(self, scene: Scene, position: tuple[int, int], *, shift: bool) -> list[Command]:
        if self._scrolled is not None:
            return [ScrollTo(self._scrolled, position[1])]
        if self._edge is not None:
            edge = self.edge(scene.layout)
            return [] if edge is None else [MoveBorder(edge.name, edge.share_at(position))]
        return self._timeline.move(scene, position, shift=shift)

    def _turned(
        self, scene: Scene, wheel: Event, position: tuple[int, int], *, shift: bool
    ) -> list[Command]:
        """Turn the wheel: down goes later or scrolls down; on the timeline up zooms in."""
        layout, notches = scene.layout, wheel.y
        if layout.events.holds(position):
            return [Scroll(Listed.EVENTS, -notches * ROWS_A_NOTCH)]
        if self._panels.tree.box(scene).holds(position):
            return [Scroll(Listed.STATE, -notches * ROWS_A_NOTCH)]
        if layout.blame.holds(position):
            return [Scroll(Listed.BLAME, -notches)]
        if layout.stage.holds(position):
            return [StepBy(-notches)]
        if layout.timeline.holds(position):
            return self._timeline.turn(scene, wheel.x, notches, shift=shift)
        return []
