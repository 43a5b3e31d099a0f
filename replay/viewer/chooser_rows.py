"""The rows of the list of recordings, as they are painted: a picture and two lines of text."""

from __future__ import annotations

from zlib import crc32

from pygame import Color, Rect, Surface

from replay.ui import brush
from replay.ui.box import Box
from replay.ui.shapes import panel
from replay.ui.text import shortened, width, write
from replay.ui.theme import (
    BLUE,
    GREEN,
    INK,
    LINE,
    MUTE,
    NIGHT,
    ORANGE,
    PANEL,
    PINK,
    RED,
    SOFT,
    TEAL,
    TEXT,
    VIOLET,
    WHITE,
    mix,
)
from replay.viewer.chooser_layout import Cells
from replay.viewer.model.description import (
    DAMAGED,
    GONE,
    LEFT_EARLY,
    LIVE,
    NOT_CLOSED,
    NOT_INSTALLED,
    UNREADABLE,
)
from replay.viewer.model.entries import DATE, LENGTH, PLAYERS, Entry

UPPER, LOWER = -12, 12
"""Where a row's two lines of text are, in pixels from its middle."""
MARKS: dict[str, Color] = {
    LIVE: RED,
    DAMAGED: ORANGE,
    UNREADABLE: ORANGE,
    GONE: ORANGE,
    NOT_CLOSED: ORANGE,
    LEFT_EARLY: SOFT,
    NOT_INSTALLED: MUTE,
}
TINTS = (TEAL, VIOLET, BLUE, GREEN, PINK)
"""Colours for games without pictures."""


def paint_row(
    target: Surface, box: Box, cells: Cells, entry: Entry, picture: Surface | None, *, chosen: bool
) -> None:
    """Paint a recording's row: its picture, and what is known of it so far."""
    panel(target, Rect(box), PANEL if chosen else NIGHT, WHITE if chosen else None)
    if picture is None:
        _paint_placeholder(target, cells.picture, entry)
    else:
        brush.put(target, picture, Rect(cells.picture).center)
        brush.rect(target, LINE, Rect(cells.picture), width=1)
    _paint_names(target, cells, entry)
    _paint_game(target, cells.game, entry)
    _paint_state(target, cells.state, entry)
    day, _, time = DATE.says(entry).partition(" ")
    _line(target, cells.date, UPPER, day, SOFT)
    _line(target, cells.date, LOWER, time, MUTE)


def _paint_names(target: Surface, cells: Cells, entry: Entry) -> None:
    box, known = cells.names, entry.described
    watchable = known is None or known.seconds is not None
    name = entry.found.title
    colour = WHITE if watchable else SOFT
    right = _line(target, box, UPPER, name, colour, 16, bold=True)
    if entry.folder and right + 40 < box.right:
        room = Box(right + 10, box.top, box.right - right - 10, box.height)
        _line(target, room, UPPER, entry.folder, MUTE)
    if entry.problem:
        whole = Box(box.left, box.top, cells.game.right - box.left, box.height)
        _line(target, whole, LOWER, entry.problem, ORANGE)
    elif known is not None:
        _line(target, box, LOWER, PLAYERS.says(entry), SOFT)


def _paint_game(target: Surface, box: Box, entry: Entry) -> None:
    known = entry.described
    if known is None or not box.width:
        return
    installed = known.game is not None
    _line(target, box, UPPER, known.name, TEXT if installed else MUTE, 15)
    if not entry.problem:
        _line(target, box, LOWER, entry.result, SOFT)


def _paint_state(target: Surface, box: Box, entry: Entry) -> None:
    _line(target, box, UPPER, LENGTH.says(entry), TEXT, 15)
    mark = entry.mark
    if mark:
        middle = box.middle[1] + LOWER
        colour = MARKS.get(mark, SOFT)
        badge = Rect(box.left - 8, middle - 10, min(width(mark, 13) + 26, box.width + 8), 20)
        panel(target, badge, mix(colour, INK, 0.75), None, 6)
        brush.dot(target, colour, (badge.left + 10, middle), 3)
        words = shortened(mark, badge.width - 24, 13)
        write(target, words, (badge.left + 18, middle), 13, mix(colour, WHITE, 0.4))


def _paint_placeholder(target: Surface, box: Box, entry: Entry) -> None:
    """Paint the game's initial in a colour of its own, as long as there is no picture."""
    known = entry.described
    if known is None:
        panel(target, Rect(box), INK, LINE, 4)
    elif known.seconds is None:
        panel(target, Rect(box), mix(ORANGE, INK, 0.85), mix(ORANGE, INK, 0.5), 4)
        write(target, "!", box.middle, 24, ORANGE, bold=True, align="centre")
    else:
        tint = TINTS[crc32(known.name.encode()) % len(TINTS)]
        panel(target, Rect(box), mix(tint, INK, 0.8), mix(tint, INK, 0.5), 4)
        initial = known.name[:1].upper()
        write(target, initial, box.middle, 24, mix(tint, WHITE, 0.2), bold=True, align="centre")


def _line(
    target: Surface,
    box: Box,
    down: int,
    words: str,
    colour: Color,
    size: int = 14,
    *,
    bold: bool = False,
) -> int:
    """Write words into a line of a cell; return their right end."""
    shown = shortened(words, box.width, size, bold=bold)
    at = box.left, box.middle[1] + down
    return write(target, shown, at, size, colour, bold=bold).right
