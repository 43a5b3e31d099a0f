"""Names of files: derived from other files' names, and as text that can be written anywhere."""

from __future__ import annotations

import os
from pathlib import Path
from unicodedata import category

LONGEST = 255
"""Bytes that a name may have, if the file system's own limit cannot be found out."""
LONGEST_SUFFIX = 32
"""Bytes; what is longer behind the last dot counts as part of the name."""
JOINER = "\u200d"
SKIN_TONES = range(0x1F3FB, 0x1F400)


def derived(path: Path, addition: str) -> Path:
    """Return the path beside ``path`` whose name has ``addition`` before its suffix.

    The name is shortened before the addition to what the file system takes, never within a
    character.
    """
    suffix = path.suffix if len(os.fsencode(path.suffix)) <= LONGEST_SUFFIX else ""
    room = _longest(path.parent) - len(os.fsencode(addition + suffix))
    return path.with_name(shortened(path.name.removesuffix(suffix), room) + addition + suffix)


def shortened(name: str, most: int) -> str:
    """Return as many whole characters of a name as fit into ``most`` bytes, at least one."""
    end = len(name)
    while end > 1 and len(os.fsencode(name[:end])) > most:
        end -= 1
    while 1 < end < len(name) and _belongs(name[end - 1], name[end]):
        end -= 1
    return name[:end]


def _belongs(before: str, letter: str) -> bool:
    """Whether a letter makes one character with the one before it."""
    return (
        category(letter).startswith("M") or JOINER in (before, letter) or ord(letter) in SKIN_TONES
    )


def _longest(folder: Path) -> int:
    try:
        return min(os.pathconf(folder, "PC_NAME_MAX"), LONGEST)
    except (AttributeError, OSError, ValueError):  # Windows has no pathconf
        return LONGEST


def name_as_text(path: Path) -> str:
    """Return a file's name as text that any file can hold; bytes that are no text are escaped."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")
