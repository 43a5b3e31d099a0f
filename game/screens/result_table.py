"""The table of a result: a line for each player, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pygame import Rect, Surface

from replay.ui import text, theme
from replay.ui.shapes import emblem, panel

BOX = Rect(464, 318, 804, 254)
HEAD = BOX.y + 18
ROWS_TOP = BOX.y + 34
MOST_HEIGHT = 36
GAP = 3
COLUMNS = (
    ("score", 330),
    ("carried", 420),
    ("stolen", 510),
    ("knocks", 600),
    ("was knocked", 700),
    ("led", 788),
)
"""Columns: the name of each, and the x of its right end from the box's left edge."""


@dataclass(frozen=True, slots=True)
class Line:
    """One player's line; ``figures`` go under the columns."""

    rank: int
    player: int
    name: str
    says: str
    figures: tuple[str, ...]


def draw_table(surface: Surface, lines: Sequence[Line], you: int | None) -> None:
    """Draw all lines, their height as the space allows; the line of ``you`` is outlined."""
    panel(surface, BOX, theme.NIGHT)
    text.write(surface, "Table", (BOX.x + 16, HEAD), 15, theme.WHITE, bold=True)
    for name, right in COLUMNS:
        text.write(surface, name, (BOX.x + right, HEAD), 14, theme.SOFT, align="right")
    pitch = min(MOST_HEIGHT + GAP, (BOX.bottom - 4 - ROWS_TOP) // max(1, len(lines)))
    for number, line in enumerate(lines):
        where = Rect(BOX.x + 8, ROWS_TOP + number * pitch, BOX.w - 16, pitch - GAP)
        _draw_line(surface, where, line, is_you=line.player == you)


def _draw_line(surface: Surface, where: Rect, line: Line, *, is_you: bool) -> None:
    panel(surface, where, theme.PANEL, theme.WHITE if is_you else None, 6)
    middle = where.centery
    colour = theme.PLAYERS[line.player % len(theme.PLAYERS)]
    text.write(surface, str(line.rank), (where.x + 20, middle), 16, bold=True, align="centre")
    emblem(surface, line.player, colour, (where.x + 48, middle), 14)
    text.write(surface, line.name, (where.x + 68, middle), 16, theme.WHITE, bold=True)
    text.write(surface, line.says, (where.x + 130, middle), 14, theme.SOFT)
    for column, ((_, right), figure) in enumerate(zip(COLUMNS, line.figures, strict=True)):
        is_score = column == 0
        size, ink = (18, theme.WHITE) if is_score else (15, theme.TEXT)
        position = (BOX.x + right, middle)
        text.write(surface, figure, position, size, ink, bold=is_score, align="right")
