"""The examples of replay/file/FORMAT.md, parsed out of its Markdown.

Knows hex dumps, JSON lines and tables; reads no recording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parents[1] / "replay" / "file" / "FORMAT.md"
TEXT = PAGE.read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DUMPED = re.compile(r"^[0-9a-f]{8}  ((?:[0-9a-f]{2} {1,2})+) *\|", re.MULTILINE)
CELLS = re.compile(r"^\| (\d+) \| `([0-9a-f ]+)(?:… ([0-9a-f ]+))?` \|", re.MULTILINE)


def _fenced(language: str) -> list[str]:
    return [text for name, text in FENCE.findall(TEXT) if name == language]


def _dumped(text: str) -> bytes:
    return b"".join(bytes.fromhex(line) for line in DUMPED.findall(text))


EVENTS = _fenced("json")[0]
"""The events of both examples, as ``replay events --json`` prints them."""
DIGEST = _fenced("digest")[0].strip()
CLOSED, ROWS = (_dumped(text) for text in _fenced("hex"))
HEADER_SIZE = 264
WRITTEN = CLOSED[:HEADER_SIZE] + ROWS
"""The second example: the same match before it was closed."""


def table_rows(text: str) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield (offset, first bytes, last bytes) of each row that explains bytes.

    A row that shows all its bytes has no last ones.
    """
    for offset, first, last in CELLS.findall(text):
        yield int(offset), bytes.fromhex(first), bytes.fromhex(last)


def section(title: str) -> str:
    """Return the text below this heading, to the next one."""
    return TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]
