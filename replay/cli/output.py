"""What commands print: JSON, pairs, tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from replay.console.terminal import GATHERED, cut, output_encoding, put, put_table, say, shown
from replay.values.escaping import escaped_json, in_json
from replay.values.jsonable import jsonable
from replay.values.value_text import value_text

LONGEST_NAME, LONGEST_SHORT, LONGEST_VALUE = 40, 200, 1000
"""Characters of a file's text that people are shown in one place; JSON output has all."""
MOST_SHORT = 100
"""Entries of a list that are written out in a sentence, which is cut off all the same."""


_INDENTED = json.JSONEncoder(ensure_ascii=False, indent=2, allow_nan=False).iterencode
_LINE = json.JSONEncoder(ensure_ascii=False, check_circular=False, allow_nan=False).encode


def print_json(value: Any) -> None:
    """Print data as JSON."""
    parts, size = [], 0
    for piece in _INDENTED(jsonable(value)):  # not as a whole, which may be large
        parts.append(piece)
        size += len(piece)
        if size > GATHERED:
            put(_json_text("".join(parts)))
            parts, size = [], 0
    put(_json_text("".join(parts)) + "\n")


def json_line(value: Any) -> str:
    """Return what JSON can hold as one line of it, for the output."""
    return f"{_json_text(_LINE(value))}\n"


def _json_text(text: str) -> str:
    text, encoding = escaped_json(text), output_encoding()
    if not _can_be_said(text, encoding):
        text = "".join(
            letter if _can_be_said(letter, encoding) else in_json(letter) for letter in text
        )
    return text


def _can_be_said(text: str, encoding: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def short(value: Any) -> str:
    """Return a value for use in a sentence, as a query would have it, shortened.

    Of a list or mapping with more than MOST_SHORT entries, only how many they are.
    """
    if isinstance(value, (list, tuple, set, frozenset, Mapping)) and len(value) > MOST_SHORT:
        return f"a {'mapping' if isinstance(value, Mapping) else 'list'} of {len(value)}"
    return cut(value_text(value), LONGEST_SHORT)


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
