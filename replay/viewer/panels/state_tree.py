"""The state as a tree: the projection's view by names, for games that do not draw or have no cards.

Of a game that is not installed, how many events of each type there are so far, and the last of
each. It is on the stage where a game does not draw, else where its cards would be. Owns its scroll
position. The state comes from the scene. Only the lines that are seen are made;
those whose value was another a second before are marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pygame import Rect, Surface

from replay.games import HitTarget
from replay.ui import brush
from replay.ui.box import Box
from replay.ui.message import message
from replay.ui.scrollbar import BAR, Scrollbar
from replay.ui.shapes import sheet
from replay.ui.text import shortened, write
from replay.ui.theme import GOLD, MUTE, ORANGE, SOFT, TEXT, WHITE
from replay.values.path_text import path_text
from replay.viewer.layout import PAD, TITLE
from replay.viewer.model.problem import Problem, because
from replay.viewer.model.view_lines import Line, line_count, lines_between, value_at
from replay.viewer.scene import Scene

LINE_HEIGHT, INDENT = 20, 16
DEEPEST = 12
"""Depth beyond which lines are not indented further, for lack of room."""
NOWHERE = Box(0, 0, 0, 0)
MARK = 3
"""Pixels, the width of the mark beside a changed line."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The view at a frame, a second before (None if it is not known), and how many lines it has."""

    view: Any
    before: Any
    count: int

    def lines(self, start: int, stop: int) -> Iterator[tuple[Line, bool]]:
        """Yield lines, and whether the value of each was another before."""
        for line in lines_between(self.view, start, stop):
            was = line.value if self.before is None else value_at(self.before, line.path)
            yield line, was != line.value


class StateTree:
    """Paints a view as a tree and scrolls it."""

    def __init__(self) -> None:
        self._top = 0
        self._shown: tuple[object, Tree | Problem] | None = None

    def box(self, scene: Scene) -> Box:
        """Return where it is: nowhere if the game draws and has cards."""
        game = scene.session.game
        if game is None:
            return scene.layout.inspector
        if game.draw is not None and game.cards is not None:
            return NOWHERE
        return scene.layout.stage if game.draw is None else scene.layout.inspector

    def key(self) -> object:
        """Changes with the scroll position."""
        return self._top

    def tree(self, scene: Scene) -> Tree | Problem:
        """Return the state at the playhead, or why there is none."""
        scene.session.state(scene.frame)
        read = scene.session.index.version if scene.session.game is None else None
        shown = scene.frame, scene.session.changes, read
        if self._shown is None or self._shown[0] != shown:
            self._shown = shown, _tree_at(scene)
        return self._shown[1]

    def scroll(self, scene: Scene, rows: int) -> None:
        """Scroll by so many lines (down, if positive)."""
        bar = self._bar(scene)
        self._top = bar.within(bar.within(self._top) + rows)

    def scroll_to(self, scene: Scene, y: int) -> None:
        """Scroll so that the thumb's middle is at this height."""
        self._top = self._bar(scene).first_at(y)

    def on_bar(self, scene: Scene, position: tuple[int, int]) -> bool:
        """Whether a position is on the scrollbar."""
        return self._bar(scene).holds(position)

    def _count(self, scene: Scene) -> int:
        tree = self.tree(scene)
        return 0 if isinstance(tree, Problem) else tree.count

    def _bar(self, scene: Scene) -> Scrollbar:
        box = self.box(scene)
        body = _body(box)
        track = Box(box.right - BAR - 5, body.top, BAR, body.height)
        return Scrollbar(track, body.height // LINE_HEIGHT, self._count(scene))

    def spots(self, scene: Scene) -> list[Box]:
        """Return where the lines are."""
        body, seen = _body(self.box(scene)), self.seen(scene)
        lines = 0 if isinstance(seen, Problem) else len(seen)
        return [
            Box(body.left, body.top + row * LINE_HEIGHT, body.width, LINE_HEIGHT)
            for row in range(lines)
        ]

    def picked_at(self, scene: Scene, position: tuple[int, int]) -> HitTarget | None:
        """Return the blame target at a position: the value on that line."""
        body = _body(self.box(scene))
        if scene.session.game is None or not body.holds(position):
            return None
        seen = self.seen(scene)
        row = (position[1] - body.top) // LINE_HEIGHT
        if isinstance(seen, Problem) or row >= len(seen):
            return None
        line, _ = seen[row]
        return HitTarget(path_text(line.path), path=line.path)

    def seen(self, scene: Scene) -> list[tuple[Line, bool]] | Problem:
        """Return the lines there is room for, and which have changed; or why there are none."""
        tree = self.tree(scene)
        if isinstance(tree, Problem):
            return tree
        bar = self._bar(scene)
        top = bar.within(self._top)
        try:
            return list(tree.lines(top, top + bar.seen))
        except Exception as cause:  # noqa: BLE001 - a value in a view may raise when it is shown
            return _unshown(scene, cause)

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint the lines there is room for."""
        box, seen = self.box(scene), self.seen(scene)
        sheet(target, Rect(box))
        if isinstance(seen, Problem):
            message(target, box, seen.title, seen.why, ORANGE)
            return
        title = "EVENTS SO FAR" if scene.session.game is None else "STATE"
        write(target, title, (box.left + PAD, box.top + 16), 14, SOFT, bold=True)
        body, bar = _body(box), self._bar(scene)
        for row, (line, changed) in enumerate(seen):
            middle = body.top + row * LINE_HEIGHT + LINE_HEIGHT // 2
            _paint_line(target, body, middle, line, changed=changed)
        bar.paint(target, bar.within(self._top))


def _tree_at(scene: Scene) -> Tree | Problem:
    try:
        views = scene.session.views(scene.frame)
        return views if isinstance(views, Problem) else Tree(*views, line_count(views[0]))
    except Exception as cause:  # noqa: BLE001 - a game's view may raise anything
        return _unshown(scene, cause)


def _unshown(scene: Scene, cause: Exception) -> Problem:
    return because(f"The game's code could not show the state of frame {scene.frame}", cause)


def _body(box: Box) -> Box:
    return Box(box.left + PAD, box.top + TITLE, box.width - 2 * PAD - BAR, box.height - TITLE - 8)


def _paint_line(target: Surface, body: Box, middle: int, line: Line, *, changed: bool) -> None:
    left = body.left + INDENT * min(line.depth, DEEPEST)
    if changed:
        brush.fill(
            target,
            GOLD,
            Rect(body.left - MARK - 4, middle - LINE_HEIGHT // 2 + 3, MARK, LINE_HEIGHT - 6),
        )
    name = shortened(line.name, max(20, body.right - left), 14)
    colour = MUTE if line.value else TEXT
    if name:
        left = write(target, name, (left, middle), 14, colour).right + 8
    words = shortened(line.value, max(0, body.right - left), 14)
    write(target, words, (left, middle), 14, GOLD if changed else WHITE)
