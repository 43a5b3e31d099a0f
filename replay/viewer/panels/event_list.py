"""The list of events: makes only the visible rows. Follows the playhead unless it is scrolled.

Owns its scroll position. Knows indexes among the listed events; words come from the session.
"""

from __future__ import annotations

from collections.abc import Iterator

from pygame import Rect, Surface

from replay.playback.commands import Command, SeekTo, ToggleQuietEvents
from replay.playback.timecode import grouped
from replay.ui import brush
from replay.ui.box import Box
from replay.ui.message import message
from replay.ui.scrollbar import BAR, Scrollbar
from replay.ui.shapes import panel, sheet
from replay.ui.text import shortened, width, write
from replay.ui.theme import CHOSEN, GOLD, LINE, MUTE, PANEL, SOFT, TEXT, WHITE
from replay.viewer.keymap import keys_for
from replay.viewer.layout import PAD, TITLE
from replay.viewer.panels.event_row import paint_row
from replay.viewer.panels.following_rows import FollowingRows
from replay.viewer.scene import Scene

ROW = 26
AHEAD = 3, 5
"""The share of the list's height at which the latest event that has happened is shown."""
FOLLOW, ALL, TELLING = "follow", "all", "important"
"""Words in the title that can be clicked; ``ALL`` and ``TELLING`` say which events are listed."""


