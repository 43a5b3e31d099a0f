"""A title and a sentence in an otherwise empty area: shown where there is nothing to show."""

from __future__ import annotations

from pygame import Color, Surface

from replay.ui.box import Box
from replay.ui.text import width, write
from replay.ui.theme import SOFT, WHITE

TITLE, BODY, LINE_HEIGHT = 18, 15, 22


def wrapped(words: str, room: int, size: int, most: int = 12, *, bold: bool = False) -> list[str]:
    """Return the words in at most ``most`` lines no wider than ``room`` pixels.

    A word too long for a line is cut.
    """
    lines: list[str] = []
    line = ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        while width(word, size, bold=bold) > room and len(word) > 1:
            fit = (
                n for n in range(len(word) - 1, 0, -1) if width(word[:n], size, bold=bold) <= room
            )
            kept = next(fit, 1)
            lines.append(word[:kept])
            word = word[kept:]
        line = word
    return [*lines, line][:most] if line else lines[:most]


def message(target: Surface, room: Box, title: str, words: str, colour: Color = WHITE) -> int:
    """Write a title and a sentence in the middle of a box; return the y at which they end."""
    x, y = room.middle
    wide = max(LINE_HEIGHT, min(620, room.width - 40))
    fit = max(2, (room.height - 8) // LINE_HEIGHT)
    titles = wrapped(title, wide, TITLE, fit - 1, bold=True)
    lines = wrapped(words, wide, BODY, fit - len(titles))
    y -= (len(titles) - 1 + len(lines)) * LINE_HEIGHT // 2
    for number, line in enumerate(titles):
        middle = x, y - 6 + number * LINE_HEIGHT
        write(target, line, middle, TITLE, colour, bold=True, align="centre")
    y += (len(titles) - 1) * LINE_HEIGHT
    for number, line in enumerate(lines, 1):
        write(target, line, (x, y + 4 + number * LINE_HEIGHT), BODY, SOFT, align="centre")
    return y + 4 + len(lines) * LINE_HEIGHT + LINE_HEIGHT // 2
