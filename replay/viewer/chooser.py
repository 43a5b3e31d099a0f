"""The list of recordings: pick one to watch it. Only files of visible rows are opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pygame
from pygame import Rect, Surface
from pygame.event import Event

from replay.ui.box import Box
from replay.ui.marks import mark
from replay.ui.message import message
from replay.ui.scrollbar import BAR, Scrollbar
from replay.ui.shapes import panel
from replay.ui.text import shortened, write
from replay.ui.theme import INK, MUTE, NIGHT, ORANGE, PANEL, SOFT, TEAL, TEXT, WHITE
from replay.viewer.keymap import stroke_of
from replay.viewer.layout import LEAST_HEIGHT, LEAST_WIDTH
from replay.viewer.model.library import (
    Described,
    Found,
    date_of,
    describe,
    folders_told,
    recordings_in,
)
from replay.viewer.model.problem import Problem
from replay.viewer.outcome import Leave, Open, Outcome
from replay.viewer.overlays.overlay import Notice

ROW, TOP, BOTTOM, WIDEST, MARGIN = 48, 104, 54, 980, 24
SHARES = 0, 42, 58, 70, 86
"""Where a row's columns begin, in hundredths: name, game, length, seed, date."""
COLUMNS = ("recording", "game", "length", "seed", "date")
STEPS = {"Up": -1, "Down": 1, "PageUp": -8, "PageDown": 8, "Home": -(10**9), "End": 10**9}
ROWS_A_NOTCH = 2


