"""What stands above and below the rows: the title, the search field, the heads, the keys."""

from __future__ import annotations

from dataclasses import dataclass

from pygame import Rect, Surface

from replay.playback.timecode import grouped
from replay.ui import brush
from replay.ui.box import Box
from replay.ui.marks import mark
from replay.ui.shapes import panel
from replay.ui.text import shortened, width, write
from replay.ui.theme import GOLD, INK, LINE, MUTE, NIGHT, SOFT, TEAL, TEXT, WHITE
from replay.viewer.chooser_layout import (
    BOTTOM,
    HEADS_MIDDLE,
    TITLE_MIDDLE,
    ChooserLayout,
)
from replay.viewer.model.entries import DATE, GAME, LENGTH, MARK, NAME, PLAYERS, RESULT, Column

HEAD_SIZE, HEAD_HEIGHT, BETWEEN_HEADS, ARROW = 14, 26, 14, 14
HINTS = (
    ("↑ ↓", "choose"),
    ("Enter", "watch"),
    ("/", "search"),
    ("Tab", "sort by"),
    ("Shift+Tab", "reverse"),
    ("F", "full screen"),
    ("Esc", "leave"),
)
SEARCHING = (
    ("↑ ↓", "choose"),
    ("Enter", "watch"),
    ("Tab", "sort by"),
    ("Shift+Tab", "reverse"),
    ("Esc", "end the search"),
)
"""The keys while a search is typed."""
HINT_GAP = 22


@dataclass(frozen=True, slots=True)
class Head:
    """What the heads show: the column sorted by, which way, and the one that is pointed at."""

    column: Column
    turned: bool
    pointed: Column | None


def paint_title(target: Surface, layout: ChooserLayout, words: str) -> None:
    """Paint the name of the program, and how many recordings are shown."""
    left = layout.rows.left
    mark(target, "right", TEAL, (left + 10, TITLE_MIDDLE), 20)
    title = write(target, "REPLAY", (left + 30, TITLE_MIDDLE), 24, WHITE, bold=True)
    begin = title.right + 18
    room = layout.field.left - begin - 16
    write(target, shortened(words, room, 15), (begin, TITLE_MIDDLE + 1), 15, SOFT)


def count_words(shown: int, listed: int, described: int) -> str:
    """Say how many recordings there are, how many are shown, and how many were read so far."""
    words = f"{grouped(listed)} recording{'' if listed == 1 else 's'}"
    if shown != listed:
        words = f"{grouped(shown)} of {words}"
    return words if described == listed else f"{words}, {grouped(described)} read"


def paint_field(target: Surface, box: Box, sought: str, *, typing: bool) -> None:
    """Paint the search field and what is typed in it; its end, if that is too long."""
    panel(target, Rect(box), INK if typing else NIGHT, GOLD if typing else LINE, 6)
    x, middle = box.left + 17, box.middle[1]
    colour = GOLD if typing else MUTE
    brush.circle(target, colour, (x, middle - 2), 5, width=2)
    brush.line(target, colour, (x + 4, middle + 2), (x + 8, middle + 6), width=2)
    left, room = box.left + 36, box.width - 50
    shown = sought
    while width(shown, 15) > room:
        shown = shown[1:]
    if sought:
        write(target, shown, (left, middle), 15, WHITE)
    elif not typing:
        write(target, "search: press  /", (left, middle), 15, MUTE)
    else:
        write(target, "a name, a player, a game …", (left + 6, middle), 15, MUTE)
    if typing:
        brush.fill(target, WHITE, (left + width(shown, 15) + 1, box.top + 8, 2, box.height - 16))


def head_boxes(layout: ChooserLayout) -> list[tuple[Column, Box]]:
    """Return where each column's head is: two above each part of a row, the date's alone."""
    cells = layout.cells(layout.row(0))
    boxes = []
    for cell, columns in (
        (cells.names, (NAME, PLAYERS)),
        (cells.game, (GAME, RESULT)),
        (cells.state, (LENGTH, MARK)),
        (cells.date, (DATE,)),
    ):
        left = cell.left
        for column in columns if cell.width else ():
            wide = width(column.name, HEAD_SIZE, bold=True) + ARROW
            if left > cell.left and left + wide > cell.right:
                break
            boxes.append((column, Box(left, HEADS_MIDDLE - HEAD_HEIGHT // 2, wide, HEAD_HEIGHT)))
            left += wide + BETWEEN_HEADS
    return boxes


def head_at(layout: ChooserLayout, position: tuple[int, int]) -> Column | None:
    """Return the column whose head is at a position."""
    return next((column for column, box in head_boxes(layout) if box.holds(position)), None)


def paint_heads(target: Surface, layout: ChooserLayout, head: Head) -> None:
    """Paint the columns' names, and the way of the one that is sorted by."""
    for column, box in head_boxes(layout):
        sorted_by = column is head.column
        colour = WHITE if sorted_by else TEXT if column is head.pointed else MUTE
        words = write(
            target, column.name, (box.left, HEADS_MIDDLE), HEAD_SIZE, colour, bold=sorted_by
        )
        if sorted_by:
            shape = "down" if column.down != head.turned else "up"
            mark(target, shape, GOLD, (words.right + 10, HEADS_MIDDLE + 1), 8)


def paint_hints(target: Surface, layout: ChooserLayout, *, typing: bool) -> None:
    """Paint which keys do what, in the middle below the rows."""
    hints = list(SEARCHING if typing else HINTS)
    widths = [width(key, 14, bold=True) + 7 + width(words, 14) for key, words in hints]
    while len(hints) > 2 and sum(widths) + HINT_GAP * len(hints) > layout.window.width:
        del hints[-2], widths[-2]  # the last one says how to leave
    x = layout.window.middle[0] - (sum(widths) + HINT_GAP * (len(hints) - 1)) // 2
    y = layout.window.bottom - BOTTOM // 2
    for (key, words), wide in zip(hints, widths, strict=True):
        right = write(target, key, (x, y), 14, SOFT, bold=True).right
        write(target, words, (right + 7, y), 14, MUTE)
        x += wide + HINT_GAP
