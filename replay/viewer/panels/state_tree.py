"""The state as a tree: the projection's view by names, for games that have no cards.

Owns its scroll position. The state comes from the scene.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pygame import Surface

from replay.games import HitTarget
from replay.ui.box import Box
from replay.ui.message import message
from replay.ui.scrollbar import BAR, Scrollbar
from replay.ui.text import printable, shortened, write
from replay.ui.theme import MUTE, ORANGE, SOFT, TEXT, WHITE
from replay.values.entries import entries_of, is_container
from replay.values.path_text import path_text
from replay.values.value_text import value_text
from replay.viewer.layout import PAD, TITLE
from replay.viewer.model.problem import Problem, because
from replay.viewer.scene import Scene

LINE_HEIGHT, INDENT = 20, 16
DEEPEST = 12
"""Depth beyond which lines are not indented further, for lack of room."""
MOST_LINES = 50_000
"""How many lines are shown at most, as nobody scrolls through more; `replay state` prints all."""
LONGEST = 200
SHORT = 4
"""A list of up to so many plain values is written on one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: how deep it lies, its name, its value if it has one, and the path to it."""

    depth: int
    name: str
    value: str
    path: tuple[str | int, ...]


def lines_of(view: Any) -> Iterator[Line]:
    """Yield the lines of a view, each container before what is in it."""
    if not is_container(view):
        yield Line(0, "", _told(view), ())
    yield from _lines_in(view, ())


def _lines_in(value: Any, path: tuple[str | int, ...]) -> Iterator[Line]:
    for step, name, inner in entries_of(value):
        here = (*path, step)
        if not is_container(inner):
            yield Line(len(path), name, _told(inner), here)
        elif _is_short(inner):
            told = ", ".join(_told(one.value) for one in entries_of(inner))
            yield Line(len(path), name, told or "empty", here)
        else:
            yield Line(len(path), name, "", here)
            yield from _lines_in(inner, here)


def _is_short(value: Any) -> bool:
    entries = entries_of(value)
    if not isinstance(value, (list, tuple)):
        return not entries
    return len(entries) <= SHORT and not any(is_container(entry.value) for entry in entries)


def _told(value: Any) -> str:
    return printable(value_text(value)[:LONGEST])


class StateTree:
    """Paints a view as a tree and scrolls it."""

    def __init__(self) -> None:
        self._top = 0
        self._shown: tuple[int, list[Line] | Problem] | None = None

    def key(self) -> object:
        """Changes with the scroll position."""
        return self._top

    def lines(self, scene: Scene) -> list[Line] | Problem:
        """Return the lines of the state at the playhead, or why there are none."""
        if self._shown is None or self._shown[0] != scene.frame:
            self._shown = scene.frame, _lines_at(scene)
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
        lines = self.lines(scene)
        return 0 if isinstance(lines, Problem) else len(lines)

    def _bar(self, scene: Scene) -> Scrollbar:
        body = _body(scene.layout.inspector)
        track = Box(scene.layout.inspector.right - BAR - 5, body.top, BAR, body.height)
        return Scrollbar(track, body.height // LINE_HEIGHT, self._count(scene))

    def picked_at(self, scene: Scene, position: tuple[int, int]) -> HitTarget | None:
        """Return the blame target at a position: the value on that line."""
        body, lines = _body(scene.layout.inspector), self.lines(scene)
        if isinstance(lines, Problem) or not body.holds(position):
            return None
        row = self._bar(scene).within(self._top) + (position[1] - body.top) // LINE_HEIGHT
        if row >= len(lines):
            return None
        return HitTarget(path_text(lines[row].path), path=lines[row].path)

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint the lines there is room for."""
        box, lines = scene.layout.inspector, self.lines(scene)
        if isinstance(lines, Problem):
            message(target, box, lines.title, lines.why, ORANGE)
            return
        write(target, "STATE", (box.left + PAD, box.top + 16), 14, SOFT, bold=True)
        body, bar = _body(box), self._bar(scene)
        top = bar.within(self._top)
        for row, line in enumerate(lines[top : top + body.height // LINE_HEIGHT]):
            _paint_line(target, body, body.top + row * LINE_HEIGHT + LINE_HEIGHT // 2, line)
        bar.paint(target, top)


def _lines_at(scene: Scene) -> list[Line] | Problem:
    session = scene.session
    state = session.state(scene.frame)
    if isinstance(state, Problem):
        return state
    try:
        view = None if session.game is None else session.game.projection.view(state)
        lines = list(islice(lines_of(view), MOST_LINES + 1))
    except Exception as cause:  # noqa: BLE001 - a game's view may raise anything
        return because("The game's code could not show its state", cause)
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [Line(0, "…", "`replay state` prints the rest", ())]
    return lines


def _body(box: Box) -> Box:
    return Box(box.left + PAD, box.top + TITLE, box.width - 2 * PAD - BAR, box.height - TITLE - 8)


def _paint_line(target: Surface, body: Box, middle: int, line: Line) -> None:
    left = body.left + INDENT * min(line.depth, DEEPEST)
    name = shortened(line.name, max(20, body.right - left), 14)
    colour = MUTE if line.value else TEXT
    if name:
        left = write(target, name, (left, middle), 14, colour).right + 8
    words = shortened(line.value, max(0, body.right - left), 14)
    write(target, words, (left, middle), 14, WHITE)
