"""Which font has a letter: the project's own, else one of the system's, else none.

System fonts are searched only when a letter needs one.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import pygame

HERE = Path(__file__).parent
PROBE_SIZE = 24
MOST_FONTS = 100
"""How many system fonts are searched at most; each open one takes memory."""
FIRST = ("notosans", "dejavusans", "segoeui", "arialunicodems", "arial", "applesdgothicneo")
"""Fonts with many letters, which are searched first."""
NO_CHARACTER = "\uffff"
"""A character that no font has: it renders as the font's placeholder for missing letters."""


def fonts_folder() -> Path:
    """Return the folder of the font files: in the installed package, or the checkout's assets."""
    installed = HERE / "fonts"
    return installed if installed.is_dir() else HERE.parents[1] / "assets" / "fonts"


@lru_cache(maxsize=64)
def font(size: int, bold: bool = False) -> pygame.font.Font:
    """Return the project's typeface at this size in pixels."""
    if not pygame.font.get_init():
        pygame.font.init()
    weight = "bold" if bold else "regular"
    return pygame.font.Font(str(fonts_folder() / f"packrat-{weight}.ttf"), size)


@lru_cache(maxsize=64)
def font_of(path: str, size: int, bold: bool) -> pygame.font.Font:
    """Return the font at a path, scaled to at most the project font's height; "": the project's."""
    own = font(size, bold)
    if not path:
        return own
    higher = pygame.font.Font(path, size).get_height() / own.get_height()
    fitting = pygame.font.Font(path, max(1, int(size / max(1.0, higher))))
    fitting.set_bold(bold)
    return fitting


@cache
def path_for(character: str) -> str | None:
    """Return the system font that has a character; "" if the project's has, None if none has."""
    if character.isascii() or _has(font(PROBE_SIZE), character):
        return ""
    return next((path for path, face in _opened() if _has(face, character)), None)


def _has(face: pygame.font.Font, character: str) -> bool:
    try:
        return _look(face, character) != _look(face, NO_CHARACTER)
    except (UnicodeError, pygame.error):  # the classic pygame has no character above U+FFFF
        return False


def _look(face: pygame.font.Font, character: str) -> bytes:
    picture = face.render(character, False, (255, 255, 255))
    return pygame.image.tobytes(picture, "RGBA") + bytes(picture.get_width() % 256)


_faces: list[tuple[str, pygame.font.Font]] = []
_waiting: list[str] | None = None


def _opened() -> Iterator[tuple[str, pygame.font.Font]]:
    """Yield the system's fonts: first those already open, then others, opened one by one."""
    global _waiting
    yield from _faces
    if _waiting is None:
        _waiting = _paths()
    while _waiting:
        path = _waiting.pop(0)
        try:
            face = pygame.font.Font(path, PROBE_SIZE)
        except (OSError, pygame.error):
            continue  # listed but missing, or in a format that pygame cannot load
        _faces.append((path, face))
        yield _faces[-1]


def _paths() -> list[str]:
    """Return where the system's fonts are, those with many letters first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pygame warns if fonts cannot be listed; harmless here
        names = pygame.font.get_fonts() or []
        known = sorted(names, key=lambda name: (name not in FIRST, "noto" not in name, name))
        paths = (pygame.font.match_font(name) for name in known[:MOST_FONTS])
        return list(dict.fromkeys(path for path in paths if path))
