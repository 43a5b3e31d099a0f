"""Where everything is in the list of recordings. Pure arithmetic on the window's size."""

from __future__ import annotations

from dataclasses import dataclass

from replay.ui.box import Box
from replay.viewer.layout import LEAST_HEIGHT, LEAST_WIDTH
from replay.viewer.model.previews import SIZE

ROW, ROW_GAP = 68, 6
TOP, BOTTOM = 114, 46
WIDEST, MARGIN = 1240, 20
BETWEEN = 16
STATE_WIDTH, DATE_WIDTH = 134, 84
NAMES_SHARE = 62
LEAST_GAME = 150
"""Names and players get so many hundredths of the room that is left, or all but this width."""
WITH_GAME = 720
"""Width of a row from which it has a column for game and result."""
FIELD_WIDTH, FIELD_SHARE, FIELD_HEIGHT = 300, 42, 34
"""The search field is as wide, or so many hundredths of a row if that is less."""
TITLE_MIDDLE, HEADS_MIDDLE = 38, 95


@dataclass(frozen=True, slots=True)
class Cells:
    """The parts of a row, each with two lines of text; ``picture`` is at its left.

    ``game`` has no width in a small window.
    """

    picture: Box
    names: Box
    game: Box
    state: Box
    date: Box


@dataclass(frozen=True, slots=True)
class ChooserLayout:
    """Boxes of the window, of the search field, and of all rows together."""

    window: Box
    field: Box
    rows: Box

    @property
    def seen(self) -> int:
        """How many rows fit."""
        return self.rows.height // ROW

    def row(self, line: int) -> Box:
        """Return the box of a visible row."""
        rows = self.rows
        return Box(rows.left, rows.top + line * ROW, rows.width, ROW - ROW_GAP)

    def cells(self, row: Box) -> Cells:
        """Return the parts of a row."""
        inset = (row.height - SIZE[1]) // 2
        picture = Box(row.left + inset, row.top + inset, *SIZE)
        left, right = picture.right + BETWEEN, row.right - BETWEEN
        room = right - left - STATE_WIDTH - DATE_WIDTH - 2 * BETWEEN
        game = 0
        if row.width >= WITH_GAME:
            room -= BETWEEN
            game = max(LEAST_GAME, room - room * NAMES_SHARE // 100)
        boxes = []
        for width in (room - game, game, STATE_WIDTH, DATE_WIDTH):
            boxes.append(Box(left, row.top, width, row.height))
            left += width + (BETWEEN if width else 0)
        return Cells(picture, *boxes)


def lay_out(size: tuple[int, int]) -> ChooserLayout:
    """Return the layout for a window of this size."""
    width, height = max(LEAST_WIDTH, size[0]), max(LEAST_HEIGHT, size[1])
    wide = min(WIDEST, width - 2 * MARGIN)
    left = (width - wide) // 2
    rows = Box(left, TOP, wide, (height - TOP - BOTTOM) // ROW * ROW)
    top = TITLE_MIDDLE - FIELD_HEIGHT // 2
    field_width = min(FIELD_WIDTH, wide * FIELD_SHARE // 100)
    field = Box(rows.right - field_width, top, field_width, FIELD_HEIGHT)
    return ChooserLayout(Box(0, 0, width, height), field, rows)
