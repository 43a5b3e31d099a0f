"""The overview under the timeline: which part of the recording is in view, with handles to drag.

Geometry for the painter and the mouse; shown only where the timeline shows a part.
"""

from __future__ import annotations

from pygame import Rect, Surface

from replay.ui import brush
from replay.ui.box import Box
from replay.ui.theme import LINE, MUTE, NIGHT, PANEL, SOFT, WHITE
from replay.viewer.model.axis import Axis
from replay.viewer.scene import Scene

HEIGHT, FOOT = 8, 2
GRIP = 5
"""Width of a handle, in pixels; the pointer is on it up to twice as far."""
LEAST = 4 * GRIP
BESIDE = 3
"""Pixels above and below it on which the pointer still is on it."""


def whole_axis(scene: Scene) -> Axis:
    """Return the axis of the whole recording, on the same pixels as the timeline's."""
    return Axis(scene.axis.left, scene.axis.width, scene.session.first, scene.horizon + 1)


def shows_part(scene: Scene) -> bool:
    """Whether the timeline shows less than the whole recording."""
    return scene.axis.stop - scene.axis.start < scene.horizon - scene.session.first + 1


def overview_box(scene: Scene) -> Box:
    """Return where the overview lies."""
    row = scene.layout.axis
    return Box(row.left, row.bottom - HEIGHT - FOOT, row.width, HEIGHT)


def thumb_box(scene: Scene) -> Box:
    """Return where the part in view lies on the overview, at least wide enough for its handles."""
    box, whole = overview_box(scene), whole_axis(scene)
    left, right = whole.x_from_frame(scene.axis.start), whole.x_from_frame(scene.axis.stop - 1)
    width = max(LEAST, right + 1 - left)
    return Box(max(box.left, min(left, box.right - width)), box.top, width, box.height)


def is_on(scene: Scene, position: tuple[int, int] | None) -> bool:
    """Whether a position is on it, or just beside."""
    box = overview_box(scene).inset(0, -BESIDE)
    return position is not None and shows_part(scene) and box.holds(position)


def paint_overview(target: Surface, scene: Scene) -> None:
    """Paint the whole recording as a bar, the part in view on it, and the playhead."""
    if not shows_part(scene):
        return
    box, thumb = overview_box(scene), thumb_box(scene)
    brush.rect(target, PANEL, Rect(box), radius=4)
    brush.rect(target, SOFT if is_on(scene, scene.pointer) else MUTE, Rect(thumb), radius=4)
    for x in (thumb.left + 2, thumb.right - 4):
        brush.rect(target, NIGHT, (x, thumb.top + 2, 2, thumb.height - 4))
    brush.rect(target, LINE, Rect(box), width=1, radius=4)
    x = whole_axis(scene).x_from_frame(scene.frame)
    brush.fill(target, NIGHT, (x - 2, box.top - 1, 4, box.height + 2))
    brush.fill(target, WHITE, (x - 1, box.top - 1, 2, box.height + 2))