class Chooser:
    """The recordings of some folders, in a window of ``size``; ``outcome`` says which to open."""

    def __init__(
        self, folders: Sequence[Path], size: tuple[int, int], toggle_full_screen: Callable[[], None]
    ) -> None:
        self.outcome: Outcome | None = None
        self._folders = folders
        self._toggle_full_screen = toggle_full_screen
        self._described: dict[Found, Described] = {}
        self._chosen = 0
        self._top = 0
        self._pointer: tuple[int, int] | None = None
        self._dragging = False
        self._held: set[int] = set()
        self._notice: Notice | None = None
        self._changed = True
        self.resize(size)
        self.look_again()

    def look_again(self) -> None:
        """List the recordings again; one may have been added while another was watched."""
        self._found = recordings_in(self._folders)
        self._told_apart = folders_told(self._found)
        self._choose(self._chosen)

    def hold(self, keys: Iterable[int]) -> None:
        """Set which keys are held, as key events may have gone to another screen.

        Takes all mouse buttons as released.
        """
        self._held = set(keys)
        self._dragging = False

    def tell(self, trouble: Problem) -> None:
        """Show what went wrong in an overlay, until it is closed."""
        self._notice = Notice(trouble)
        self._changed = True

    def advance(self, elapsed_ms: float) -> None:
        """Time changes nothing here."""

    def due_ms(self) -> None:
        """Nothing changes by itself here."""

    def repaint(self) -> None:
        """Paint everything at the next ``paint``."""
        self._changed = True

    def resize(self, size: tuple[int, int]) -> None:
        """Fit into a window of this size."""
        width, height = max(LEAST_WIDTH, size[0]), max(LEAST_HEIGHT, size[1])
        self._window = Box(0, 0, width, height)
        list_width = min(WIDEST, width - 2 * MARGIN)
        left = (width - list_width) // 2
        self._list = Box(left, TOP, list_width, (height - TOP - BOTTOM) // ROW * ROW)
        self._changed = True

    def handle(self, event: Event) -> None:
        """Do what a key or the mouse asks for."""
        if event.type == pygame.KEYDOWN:
            held = event.key in self._held
            self._held.add(event.key)
            if not held or stroke_of(event) in STEPS:
                self._press(stroke_of(event))
        elif event.type == pygame.KEYUP:
            self._held.discard(event.key)
        elif event.type == pygame.WINDOWFOCUSLOST:
            self.hold(())
        elif event.type == pygame.DROPFILE:
            self.outcome = Open(event.file)
        elif event.type == pygame.MOUSEBUTTONDOWN and self._notice is not None:
            self._close_notice()
        elif event.type == pygame.MOUSEMOTION:
            self._dragging = self._dragging and any(getattr(event, "buttons", (1,)))
            self._pointed(event.pos)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            self._clicked(event.pos)
        elif event.type == pygame.MOUSEBUTTONUP and event.button == 1:
            self._dragging = False
        elif event.type == pygame.WINDOWLEAVE and not self._dragging:
            self._pointer = None
        elif event.type == pygame.MOUSEWHEEL:
            self._scroll(-event.y * ROWS_A_NOTCH)

    def _pointed(self, position: tuple[int, int]) -> None:
        """Choose the row under the moving mouse, or drag the scrollbar.

        The first motion event only gives the mouse's initial position and chooses nothing.
        """
        before, self._pointer = self._pointer, position
        pointed = self._row_at(position)
        if self._dragging:
            self._scroll(self._bar.first_at(position[1]) - self._top)
        elif pointed is not None and before not in (None, position) and pointed != self._chosen:
            self._choose(pointed)

    def _clicked(self, position: tuple[int, int]) -> None:
        pointed = self._row_at(position)
        if self._bar.holds(position):
            self._dragging = True
            self._pointed(position)
        elif pointed is not None:
            self._open(pointed)

    def _press(self, stroke: str) -> None:
        if stroke == "Escape" and self._notice is not None:
            self._close_notice()
        elif stroke == "Escape":
            self.outcome = Leave()
        elif stroke == "Enter" and self._found:
            self._open(self._chosen)
        elif stroke in ("F", "F11"):
            self._toggle_full_screen()
        elif stroke in STEPS:
            self._choose(self._chosen + STEPS[stroke])

    def _close_notice(self) -> None:
        self._notice = None
        self._changed = True

    def _open(self, row: int) -> None:
        self.outcome = Open(str(self._found[row].path))

    def _choose(self, row: int) -> None:
        self._chosen = max(0, min(row, len(self._found) - 1))
        self._top = max(self._chosen + 1 - self._seen, min(self._top, self._chosen))
        self._changed = True

    def _scroll(self, rows: int) -> None:
        self._top = self._bar.within(self._top + rows)
        self._changed = True

    @property
    def _seen(self) -> int:
        return self._list.height // ROW

    @property
    def _bar(self) -> Scrollbar:
        track = Box(self._list.right + 6, self._list.top, BAR, self._list.height - 6)
        return Scrollbar(track, self._seen, len(self._found))

    def _row_at(self, position: tuple[int, int]) -> int | None:
        if not self._list.holds(position):
            return None
        row = self._top + (position[1] - self._list.top) // ROW
        return row if row < len(self._found) else None

    def paint(self, target: Surface) -> list[Rect]:
        """Paint the list, if anything has changed."""
        if not self._changed:
            return []
        self._changed = False
        target.fill(INK)
        self._paint_title(target)
        if self._found:
            self._paint_list(target)
        else:
            where = ", ".join(str(folder) for folder in self._folders)
            words = f"Play a match, or drop a recording on this window. Looked in: {where}"
            message(target, self._list, "No recordings yet", words)
        if self._notice is not None:
            self._notice.paint(target, self._window)
        return [target.get_rect()]

    def _paint_title(self, target: Surface) -> None:
        left = self._list.left
        mark(target, "right", TEAL, (left + 10, 46), 20)
        write(target, "REPLAY", (left + 30, 46), 26, WHITE, bold=True)
        count = len(self._found)
        words = f"{count} recording{'' if count == 1 else 's'}, the newest first"
        write(target, words, (self._list.right, 48), 15, MUTE, align="right")
        for column, share in zip(COLUMNS, SHARES, strict=True):
            x = left + 16 + (self._list.width - 32) * share // 100
            write(target, column, (x, TOP - 14), 14, MUTE)
        hints = "↑ ↓  choose     Enter  watch     F  full screen     Esc  leave"
        middle = self._window.middle[0], self._window.bottom - BOTTOM // 2
        write(target, hints, middle, 14, MUTE, align="centre")

    def _paint_list(self, target: Surface) -> None:
        for line, found in enumerate(self._found[self._top : self._top + self._seen]):
            top = self._list.top + line * ROW
            area = Box(self._list.left, top, self._list.width, ROW - 6)
            chosen = self._top + line == self._chosen
            panel(target, Rect(area), PANEL if chosen else NIGHT, WHITE if chosen else None)
            if found not in self._described:
                self._described[found] = describe(found.path)
            folder = self._told_apart.get(found, "")
            _paint_row(target, area, found, self._described[found], folder)
        self._bar.paint(target, self._top)


def _paint_row(target: Surface, box: Box, found: Found, described: Described, folder: str) -> None:
    """Write a recording's description on one line, and its folder, if given, below its name."""
    lefts = [box.left + 16 + (box.width - 32) * share // 100 for share in SHARES]
    middle, room = box.middle[1], lefts[1] - lefts[0] - 12
    name = shortened(found.path.stem, room, 16, bold=True)
    colour = MUTE if described.problem else WHITE
    write(target, name, (lefts[0], middle - 9 if folder else middle), 16, colour, bold=True)
    write(target, shortened(folder, room, 14), (lefts[0], middle + 9), 14, MUTE)
    write(target, date_of(found.begun), (lefts[4], middle), 14, SOFT)
    if described.problem:
        words = shortened(described.problem, lefts[4] - lefts[1] - 12, 14)
        write(target, words, (lefts[1], middle), 14, ORANGE)
        return
    write(target, shortened(described.game, lefts[2] - lefts[1] - 12, 15), (lefts[1], middle), 15)
    length = described.length + (f", {described.ending}" if described.ending else "")
    colour = ORANGE if described.ending == "not closed" else TEXT
    write(target, length, (lefts[2], middle), 15, colour)
    write(target, shortened(described.seed, lefts[4] - lefts[3] - 12, 15), (lefts[3], middle), 15)
