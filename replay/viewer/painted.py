"""What is already on the surface: repaints only what has changed since the last time."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect, Surface

from replay.ui import brush
from replay.ui.theme import INK
from replay.viewer.overlays.overlay import Overlay
from replay.viewer.scene import Painter, Scene


class Painted:
    """Remembers what each painter painted last; owns no surface."""

    def __init__(self, painters: Sequence[Painter]) -> None:
        self._painters = painters
        self._keys: dict[int, object] = {}
        self._overlay: Overlay | None = None
        self._overlay_key: object = None

    def forget(self) -> None:
        """Paint everything the next time, as for a new surface."""
        self._keys = {}

    def paint(self, target: Surface, scene: Scene, overlay: Overlay | None) -> list[Rect]:
        """Paint what has changed, and return where, in pixels."""
        if overlay is not self._overlay:
            self._overlay, self._overlay_key = overlay, None
            self.forget()
        seen = [one for one in self._painters if one.box(scene).height]
        keys = {id(one): one.key(scene) for one in seen}
        if overlay is not None and (keys != self._keys or overlay.key() != self._overlay_key):
            self.forget()  # the overlay's round corners must not be painted over themselves
        changed = []
        if not self._keys:
            brush.fill(target, INK)
            changed.append(target.get_rect())
        for painter in seen:
            if id(painter) not in self._keys or self._keys[id(painter)] != keys[id(painter)]:
                painter.paint(target, scene)
                changed.append(brush.pixels(Rect(painter.box(scene))))
        self._keys = keys
        if overlay is not None and changed:
            self._overlay_key = overlay.key()
            overlay.paint(target, scene.layout.window)
            changed.append(brush.pixels(Rect(overlay.box(scene.layout.window))))
        return changed
