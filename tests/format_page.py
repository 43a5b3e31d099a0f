"""The examples of replay/file/FORMAT.md, parsed out of its Markdown.

Knows hex dumps, JSON lines and explained bytes; reads no recording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parents[1] / "replay" / "file" / "FORMAT.md"
TEXT = PAGE.read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DUMPED = re.compile(r"^[0-9a-f]{8}  ((?:[0-9a-f]{2} {0,2})+)$", re.MULTILINE)
BYTES = r"[0-9a-f]{2}(?: [0-9a-f]{2})*"
EXPLAINED = re.compile(rf"^ *(\d+)  ({BYTES})(?: … ({BYTES}))?  \S", re.MULTILINE)


def _fenced(language: str, text: str = TEXT) -> list[str]:
    return [inside for name, inside in FENCE.findall(text) if name == language]


def _dumped(text: str) -> bytes:
    return b"".join(bytes.fromhex(line) for line in DUMPED.findall(text))


EVENTS = _fenced("json")[0]
"""The events of both examples, as ``replay events --json`` prints them."""
DIGEST = _fenced("digest")[0].strip()
CLOSED, ROWS = (_dumped(text) for text in _fenced("hex"))
HEADER = CLOSED[:264]
COPY = CLOSED[367:607]
ROWS_BEGIN = len(HEADER + COPY)
WRITTEN = HEADER + COPY + ROWS
"""The second example: the same match before it was closed."""


def explained(text: str) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield (offset, first bytes, last bytes) of each line that explains bytes.

    A line that shows all its bytes has no last ones.
    """
    for offset, first, last in EXPLAINED.findall("".join(_fenced("explained", text))):
        yield int(offset), bytes.fromhex(first), bytes.fromhex(last)


def section(title: str) -> str:
    """Return the text below this heading, to the next one."""
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]
