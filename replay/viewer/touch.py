"""Two fingers on the timeline: what is under them stays under them, so they pan and zoom it.

One finger is the mouse: SDL makes it so.
"""

from __future__ import annotations

import pygame
from pygame.event import Event

from replay.playback.commands import Command, Listed, Scroll, ShowPart
from replay.viewer.panels.event_list import ROW
from replay.viewer.scene import Scene

EVENTS = (pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP)
LEAST_APART = 12
"""Units that fingers are apart at least, so that a pinch cannot zoom without bound."""


class Touch:
    """The fingers that are down."""

    def __init__(self) -> None:
        self._fingers: dict[int, tuple[float, float]] = {}
        self._held: tuple[float, float] | None = None
        self._rows = 0.0

    @property
    def several(self) -> bool:
        """Whether more fingers than one are down: then none of them is the mouse."""
        return len(self._fingers) > 1

    def commands(self, event: Event, scene: Scene) -> list[Command]:
        """Note where a finger is; return what two fingers do."""
        window = scene.layout.window
        before = self._middle
        if event.type == pygame.FINGERUP:
            self._fingers.pop(event.finger_id, None)
            self._held = None
            return []
        self._fingers[event.finger_id] = event.x * window.width, event.y * window.height
        if len(self._fingers) != 2:
            self._held = None
            return []
        (first, _), (second, _) = self._fingers.values()
        x, y = self._middle
        if scene.layout.timeline.holds((round(x), round(y))) or self._held is not None:
            return self._on_timeline(scene, first, second)
        return self._on_list(scene, y - before[1] if event.type == pygame.FINGERMOTION else 0.0)

    @property
    def _middle(self) -> tuple[float, float]:
        count = max(1, len(self._fingers))
        xs, ys = zip(*self._fingers.values(), strict=True) if self._fingers else ((0.0,), (0.0,))
        return sum(xs) / count, sum(ys) / count

    def _on_timeline(self, scene: Scene, first: float, second: float) -> list[Command]:
        axis = scene.axis
        shown = (axis.stop - axis.start) / max(1, axis.width)
        if self._held is None:
            self._held = (
                axis.start + (first - axis.left) * shown,
                axis.start + (second - axis.left) * shown,
            )
            return []
        apart = second - first
        if abs(apart) < LEAST_APART:
            apart = LEAST_APART if apart >= 0 else -LEAST_APART
        each = abs((self._held[1] - self._held[0]) / apart)
        start = self._held[0] - (first - axis.left) * each
        return [ShowPart(round(start), round(start + axis.width * each))]

    def _on_list(self, scene: Scene, down: float) -> list[Command]:
        middle = round(self._middle[0]), round(self._middle[1])
        boxes = {Listed.EVENTS: scene.layout.events, Listed.BLAME: scene.layout.blame}
        listed = next((what for what, box in boxes.items() if box.holds(middle)), None)
        if listed is None:
            return []
        self._rows -= down / ROW
        rows = int(self._rows)
        self._rows -= rows
        return [Scroll(listed, rows)] if rows else []
