"""Tooltips: what the pointer is on and which key does the same, in words beside the pointer."""

from __future__ import annotations

from dataclasses import dataclass

from pygame import Rect, Surface

from replay.ui.box import Box
from replay.ui.message import LINE_HEIGHT, wrapped
from replay.ui.shapes import panel
from replay.ui.text import width, write
from replay.ui.theme import LINE, PANEL, TEXT
from replay.viewer.panels.panels import Panels
from replay.viewer.scene import Scene

PAD, BELOW, BESIDE = 9, 20, 12
WIDEST = 360
BORDER = "drag: make a panel larger; right click: put it back"


@dataclass(frozen=True, slots=True)
class Tip:
    """Words in a small box that lies over the panels."""

    box: Box
    lines: tuple[str, ...]

    def paint(self, target: Surface) -> None:
        """Paint it."""
        panel(target, Rect(self.box), PANEL, LINE, 5)
        for number, line in enumerate(self.lines):
            middle = self.box.top + PAD // 2 + LINE_HEIGHT // 2 + number * LINE_HEIGHT
            write(target, line, (self.box.left + PAD, middle), 14, TEXT)


def tip_for(scene: Scene, panels: Panels) -> Tip | None:
    """Return the tooltip for what the pointer is on, or what is said for a moment."""
    if scene.said:
        stage = scene.layout.stage
        return _tip(
            scene, scene.said, (stage.middle[0], stage.bottom - 2 * LINE_HEIGHT), middle=True
        )
    if scene.pointer is None or not scene.resting:
        return None
    words = BORDER if scene.edge is not None else panels.words_at(scene, scene.pointer)
    return _tip(scene, words, scene.pointer) if words else None


def _tip(scene: Scene, words: str, at: tuple[int, int], *, middle: bool = False) -> Tip:
    window = scene.layout.window
    lines = tuple(wrapped(words, min(WIDEST, window.width - 40), 14))
    wide = max(width(line, 14) for line in lines) + 2 * PAD
    high = len(lines) * LINE_HEIGHT + PAD
    left, top = (at[0] - wide // 2, at[1]) if middle else (at[0] + BESIDE, at[1] + BELOW)
    if not middle and top + high > window.bottom:
        top = at[1] - BELOW // 2 - high
    left = max(window.left + 2, min(left, window.right - wide - 2))
    return Tip(Box(left, max(window.top + 2, top), wide, high), lines)
