"""What commands print: JSON, pairs, tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from replay.console.terminal import cut, output_encoding, put, put_table, say, shown
from replay.values.escaping import escaped_json, in_json
from replay.values.jsonable import plain

LONGEST_NAME, LONGEST_VALUE = 40, 1000
"""Letters of what a file says that people are shown in one place; the JSON forms hold all."""


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print data as JSON."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=indent)
    text, encoding = escaped_json(text), output_encoding()
    if not _can_be_said(text, encoding):
        text = "".join(
            letter if _can_be_said(letter, encoding) else in_json(letter) for letter in text
        )
    put(f"{text}\n")


def _can_be_said(text: str, encoding: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def print_pairs(pairs: Iterable[tuple[str, object]]) -> None:
    """Print names and values in two columns."""
    known = [(cut(shown(name), LONGEST_NAME), value) for name, value in pairs if value is not None]
    widest = max(len(name) for name, _ in known)
    for name, value in known:
        say(f"{name:<{widest}}  {cut(str(value), LONGEST_VALUE)}")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table under its title; see replay.console.terminal.put_table."""
    say(title)
    put_table(columns, rows)
