"""The list of recordings: pick one to watch it. What keys and mouse do there.

Files are read in the background by the list that it shows; nothing waits for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pygame
from pygame import Rect, Surface
from pygame.event import Event

from replay.ui import brush, scale, theme
from replay.ui.box import Box
from replay.ui.message import message
from replay.ui.scrollbar import BAR, Scrollbar
from replay.ui.theme import INK
from replay.viewer import chooser_head
from replay.viewer.chooser_layout import ROW, ROW_GAP, lay_out
from replay.viewer.chooser_rows import paint_row
from replay.viewer.keymap import stroke_of
from replay.viewer.model.entries import Column
from replay.viewer.model.place import Place
from replay.viewer.model.problem import Problem
from replay.viewer.model.recording_list import RecordingList
from replay.viewer.outcome import Leave, Open, Outcome
from replay.viewer.overlays.overlay import Notice
from replay.viewer.search_field import SearchField

STEPS = {"Up": -1, "Down": 1, "Home": -(10**9), "End": 10**9}
PAGES = {"PageUp": -1, "PageDown": 1}
ROWS_A_NOTCH = 2


class Chooser:
    """The recordings of some folders, in a window of ``size``; ``outcome`` says which to open."""

    def __init__(
        self, folders: Sequence[Path], size: tuple[int, int], toggle_full_screen: Callable[[], None]
    ) -> None:
        self.outcome: Outcome | None = None
        self._folders = folders
        self._toggle_full_screen = toggle_full_screen
        self._list = RecordingList(folders)
        self._field = SearchField()
        self._pointer: tuple[int, int] | None = None
        self._dragging = False
        self._held: set[int] = set()
        self._notice: Notice | None = None
        self._layout = lay_out(size)
        self._place = Place(self._layout.seen)
        self._settle()

    def look_again(self) -> None:
        """List the recordings again; one may have been added while another was watched."""
        self._list.look_again()
        self._settle()

    def stop(self) -> None:
        """Read no more files, as the list is not shown any more; showing it again goes on."""
        self._list.stop()

    def hold(self, keys: Iterable[int]) -> None:
        """Set which keys are held, as key events may have gone to another screen.

        Takes all mouse buttons as released.
        """
        self._held = set(keys)
        self._field.spend(self._held)
        self._dragging = False

    def tell(self, trouble: Problem) -> None:
        """Show what went wrong in an overlay, until it is closed."""
        self._notice = Notice(trouble)
        self._changed = True

    def advance(self, elapsed_ms: float) -> None:
        """Let time pass: show what was read of the files, and draw a preview."""
        rows = self._list.rows
        if self._list.advance(elapsed_ms):
            self._changed = True
        if self._list.rows is not rows:
            self._settle()

    def due_ms(self) -> float | None:
        """Return when the list will change by itself; None once everything is read."""
        return self._list.due_ms()

    def repaint(self) -> None:
        """Paint everything at the next ``paint``."""
        self._changed = True

    def resize(self, size: tuple[int, int]) -> None:
        """Fit into a window of this size."""
        self._layout = lay_out(size)
        self._place.seen = self._layout.seen
        self._place.show()
        self._changed = True

    @property
    def cursor(self) -> int:
        """The mouse's cursor, as pygame calls it."""
        return pygame.SYSTEM_CURSOR_ARROW

    def handle(self, event: Event) -> None:
        """Do what a key or the mouse asks for."""
        if event.type == pygame.KEYDOWN:
            self._key_down(event)
        elif event.type == pygame.KEYUP:
            self._held.discard(event.key)
            self._field.release(event.key)
        elif event.type == pygame.WINDOWFOCUSLOST:
            self.hold(())
        elif event.type == pygame.WINDOWFOCUSGAINED:
            self.look_again()
        elif event.type == pygame.DROPFILE:
            dropped = self.outcome
            if isinstance(dropped, Open):
                self.outcome = replace(dropped, others=(*dropped.others, event.file))
            else:
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
            self._changed = True
        elif event.type == pygame.MOUSEWHEEL:
            self._scroll_to(self._place.top - event.y * ROWS_A_NOTCH)

    def _key_down(self, event: Event) -> None:
        held, stroke = event.key in self._held, stroke_of(event)
        self._held.add(event.key)
        if stroke in STEPS or stroke in PAGES:
            rows = STEPS.get(stroke, 0) + PAGES.get(stroke, 0) * self._layout.seen
            self._choose(self._place.row + rows)
        elif self._notice is None and self._field.press(event, stroke):
            self._search()
        elif not held:
            self._press(stroke)

    def _press(self, stroke: str) -> None:
        if stroke == "Escape" and self._notice is not None:
            self._close_notice()
        elif stroke == "Escape":
            self.outcome = Leave()
        elif stroke == "Enter" and self._list.rows:
            self._open(self._place.row)
        elif stroke in ("F", "F11"):
            self._toggle_full_screen()
        elif stroke == "F7":
            theme.use_next()
            self._changed = True
        elif stroke in ("Ctrl++", "Ctrl+="):
            scale.wish(scale.larger())
        elif stroke == "Ctrl+-":
            scale.wish(scale.smaller())
        elif stroke == "Ctrl+0":
            scale.wish(scale.normal())
        elif stroke == "F5":
            self.look_again()
        elif stroke == "Tab":
            self._sort(None)
        elif stroke == "Shift+Tab":
            self._sort(self._list.column)

    def _search(self) -> None:
        """List what matches the text in the field, the first of it chosen."""
        before, text = self._list.sought, self._field.text
        if text != before:
            self._list.search(text)
            if text:
                self._place.narrow(self._list.rows, first=not before)
            else:
                self._place.widen(self._list.rows)
        self._changed = True

    def _sort(self, column: Column | None) -> None:
        """Sort by a column, or by the next one, and see what is chosen."""
        if column is None:
            self._list.sort_by_next()
        else:
            self._list.sort_by(column)
        self._settle()
        self._place.show()

    def _settle(self) -> None:
        self._place.settle(self._list.rows)
        self._changed = True

    def _pointed(self, position: tuple[int, int]) -> None:
        """Choose the row under the moving mouse, or drag the scrollbar.

        The first motion event only gives the mouse's initial position and chooses nothing.
        """
        before, self._pointer = self._pointer, position
        pointed = self._row_at(position)
        if self._dragging:
            self._scroll_to(self._bar.first_at(position[1]))
        elif pointed is not None and before not in (None, position) and pointed != self._place.row:
            self._choose(pointed)
        elif before is None or self._head_at(before) is not self._head_at(position):
            self._changed = True

    def _clicked(self, position: tuple[int, int]) -> None:
        pointed, column = self._row_at(position), self._head_at(position)
        if self._layout.field.holds(position):
            self._field.begin()
            self._changed = True
        elif self._bar.holds(position):
            self._dragging = True
            self._pointed(position)
        elif column is not None:
            self._sort(column)
        elif pointed is not None:
            self._open(pointed)

    def _head_at(self, position: tuple[int, int]) -> Column | None:
        return chooser_head.head_at(self._layout, position)

    def _close_notice(self) -> None:
        self._notice = None
        self._changed = True

    def _open(self, row: int) -> None:
        self._choose(row)
        self.outcome = Open(self._list.rows[row].found.file)

    def _choose(self, row: int) -> None:
        self._place.choose(row)
        self._changed = True

    def _scroll_to(self, top: int) -> None:
        self._place.scroll_to(top)
        self._changed = True

    @property
    def _bar(self) -> Scrollbar:
        rows = self._layout.rows
        track = Box(rows.right + 6, rows.top, BAR, rows.height - ROW_GAP)
        return Scrollbar(track, self._layout.seen, len(self._list.rows))

    def _row_at(self, position: tuple[int, int]) -> int | None:
        if not self._layout.rows.holds(position):
            return None
        row = self._place.top + (position[1] - self._layout.rows.top) // ROW
        return row if row < len(self._list.rows) else None

    def paint(self, target: Surface) -> list[Rect]:
        """Paint the list, if anything has changed."""
        if not self._changed:
            return []
        self._changed = False
        with theme.legible_text():
            brush.fill(target, INK)
            self._paint_around(target)
            if self._list.rows:
                self._paint_rows(target)
            else:
                self._paint_nothing(target)
            if self._notice is not None:
                self._notice.paint(target, self._layout.window)
        return [target.get_rect()]

    def _paint_around(self, target: Surface) -> None:
        layout, rows = self._layout, self._list
        words = chooser_head.count_words(len(rows.rows), len(rows), rows.described)
        chooser_head.paint_title(target, layout, words)
        typing = self._field.typing
        chooser_head.paint_field(target, layout.field, self._field.text, typing=typing)
        pointed = None if self._pointer is None else chooser_head.head_at(layout, self._pointer)
        head = chooser_head.Head(rows.column, rows.turned, pointed)
        chooser_head.paint_heads(target, layout, head)
        chooser_head.paint_hints(target, layout, typing=typing)

    def _paint_rows(self, target: Surface) -> None:
        visible = self._list.rows[self._place.top : self._place.top + self._layout.seen]
        self._list.show(visible)
        for line, row in enumerate(visible):
            box = self._layout.row(line)
            entry = self._list.entry(row.found.file) or row
            picture, chosen = self._list.picture(entry), self._place.top + line == self._place.row
            paint_row(target, box, self._layout.cells(box), entry, picture, chosen=chosen)
        self._bar.paint(target, self._place.top)

    def _paint_nothing(self, target: Surface) -> None:
        self._list.show(())
        if len(self._list):
            words = "Esc shows all recordings again."
            title = f"Nothing matches “{self._field.text.strip()[:60]}”"
        else:
            where = ", ".join(str(folder) for folder in self._folders)
            words = f"Play a match, or drop a recording on this window. Looked in: {where}"
            title = "No recordings yet"
        message(target, self._layout.rows, title, words)
