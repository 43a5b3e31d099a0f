"""Text on a surface, in the project's own typeface, from a cache of rendered words.

Knows fonts and where they lie (inside an installed package, or beside it in a checkout).
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import pygame
from pygame import Color, Rect, Surface

from replay.viewer.theme import TEXT

HERE = Path(__file__).parent
CACHED = 2048
"""Words kept rendered: a full viewer shows some three hundred at once."""

Align = Literal["left", "centre", "right"]


def fonts_folder() -> Path:
    """Where the font files lie: in the installed package, or in the checkout's assets."""
    installed = HERE / "fonts"
    return installed if installed.is_dir() else HERE.parents[1] / "assets" / "fonts"


@lru_cache(maxsize=64)
def font(size: int, bold: bool = False) -> pygame.font.Font:
    """Return the typeface at this size in pixels."""
    if not pygame.font.get_init():
        pygame.font.init()
    weight = "bold" if bold else "regular"
    return pygame.font.Font(str(fonts_folder() / f"packrat-{weight}.ttf"), size)


@lru_cache(maxsize=CACHED)
def _rendered(words: str, size: int, colour: tuple[int, int, int], bold: bool) -> Surface:
    return font(size, bold).render(words, True, colour)


def printable(words: str) -> str:
    """Return the words with a space for what no font can draw, as a file's name may hold."""
    if words.isprintable():
        return words
    return "".join(sign if sign.isprintable() else " " for sign in words)


def has_letters(words: str) -> bool:
    """Whether there are glyphs for all of the words."""
    return all(metrics is not None for metrics in font(14).metrics(words))


def width(words: str, size: int = 14, *, bold: bool = False) -> int:
    """Return how many pixels wide the words are."""
    return font(size, bold).size(printable(words))[0]


def write(
    target: Surface,
    words: str,
    place: tuple[int, int],
    size: int = 14,
    colour: Color = TEXT,
    *,
    bold: bool = False,
    align: Align = "left",
) -> Rect:
    """Put words on a surface and return where they are.

    ``place`` is the left end (or the middle, or the right end) of the line of text, at the
    vertical middle of its letters, so that texts of different sizes line up in a row.
    """
    picture = _rendered(printable(words), size, (colour.r, colour.g, colour.b), bold)
    where = picture.get_rect()
    where.centery = place[1]
    if align == "left":
        where.left = place[0]
    elif align == "right":
        where.right = place[0]
    else:
        where.centerx = place[0]
    target.blit(picture, where)
    return where


def shortened(words: str, room: int, size: int = 14, *, bold: bool = False) -> str:
    """Return the words, cut with an ellipsis if they are wider than ``room`` pixels."""
    if width(words, size, bold=bold) <= room:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        fits = width(words[:middle].rstrip() + "…", size, bold=bold) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return words[:low].rstrip() + "…"
