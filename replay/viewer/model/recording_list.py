"""The list of recordings: what is known of each so far, sorted and searched.

Owns the reader that finds out more, and the pictures. Knows no window and no chosen row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pygame import Surface

from replay.viewer.model.description import LIVE, Described
from replay.viewer.model.ending import Ending
from replay.viewer.model.entries import COLUMNS, DATE, Column, Entry, in_order, matching
from replay.viewer.model.library import Found, folders_told, recordings_in
from replay.viewer.model.library_reader import Learned, LibraryReader
from replay.viewer.model.previews import Previews

ORDERED_EACH_MS, ORDERED_EACH_ROWS = 300.0, 10
"""While files are being read the list is sorted anew after so long, or after a millisecond for
each so many recordings, if that is longer: sorting must not hold up reading."""
POLL_MS = 80.0
"""How often it is looked what was read: each look costs the reader some milliseconds."""


class RecordingList:
    """The recordings of some folders; ``rows`` are those that match the search, in order."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._entries: dict[str, Entry] = {}
        self._reader = LibraryReader()
        self._previews = Previews()
        self._visible: tuple[str, ...] = ()
        self._stale_ms: float | None = None
        self.rows: list[Entry] = []
        self.column: Column = DATE
        self.turned = False
        self.sought = ""
        self.look_again()

    def look_again(self) -> None:
        """Read the folders again; files that are new or have changed will be described."""
        found = recordings_in(self._folders)
        folders = folders_told(found)
        before, self._entries = self._entries, {}
        unread = []
        for one in found:
            old = before.pop(one.file, None)
            if old is None or old.found != one or _is_live(old):
                unread.append(one.file)
                if old is not None:
                    self._previews.forget(one.file)
            self._entries[one.file] = _renewed(old, one, folders.get(one, ""))
        for gone in before:
            self._reader.forget(gone)
            self._previews.forget(gone)
        self._reader.read(unread)
        self._order()

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def described(self) -> int:
        """Of how many recordings it is known what they are."""
        return sum(1 for entry in self._entries.values() if entry.described is not None)

    def sort_by(self, column: Column) -> None:
        """Sort by a column; if that is so already, the other way round."""
        self.turned = column is self.column and not self.turned
        self.column = column
        self._order()

    def sort_by_next(self) -> None:
        """Sort by the column after the present one."""
        self.sort_by(COLUMNS[(COLUMNS.index(self.column) + 1) % len(COLUMNS)])

    def search(self, sought: str) -> None:
        """List only what has all of these words; everything, if there are none."""
        self.sought = sought
        self._order()

    def _order(self) -> None:
        found = matching(self._entries.values(), self.sought)
        self.rows = in_order(found, self.column, turned=self.turned)
        self._stale_ms = None

    def show(self, visible: Sequence[Entry]) -> None:
        """Set which rows are visible: they are read and drawn before others."""
        files = tuple(entry.found.file for entry in visible)
        if files != self._visible:
            self._visible = files
            self._ask()

    def _ask(self) -> None:
        undrawn = [file for file in self._visible if self._previews.lacks(file)]
        self._reader.show(self._visible, undrawn)

    def due_ms(self) -> float | None:
        """Return when something changes by itself, in milliseconds; None: never."""
        if self._previews.can_draw(self._visible):
            return 0.0
        return POLL_MS if self._reader.busy or self._stale_ms is not None else None

    def advance(self, elapsed_ms: float) -> bool:
        """Take what was read, draw at most one picture; return whether a visible row may differ."""
        self._reader.start()
        learned, before = self._reader.take(), self.rows
        for one in learned:
            self._learn(one)
        if learned:
            self._stale_ms = self._stale_ms or 0.0
            self._ask()
        drawn = self._previews.draw_one(self._visible)
        if drawn is not None:
            self._note_trouble(drawn)
        if self._stale_ms is not None:
            self._stale_ms += elapsed_ms
            wait_ms = max(ORDERED_EACH_MS, len(self) / ORDERED_EACH_ROWS)
            if self._stale_ms >= wait_ms or not self._reader.busy:
                self._order()
        visible = any(one.file in self._visible for one in learned)
        return visible or drawn is not None or self.rows is not before

    def stop(self) -> None:
        """Read nothing until time passes here again."""
        self._reader.stop()

    def picture(self, entry: Entry) -> Surface | None:
        """Return a recording's preview, once it is drawn."""
        return self._previews.picture(entry.found.file)

    def entry(self, file: str) -> Entry | None:
        """Return what is known of a recording now; None if it is not listed."""
        return self._entries.get(file)

    def _learn(self, learned: Learned) -> None:
        file, what = learned.file, learned.what
        entry = self._entries.get(file)
        if entry is None:
            return  # it is no longer there
        if isinstance(what, Described):
            self._entries[file] = replace(entry, described=what, ending=None)
            return
        game = entry.described.game if entry.described else None
        if game is not None and learned.drawn:
            self._previews.offer(file, game, what)
        self._entries[file] = replace(entry, ending=replace(what, state=None))

    def _note_trouble(self, file: str) -> None:
        """Let a recording's row say why it has no picture."""
        trouble, entry = self._previews.trouble(file), self._entries.get(file)
        if trouble and entry is not None:
            ending = replace(entry.ending or Ending(), trouble=trouble)
            self._entries[file] = replace(entry, ending=ending)


def _is_live(entry: Entry) -> bool:
    return entry.described is not None and entry.described.mark == LIVE


def _renewed(old: Entry | None, found: Found, folder: str) -> Entry:
    """Return a file's entry; what is known of it stays until it is read again."""
    if old is None:
        return Entry(found, folder)
    return Entry(found, folder, old.described, old.ending)
