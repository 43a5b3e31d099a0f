"""Escaping: text from a file, made safe for terminals and for JSON output.

Text in a file may hold characters that control a terminal, or reorder or hide the text around
them. Which those are is a fixed list, the one in FORMAT.md, because other languages, and other
versions of Python, define "printable" differently.
"""

from __future__ import annotations

import re

ESCAPED = (
    (0x00, 0x1F),  # controls
    (0x7F, 0x9F),  # delete, and more controls
    (0xAD, 0xAD),  # soft hyphen
    (0x61C, 0x61C),  # direction of writing
    (0x200B, 0x200B),  # a space of no width
    (0x200E, 0x200F),  # direction of writing
    (0x2028, 0x202E),  # ends of lines and paragraphs, direction of writing
    (0x2060, 0x206F),  # invisible
    (0xD800, 0xDFFF),  # halves of surrogate pairs: bytes of a path that are no UTF-8
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),  # annotations
    (0xE0000, 0xE007F),  # tags
)
"""Code points, first and last, that are escaped besides JSON's own ``"`` and ``\\``."""
_ESCAPED = re.compile("[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in ESCAPED) + "]")
_BUT_LINES = re.compile(_ESCAPED.pattern.replace("\0-\x1f", "\0-\x09\x0b-\x1f"))


def escaped(text: str) -> str:
    r"""Return text for people, listed characters escaped as in Python: ``\x1b``."""
    return _ESCAPED.sub(lambda found: _in_python(found[0]), text)


def visible(name: str) -> str:
    """Return a name for use in a sentence: one in which there is nothing to see, in quotes."""
    return name if name.strip() else f"'{name}'"


def escaped_json(text: str) -> str:
    """Return JSON with listed characters escaped, which parses the same; line ends are kept."""
    return _BUT_LINES.sub(lambda found: in_json(found[0]), text)


def _in_python(letter: str) -> str:
    return letter.encode("unicode_escape").decode()


def in_json(letter: str) -> str:
    """Return a letter as JSON's escape, two of them beyond U+FFFF."""
    units = letter.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[n : n + 4]}" for n in range(0, len(units), 4))
