"""The keyboard's focus: a panel, and in it the place to which arrows have moved.

That place counts as the pointer's, so that what the mouse can do there the keyboard can, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from replay.playback.commands import Listed
from replay.ui.box import Box
from replay.viewer.panels.panels import Panels
from replay.viewer.scene import Scene

Point = tuple[int, int]
ARROWS = {"Left": (-1, 0), "Right": (1, 0), "Up": (0, -1), "Down": (0, 1)}
PAGES = {"PageUp": -1, "PageDown": 1}
STRIDE, FINE = 16, 1
"""Units that an arrow moves where there is nothing to go to; with Shift."""
INSIDE = 10
"""Units from the left end of what arrows have gone to."""
PANELS = "tabs", "stage", "inspector", "events", "blame", "transport", "strip"
"""Panels in the order in which the focus goes through them, as the layout names them."""
LISTED = {"events": Listed.EVENTS, "blame": Listed.BLAME, "inspector": Listed.STATE}


class Focus:
    """Which panel has the focus; none until the keyboard asks for it."""

    def __init__(self, panels: Panels) -> None:
        self._spots: dict[str, Callable[[Scene], Iterable[Box]]] = {
            "tabs": panels.tabs.spots,
            "stage": panels.tree_on_stage,
            "inspector": panels.inspector.spots,
            "events": panels.events.spots,
            "blame": panels.blame.spots,
            "transport": panels.transport.spots,
        }
        self.panel: str | None = None

    def leave(self) -> None:
        """Give up the focus."""
        self.panel = None

    def go_on(self, scene: Scene, steps: int) -> Point:
        """Focus the next panel that is shown, or the one before; return where the pointer goes."""
        shown = [name for name in PANELS if _box(scene, name).height]
        place = min(0, steps)
        if self.panel in shown:
            place = shown.index(self.panel) + steps
        self.panel = shown[place % len(shown)]
        return self._entry(scene)

    def _entry(self, scene: Scene) -> Point:
        spots = self.spots(scene)
        if self.panel == "strip":
            x = scene.axis.x_from_frame(scene.frame)
            return max(scene.axis.left, min(x, scene.axis.right - 1)), scene.layout.density.middle[
                1
            ]
        return _point_of(spots[0]) if spots else _box(scene, self.panel or "stage").middle

    def spots(self, scene: Scene) -> list[Box]:
        """Return what arrows go to in the focused panel."""
        found = self._spots.get(self.panel or "")
        return [] if found is None else list(found(scene))

    def spot(self, scene: Scene, pointer: Point | None) -> Box | None:
        """Return what the pointer is on, if the focus has brought it there."""
        if self.panel is None or pointer is None:
            return None
        holding = [spot for spot in self.spots(scene) if spot.holds(pointer)]
        return min(holding, key=lambda spot: spot.width * spot.height, default=None)

    def moved(self, scene: Scene, pointer: Point, arrow: str, *, fine: bool) -> Point | None:
        """Return where an arrow leads; None if there is nothing further that way."""
        across, down = ARROWS[arrow]
        spots = self.spots(scene)
        if spots:
            return _nearest(spots, pointer, across, down)
        if self.panel == "strip" and down:
            rows = [scene.layout.density, *scene.layout.lane_rows, scene.layout.axis]
            return _nearest(
                [row._replace(left=pointer[0], width=1) for row in rows], pointer, 0, down
            )
        box = scene.layout.strip if self.panel == "strip" else _box(scene, self.panel or "stage")
        stride = FINE if fine else STRIDE
        x, y = pointer[0] + across * stride, pointer[1] + down * stride
        return max(box.left, min(x, box.right - 1)), max(box.top, min(y, box.bottom - 1))

    @property
    def listed(self) -> Listed | None:
        """What is scrolled in the focused panel, if anything."""
        return LISTED.get(self.panel or "")


def _box(scene: Scene, name: str) -> Box:
    box: Box = getattr(scene.layout, name)
    return box


def _point_of(spot: Box) -> Point:
    """Return where the pointer goes: not to the middle, as a card has slots there."""
    return spot.left + min(INSIDE, spot.width // 2), spot.middle[1]


def _nearest(spots: Sequence[Box], pointer: Point, across: int, down: int) -> Point | None:
    """Return the middle of the spot that is nearest in a direction."""
    x, y = pointer
    ahead = []
    for spot in spots:
        left, middle = _point_of(spot)
        along = (left - x) * across + (middle - y) * down
        beside = abs((left - x) * down) + abs((middle - y) * across)
        if along > 0 and not spot.holds(pointer):
            ahead.append((along + 3 * beside, (left, middle)))
    return min(ahead)[1] if ahead else None
