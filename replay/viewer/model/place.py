"""One's place in the list of recordings: the chosen one, by its file, and the uppermost row."""

from __future__ import annotations

from collections.abc import Sequence

from replay.viewer.model.entries import Entry


class Place:
    """``row`` is the chosen one, ``top`` the uppermost, of which ``seen`` fit in the window.

    As long as nobody has chosen a recording, the first row is the chosen one.
    """

    def __init__(self, seen: int) -> None:
        self.row = 0
        self.top = 0
        self.seen = seen
        self._rows: Sequence[Entry] = ()
        self._file: str | None = None
        self._file_before: str | None = None

    def settle(self, rows: Sequence[Entry]) -> None:
        """Keep the chosen recording chosen, and where it was, if the rows are other ones now."""
        self._rows, line = rows, self.row - self.top
        files = (number for number, row in enumerate(rows) if row.found.file == self._file)
        kept = None if self._file is None else next(files, None)
        self.row = max(0, min(self.row, len(rows) - 1)) if kept is None else kept
        if self._file is None:
            self.row = 0
        elif 0 <= line < self.seen:
            self.top = self.row - line
        self.scroll_to(self.top)

    def narrow(self, rows: Sequence[Entry], *, first: bool) -> None:
        """Choose the first of what a search has found; ``first``: there was no search before."""
        if first:
            self._file_before = self._file
        self._file, self.row, self.top = None, 0, 0
        self.settle(rows)

    def widen(self, rows: Sequence[Entry]) -> None:
        """Choose again what was chosen before a search, unless something else is by now."""
        self._file = self._file or self._file_before
        self.settle(rows)
        self.show()

    def choose(self, row: int) -> None:
        """Choose the recording of a row, or of the nearest there is, and see it."""
        if self._rows:
            self.row = max(0, min(row, len(self._rows) - 1))
            self._file = self._rows[self.row].found.file
            self.show()

    def show(self) -> None:
        """Scroll as far as it takes to see the chosen row."""
        self.scroll_to(max(self.row + 1 - self.seen, min(self.top, self.row)))

    def scroll_to(self, top: int) -> None:
        """Make a row the uppermost, or the nearest that leaves no empty space at the end."""
        self.top = max(0, min(top, len(self._rows) - self.seen))
