"""The help: what every key and the mouse do, made from the keymap's own table."""

from __future__ import annotations

from pygame import Rect, Surface

from replay.ui.box import Box
from replay.ui.shapes import panel
from replay.ui.text import shortened, width, write
from replay.ui.theme import LINE, MUTE, NIGHT, PANEL, SOFT, TEXT, WHITE
from replay.viewer.keymap import GROUPS, MOUSE, WITH_SHIFT, rows_of
from replay.viewer.overlays.overlay import centred

ROW, TITLE, AFTER = 21, 36, 8
"""Heights of a row, of a section's title, and of the space behind a section."""
PADDING, FOOT = 22, 40
KEYS_WIDTH, WORDS_WIDTH = 148, 232
COLUMN = KEYS_WIDTH + WORDS_WIDTH
MOST_COLUMNS = 3
CAP = 18
"""Height of a key cap."""

Section = tuple[str, list[tuple[str, str]]]


def sections() -> list[Section]:
    """Return the help's parts: a title, and rows of what to press and what it does."""
    keys = [(group, rows_of(group)) for group in GROUPS]
    return [*keys, ("Mouse", [(gesture.where, gesture.words) for gesture in MOUSE])]


class HelpOverlay:
    """The help, in as many columns as the window has room for; on several pages if need be."""

    def __init__(self) -> None:
        self._page = 0

    def box(self, window: Box) -> Box:
        """Return the middle of the window."""
        pages = _pages(window)
        columns = max(map(len, pages))
        tallest = max(_height(column) for page in pages for column in page)
        wide = columns * COLUMN + (columns + 1) * PADDING
        return centred(window, wide, tallest + 14 + FOOT)

    def key(self) -> object:
        """Changes with the page."""
        return self._page

    def turn(self, window: Box, pages: int) -> None:
        """Turn so many pages on, or back."""
        self._page = max(0, min(self._page + pages, len(_pages(window)) - 1))

    def paint(self, target: Surface, window: Box) -> None:
        """Paint the page's keys and gestures."""
        box, pages = self.box(window), _pages(window)
        page = min(self._page, len(pages) - 1)
        panel(target, Rect(box), NIGHT, SOFT)
        for number, column in enumerate(pages[page]):
            y, left = box.top + 14, box.left + PADDING + number * (COLUMN + PADDING)
            for title, rows in column:
                write(target, title, (left, y + 8), 16, WHITE, bold=True)
                y += TITLE
                for keys, words in rows:
                    _paint_row(target, left, y, keys, words, caps=title != "Mouse")
                    y += ROW
                y += AFTER
        self._paint_foot(target, box, page, len(pages))

    def _paint_foot(self, target: Surface, box: Box, page: int, pages: int) -> None:
        middle = box.bottom - 18
        words = "Esc  close"
        if pages > 1:
            words = f"← →  page {page + 1} of {pages}     {words}"
        right = write(target, words, (box.right - PADDING, middle), 14, SOFT, align="right").left
        room = right - 20 - box.left - PADDING
        if width(WITH_SHIFT, 14) <= room:
            write(target, WITH_SHIFT, (box.left + PADDING, middle), 14, MUTE)


def _pages(window: Box) -> list[list[list[Section]]]:
    """Return the pages, each with columns of sections, as they fit into a window."""
    count = max(1, min(MOST_COLUMNS, (window.width - 20 - PADDING) // (COLUMN + PADDING)))
    columns = _columns(window.height - 20 - 14 - FOOT)
    return [columns[begin : begin + count] for begin in range(0, len(columns), count)]


def _columns(room: int) -> list[list[Section]]:
    """Share the sections out among columns of this height; long ones are divided."""
    columns: list[list[Section]] = [[]]
    for title, rows in sections():
        left = list(rows)
        while left:
            free = room - _height(columns[-1]) - (AFTER if columns[-1] else 0)
            fit = (free - TITLE) // ROW
            if columns[-1] and fit < len(left):
                columns.append([])
                continue
            columns[-1].append((title, left[: max(1, fit)]))
            left = left[max(1, fit) :]
    return columns


def _height(column: list[Section]) -> int:
    return max(0, sum(TITLE + AFTER + ROW * len(rows) for _, rows in column) - AFTER)


def _paint_row(
    target: Surface, left: int, middle: int, keys: str, words: str, *, caps: bool
) -> None:
    if not caps:
        write(target, keys, (left, middle), 14, SOFT)
    else:
        x = left
        for key in keys.split("   "):
            cap = Rect(x, middle - CAP // 2, width(key, 14) + 12, CAP)
            panel(target, cap, PANEL, LINE, 4)
            write(target, key, cap.center, 14, TEXT, align="centre")
            x = cap.right + 5
    write(target, shortened(words, WORDS_WIDTH, 14), (left + KEYS_WIDTH, middle), 14, TEXT)