class EventList:
    """Paints the list, scrolls it, and says which event is at a position."""

    def __init__(self) -> None:
        self._rows = FollowingRows()
        self._kept: tuple[int, int] | None = None
        """The number of the event in the uppermost row, and the index's version, if scrolled."""

    def box(self, scene: Scene) -> Box:
        """Return the list's panel."""
        return scene.layout.events

    def key(self, scene: Scene) -> object:
        """Changes with the events that have happened, the scroll position, and the pointer."""
        listed = scene.session.listed(quiet=scene.quiet)
        pointed = None if scene.pointer is None else self._pointed(scene, scene.pointer)
        now = listed.row_at(scene.frame)
        first = self.first_row(scene)
        index, scrolled = scene.session.index, self._rows.scrolled
        read = None if index.complete else index.blocks
        return scene.layout.events, scene.quiet, now, first, pointed, len(listed), read, scrolled

    def follow(self) -> None:
        """Follow the playhead from now on."""
        self._rows.follow()

    def stay(self, row: int) -> None:
        """Follow, but keep this row uppermost while the current event stays visible."""
        self._rows.stay(row)

    def scroll(self, scene: Scene, rows: int) -> None:
        """Scroll by so many rows (down, if positive), and no longer follow."""
        self._scroll_to(scene, _bar(scene).within(self.first_row(scene) + rows))

    def scroll_to(self, scene: Scene, y: int) -> None:
        """Scroll so that the thumb's middle is at this height."""
        self._scroll_to(scene, _bar(scene).first_at(y))

    def _scroll_to(self, scene: Scene, row: int) -> None:
        listed = scene.session.listed(quiet=scene.quiet)
        self._kept = (listed.number(row), scene.session.index.version) if listed else None
        self._rows.scroll_to(row)

    def on_bar(self, scene: Scene, position: tuple[int, int]) -> bool:
        """Whether a position is on the scrollbar."""
        return _bar(scene).holds(position)

    def first_row(self, scene: Scene) -> int:
        """Return the index, among the listed events, of the uppermost row."""
        listed, bar = scene.session.listed(quiet=scene.quiet), _bar(scene)
        version = scene.session.index.version
        if self._rows.scrolled and self._kept is not None and self._kept[1] != version:
            number, _ = self._kept  # what became known before it has moved it down
            self._kept = number, version
            self._rows.scroll_to(listed.index_of(number))
        now = listed.row_at(scene.frame)
        share, of = AHEAD
        below = min(bar.seen - 1, bar.seen - bar.seen * share // of)
        return self._rows.first(bar, now, below)

    def command_at(self, scene: Scene, position: tuple[int, int]) -> Command | None:
        """Return the command for a click at a position, or None."""
        chosen = self._pointed(scene, position)
        if isinstance(chosen, int):
            return SeekTo(scene.session.listed(quiet=scene.quiet).frame(chosen))
        return ToggleQuietEvents() if chosen in (ALL, TELLING) else None

    def words_at(self, scene: Scene, position: tuple[int, int]) -> str:
        """Return the tooltip of a word in the title."""
        keys = keys_for(ToggleQuietEvents())
        return {
            FOLLOW: "follow the playhead again",
            ALL: f"all events are listed; click: only important ones ({keys})",
            TELLING: f"only important events are listed; click: all ({keys})",
        }.get(str(self._pointed(scene, position)), "")

    def event_at(self, scene: Scene, position: tuple[int, int]) -> int | None:
        """Return the index, among the listed events, of the one at a position."""
        found = self._pointed(scene, position)
        return found if isinstance(found, int) else None

    def wants_following(self, scene: Scene, position: tuple[int, int]) -> bool:
        """Whether a click at a position asks the list to follow the playhead again."""
        return self._pointed(scene, position) == FOLLOW

    def _pointed(self, scene: Scene, position: tuple[int, int]) -> int | str | None:
        """Return what is at a position: a listed event's index, a word in the title, or None."""
        box = scene.layout.events
        if not box.holds(position):
            return None
        if position[1] < box.top + TITLE:
            return next((word for word, chip in self._chips(scene) if chip.holds(position)), None)
        if position[0] >= box.right - PAD - BAR:
            return None
        line = (position[1] - box.top - TITLE) // ROW
        row = self.first_row(scene) + line
        listed = len(scene.session.listed(quiet=scene.quiet))
        return row if line < rows_seen(box) and row < listed else None

    def spots(self, scene: Scene) -> list[Box]:
        """Return where the rows are, and the words in the title."""
        box, first = scene.layout.events, self.first_row(scene)
        listed = len(scene.session.listed(quiet=scene.quiet))
        rows = range(min(rows_seen(box), listed - first))
        return [*(_row_box(box, line) for line in rows), *(chip for _, chip in self._chips(scene))]

    def _chips(self, scene: Scene) -> Iterator[tuple[str, Box]]:
        """Yield the words in the title that can be clicked, from the right."""
        box = scene.layout.events
        words = [ALL if scene.quiet else TELLING] if scene.session.has_quiet_lanes else []
        words += [FOLLOW] if self._rows.scrolled else []
        right = box.right - PAD
        for word in words:
            chip = width(word, 14) + 16
            yield word, Box(right - chip, box.top + 5, chip, 22)
            right -= chip + 6

    def paint(self, target: Surface, scene: Scene) -> None:
        """Paint the title, the rows that are seen, and the scrollbar."""
        box, session = scene.layout.events, scene.session
        sheet(target, Rect(box))
        listed = session.listed(quiet=scene.quiet)
        self._paint_title(target, scene, len(listed))
        first, now = self.first_row(scene), listed.row_at(scene.frame)
        pointed = None if scene.pointer is None else self._pointed(scene, scene.pointer)
        if not len(listed):
            message(target, _below_title(box), *_nothing(scene))
        rows = session.rows(listed, first, first + rows_seen(box))
        for line, row in enumerate(rows):
            area = _row_box(box, line)
            if first + line == now:
                panel(target, Rect(area), CHOSEN, None, 4)
                brush.fill(target, WHITE, (area.left, area.top + 3, 3, area.height - 6))
            elif first + line == pointed:
                panel(target, Rect(area), PANEL, None, 4)
            paint_row(target, area, row, session, future=first + line > now)
        _bar(scene).paint(target, first)

    def _paint_title(self, target: Surface, scene: Scene, listed: int) -> None:
        box = scene.layout.events
        middle = box.top + 16
        right = write(target, "EVENTS", (box.left + PAD, middle), 14, SOFT, bold=True).right
        total = scene.session.total
        words = grouped(total) if listed == total else f"{grouped(listed)} of {grouped(total)}"
        if not listed:
            words = "none"
        if scene.session.index.reading:
            known, blocks = scene.session.index.blocks
            words = f"reading, {100 * known // max(1, blocks)} %"
        chips = list(self._chips(scene))
        room = min((chip.left for _, chip in chips), default=box.right - PAD) - right - 20
        write(target, shortened(words, max(0, room), 14), (right + 12, middle), 14, MUTE)
        for word, chip in chips:
            under = scene.pointer is not None and chip.holds(scene.pointer)
            colour = GOLD if word == FOLLOW else WHITE if under else TEXT
            panel(target, Rect(chip), PANEL, LINE, 11)
            write(target, word, chip.middle, 14, colour, align="centre")


def _row_box(box: Box, line: int) -> Box:
    return Box(box.left + 6, box.top + TITLE + line * ROW, box.width - 14 - BAR, ROW - 1)


def _nothing(scene: Scene) -> tuple[str, str]:
    """Say why no event is listed."""
    session, total = scene.session, scene.session.total
    if session.index.reading:
        return "Still reading", "No event of these kinds has been read yet."
    if not total and session.lost:
        return "No events", "None of this recording's events can be read."
    if not total:
        return "No events", "Nothing happened in this recording."
    others = "the one other event" if total == 1 else f"the {grouped(total)} others"
    return "No important events", f"{keys_for(ToggleQuietEvents())} lists {others}."


def _below_title(box: Box) -> Box:
    return Box(box.left, box.top + TITLE, box.width, box.height - TITLE)


def _bar(scene: Scene) -> Scrollbar:
    box = scene.layout.events
    seen, listed = rows_seen(box), len(scene.session.listed(quiet=scene.quiet))
    track = Box(box.right - PAD // 2 - BAR, box.top + TITLE + 2, BAR, seen * ROW - 4)
    return Scrollbar(track, seen, listed)


def rows_seen(box: Box) -> int:
    """Return how many whole rows there is room for."""
    return max(1, (box.height - TITLE - 4) // ROW)
