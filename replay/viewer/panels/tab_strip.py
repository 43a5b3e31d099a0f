"""The names of the open recordings, if there are several: a click shows one of them."""

from __future__ import annotations

from pygame import Rect, Surface

from replay.playback.commands import ShowTab
from replay.ui import brush
from replay.ui.box import Box
from replay.ui.shapes import panel
from replay.ui.text import shortened, write
from replay.ui.theme import INK, LINE, NIGHT, SOFT, TEXT, WHITE
from replay.viewer.scene import Scene

WIDEST, APART, PAD = 220, 4, 10


class TabStrip:
    """Paints the tabs below the header."""

    def box(self, scene: Scene) -> Box:
        """Return the row of tabs; without height if only one recording is open."""
        return scene.layout.tabs

    def key(self, scene: Scene) -> object:
        """Changes with the tabs and the one under the pointer."""
        pointed = None if scene.pointer is None else self.command_at(scene, scene.pointer)
        return scene.tabs, pointed, scene.layout.tabs

    def spots(self, scene: Scene) -> list[Box]:
        """Return where the tabs are."""
        box, count = scene.layout.tabs, max(1, len(scene.tabs[0]))
        wide = min(WIDEST, (box.width - 2 * PAD) // count)
        return [
            Box(box.left + PAD + n * wide, box.top + 2, wide - APART, box.height - 2)
            for n in range(count)
        ]

    def command_at(self, scene: Scene, position: tuple[int, int]) -> ShowTab | None:
        """Return the command for a click at a position, or None."""
        if not scene.layout.tabs.holds(position):
            return None
        places = enumerate(self.spots(scene))
        return next((ShowTab(n) for n, spot in places if spot.holds(position)), None)

    def words_at(self, scene: Scene, position: tuple[int, int]) -> str:
        """Return the whole name of the tab at a position."""
        command = self.command_at(scene, position)
        return "" if command is None else scene.tabs[0][command.tab]

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint the names, that of what is shown the brightest."""
        names, shown = scene.tabs
        brush.fill(target, INK, Rect(scene.layout.tabs))
        for number, (name, spot) in enumerate(zip(names, self.spots(scene), strict=True)):
            under = scene.pointer is not None and spot.holds(scene.pointer)
            border = WHITE if number == shown else LINE if under else None
            panel(target, Rect(spot), NIGHT, border, 5)
            colour = WHITE if number == shown else TEXT if under else SOFT
            words = shortened(name, spot.width - 2 * PAD, 14)
            write(target, words, spot.middle, 14, colour, align="centre")
