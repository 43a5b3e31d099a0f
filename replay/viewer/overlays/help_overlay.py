"""The help: what every key and the mouse do, made from the keymap's own table."""

from __future__ import annotations

from pygame import Rect, Surface

from replay.ui.box import Box
from replay.ui.shapes import panel
from replay.ui.text import width, write
from replay.ui.theme import LINE, MUTE, NIGHT, PANEL, SOFT, TEXT, WHITE
from replay.viewer.keymap import GROUPS, MOUSE, WITH_SHIFT, rows_of
from replay.viewer.overlays.overlay import centred

ROW, CLOSE_ROW, ROOMY = 21, 19, 540
"""Heights of a row and, in windows lower than ``ROOMY`` pixels, of a closer row."""
TITLE, PADDING = 36, 22
KEYS_WIDTH, WORDS_WIDTH = 148, 232
COLUMN = KEYS_WIDTH + WORDS_WIDTH
AFTER = 8
CAP = 18
"""Height of a key cap."""

Section = tuple[str, list[tuple[str, str]]]


def sections() -> list[Section]:
    """Return the help's parts: a title, and rows of what to press and what it does."""
    keys = [(group, rows_of(group)) for group in GROUPS]
    return [*keys, ("Mouse", [(gesture.where, gesture.words) for gesture in MOUSE])]


class HelpOverlay:
    """The help in two columns."""

    def box(self, window: Box) -> Box:
        """Return the middle of the window."""
        tallest = max(_height(column, _row(window)) for column in _columns())
        return centred(window, 2 * COLUMN + 3 * PADDING, tallest + PADDING + 14)

    def key(self) -> object:
        """Never changes."""
        return None

    def paint(self, target: Surface, window: Box) -> None:
        """Paint all keys and gestures."""
        box = self.box(window)
        panel(target, Rect(box), NIGHT, SOFT)
        for number, column in enumerate(_columns()):
            y = box.top + 14
            left = box.left + PADDING + number * (COLUMN + PADDING)
            for title, rows in column:
                write(target, title, (left, y + 8), 16, WHITE, bold=True)
                y += TITLE
                for keys, words in rows:
                    _paint_row(target, left, y, keys, words, caps=title != "Mouse")
                    y += _row(window)
                y += AFTER
        write(target, WITH_SHIFT, (box.left + PADDING, box.bottom - 16), 14, MUTE)
        write(target, "Esc  close", (box.right - PADDING, box.bottom - 16), 14, MUTE, align="right")


def _columns() -> tuple[list[Section], list[Section]]:
    playing, going, showing, mouse = sections()
    return [playing, going], [showing, mouse]


def _row(window: Box) -> int:
    return ROW if window.height >= ROOMY else CLOSE_ROW


def _height(column: list[Section], row: int) -> int:
    return sum(TITLE + AFTER + row * len(rows) for _, rows in column) - AFTER


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
    write(target, words, (left + KEYS_WIDTH, middle), 14, TEXT)
