"""Text on a surface, in the project's own typeface, from a cache of rendered words.

Letters that the typeface lacks are written in a system font that has them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Literal
from unicodedata import normalize

import pygame
from pygame import Color, Rect, Surface

from replay.ui import scale
from replay.ui.contrast import legible
from replay.ui.glyphs import NO_CHARACTER, font, font_of, path_for
from replay.ui.scale import px, units, units_for
from replay.ui.theme import TEXT, is_legible

CACHED_BYTES = 16 * 1024 * 1024
"""Size limit of the cache. A full viewer shows about 300 texts at once, of 5 KiB each."""
MEASURED = 8192
"""Texts whose width is remembered."""
LONGEST = 1000
"""How many letters of a line are rendered at most: more than fit in the widest window."""

Align = Literal["left", "centre", "right"]


Look = tuple[str, int, tuple[int, int, int], bool]
"""Words, their size and colour, and whether they are bold."""
_cached: dict[Look, Surface] = {}
_cached_bytes = 0


def _rendered(*look: *Look) -> Surface:
    """Return rendered words from an LRU cache."""
    global _cached_bytes
    picture = _cached.pop(look, None)
    if picture is None:
        picture = _render(*look)
        _cached_bytes += _bytes_of(picture)
        while _cached and _cached_bytes > CACHED_BYTES:
            _cached_bytes -= _bytes_of(_cached.pop(next(iter(_cached))))
    _cached[look] = picture
    return picture


def forget_rendered() -> None:
    """Clear the cache, as the fonts have changed."""
    global _cached_bytes
    _cached.clear()
    _measured.cache_clear()
    _cached_bytes = 0


def _bytes_of(picture: Surface) -> int:
    return picture.get_pitch() * picture.get_height()


def _render(words: str, size: int, colour: tuple[int, int, int], bold: bool) -> Surface:
    own = font(size, bold)
    if words.isascii():
        return own.render(words, True, colour)
    pictures = [
        (face.render(part, True, colour), own.get_ascent() - face.get_ascent())
        for face, part in _parts(words, size, bold)
        if face.size(part)[0]  # pygame cannot render text of zero width, such as combining marks
    ]
    if len(pictures) == 1 and not pictures[0][1]:
        return pictures[0][0]
    whole = Surface((sum(p.get_width() for p, _ in pictures), own.get_height()), pygame.SRCALPHA)
    left = 0
    for picture, down in pictures:
        whole.blit(picture, (left, max(0, down)))
        left += picture.get_width()
    return whole


def _parts(words: str, size: int, bold: bool) -> list[tuple[pygame.font.Font, str]]:
    """Split words into parts with a font each; what no font has becomes the placeholder box."""
    parts = []
    for path, letters in groupby(words, path_for):
        part = "".join(letters)
        known = part if path is not None else NO_CHARACTER * len(part)
        parts.append((font_of(path or "", size, bold), known))
    return parts


def printable(words: str) -> str:
    """Return the words with unprintable characters, as in some file names, replaced by spaces.

    A letter and its combining marks are composed (NFC) where possible: fonts have those.
    """
    if words.isascii() and words.isprintable():
        return words
    words = normalize("NFC", words)
    return "".join(sign if sign.isprintable() else " " for sign in words)


def has_letters(words: str) -> bool:
    """Whether some font has each letter of the words."""
    return all(path_for(letter) is not None for letter in words)


def width(words: str, size: int = 14, *, bold: bool = False) -> int:
    """Return how many units wide the words are."""
    if scale.used() == 1:
        return _measured(printable(words), size, bold)
    return units_for(_measured(printable(words), px(size), bold))


@lru_cache(MEASURED)
def _measured(words: str, size: int, bold: bool) -> int:
    if words.isascii():
        return font(size, bold).size(words)[0]
    return sum(face.size(part)[0] for face, part in _parts(words, size, bold))


def write(
    target: Surface,
    words: str,
    position: tuple[int, int],
    size: int = 14,
    colour: Color = TEXT,
    *,
    bold: bool = False,
    align: Align = "left",
) -> Rect:
    """Put words on a surface and return where they are.

    ``position`` is the left end (or the middle, or the right end) of the line of text, at the
    vertical middle of its letters, so that texts of different sizes line up in a row.
    """
    words, height, (x, y) = printable(words[:LONGEST]), size, position
    if scale.used() != 1:
        height, x, y = px(size), px(x), px(y)
    where = Rect((0, 0), (_measured(words, height, bold), font(height, bold).get_height()))
    where.centery = y
    if align == "left":
        where.left = x
    elif align == "right":
        where.right = x
    else:
        where.centerx = x
    look = colour.r, colour.g, colour.b
    if is_legible():
        look = legible(look, _ground(target, where))
    target.blit(_rendered(words, height, look, bold), where)
    if scale.used() == 1:
        return where
    wide, high = units_for(where.width), units_for(where.height)
    here = Rect(units_for(where.left), units(where.top), wide, high)
    if align == "right":
        here.right = position[0]
    return here


def _ground(target: Surface, where: Rect) -> tuple[int, int, int]:
    """Return the colour on which words will lie."""
    x = max(0, min(where.centerx, target.get_width() - 1))
    y = max(0, min(where.centery, target.get_height() - 1))
    red, green, blue, _ = target.get_at((x, y))
    return red, green, blue


def shortened(words: str, room: int, size: int = 14, *, bold: bool = False) -> str:
    """Return the words, cut with an ellipsis if they are wider than ``room`` units."""
    if width(words, size, bold=bold) <= room:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        fits = width(words[:middle].rstrip() + "…", size, bold=bold) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return words[:low].rstrip() + "…"
