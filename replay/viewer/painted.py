"""What is on the surface already: paints only what looks different from the last time."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect, Surface

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
        """Paint everything the next time: the surface is new, or another one."""
        self._keys.clear()

    def paint(self, target: Surface, scene: Scene, overlay: Overlay | None) -> list[Rect]:
        """Paint what has changed, and return where."""
        if overlay is not self._overlay:
            self._overlay, self._overlay_key = overlay, None
            self.forget()
        changed = []
        if not self._keys:
            target.fill(INK)
            changed.append(target.get_rect())
        for number, painter in enumerate(self._painters):
            if not painter.box(scene).height:
                continue
            key = painter.key(scene)
            if number not in self._keys or self._keys[number] != key:
                self._keys[number] = key
                painter.paint(target, scene)
                changed.append(Rect(painter.box(scene)))
        if overlay is not None and (changed or overlay.key() != self._overlay_key):
            self._overlay_key = overlay.key()
            overlay.paint(target, scene.layout.window)
            changed.append(Rect(overlay.box(scene.layout.window)))
        return changed
