"""What is already on the surface: repaints only what has changed since the last time."""

from __future__ import annotations

from collections.abc import Sequence

from pygame import Rect, Surface

from replay.ui import brush
from replay.ui.box import Box
from replay.ui.shapes import RADIUS
from replay.ui.theme import GOLD, INK
from replay.viewer.overlays.overlay import Overlay
from replay.viewer.scene import Painter, Scene
from replay.viewer.tips import Tip

Ring = tuple[Box, Box | None]
"""The box of the panel that has the keyboard's focus, and of what in it that is on."""


def _ring(painter: Painter, scene: Scene) -> Ring | None:
    box = painter.box(scene)
    here = scene.focused and scene.pointer is not None and box.holds(scene.pointer)
    return (box, scene.spot) if here else None


def _paint_ring(target: Surface, ring: Ring | None) -> None:
    if ring is None:
        return
    box, spot = ring
    brush.rect(target, GOLD, Rect(box), width=2, radius=RADIUS)
    if spot is not None:
        brush.rect(target, GOLD, Rect(spot).inflate(2, 2), width=2, radius=5)


def _touches(box: Box, areas: Sequence[Rect]) -> bool:
    where = brush.pixels(Rect(box))
    return any(where.colliderect(area) for area in areas)


class Painted:
    """Remembers what each painter painted last; owns no surface."""

    def __init__(self, painters: Sequence[Painter]) -> None:
        self._painters = painters
        self._keys: dict[int, object] = {}
        self._overlay: Overlay | None = None
        self._overlay_key: object = None
        self._tip: Tip | None = None

    def forget(self) -> None:
        """Paint everything the next time, as for a new surface."""
        self._keys = {}

    def _uncover(self, seen: Sequence[Painter], scene: Scene) -> None:
        """Paint again what the tooltip covers."""
        for painter in seen:
            if self._tip is not None and Rect(painter.box(scene)).colliderect(self._tip.box):
                self._keys.pop(id(painter), None)
        if not self._keys:
            self.forget()

    def paint(
        self, target: Surface, scene: Scene, overlay: Overlay | None, tip: Tip | None = None
    ) -> list[Rect]:
        """Paint what has changed, and return where, in pixels."""
        if overlay is not self._overlay:
            self._overlay, self._overlay_key = overlay, None
            self.forget()
        seen = [one for one in self._painters if one.box(scene).height]
        keys: dict[int, object] = {id(one): (one.key(scene), _ring(one, scene)) for one in seen}
        if overlay is not None and (keys != self._keys or overlay.key() != self._overlay_key):
            self.forget()  # the overlay's round corners must not be painted over themselves
        if tip != self._tip:
            self._uncover(seen, scene)
        changed = []
        if not self._keys:
            brush.fill(target, INK)
            changed.append(target.get_rect())
        for painter in seen:
            if id(painter) not in self._keys or self._keys[id(painter)] != keys[id(painter)]:
                painter.paint(target, scene)
                _paint_ring(target, _ring(painter, scene))
                changed.append(brush.pixels(Rect(painter.box(scene))))
        self._keys = keys
        if tip is not None and (tip != self._tip or _touches(tip.box, changed)):
            tip.paint(target)
            changed.append(brush.pixels(Rect(tip.box)))
        self._tip = tip
        if overlay is not None and changed:
            self._overlay_key = overlay.key()
            overlay.paint(target, scene.layout.window)
            changed.append(brush.pixels(Rect(overlay.box(scene.layout.window))))
        return changed
