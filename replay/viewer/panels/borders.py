"""The borders between panels: a handle shows where one can be dragged."""

from __future__ import annotations

from pygame import Rect, Surface

from replay.playback.commands import Border
from replay.ui import brush
from replay.ui.box import Box
from replay.ui.theme import INK, LINE, WHITE
from replay.viewer.arranging import Edge
from replay.viewer.scene import Scene

LONG, THICK = 44, 4
"""Length and thickness of the handle."""


class BorderHandle:
    """Paints the handle of one border while the pointer is on it, or drags it."""

    def __init__(self, border: Border) -> None:
        self._border = border

    def _edge(self, scene: Scene) -> Edge | None:
        return next((edge for edge in scene.layout.edges if edge.border is self._border), None)

    def box(self, scene: Scene) -> Box:
        """Return the gap between the panels; without height if it cannot be dragged."""
        edge = self._edge(scene)
        return Box(0, 0, 0, 0) if edge is None else edge.box

    def key(self, scene: Scene) -> object:
        """Changes with what the pointer is on."""
        return self._is_pointed(scene), self._edge(scene)

    def _is_pointed(self, scene: Scene) -> bool:
        return scene.edge is not None and scene.edge.border is self._border

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint the gap, and the handle in its middle."""
        box, edge = self.box(scene), self._edge(scene)
        brush.fill(target, INK, Rect(box))
        if edge is None or not self._is_pointed(scene):
            return
        handle = Rect(0, 0, *((THICK, LONG) if edge.across else (LONG, THICK)))
        handle.center = box.middle
        brush.rect(target, WHITE, handle, radius=2)
        brush.rect(target, LINE, handle.inflate(2, 2), width=1, radius=3)
