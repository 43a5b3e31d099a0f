"""What commands print, and how they say that something is wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from replay.plain import plain

FINE, NO, IMPOSSIBLE = 0, 1, 2
"""Exit codes: fine; the answer is no; it could not be done."""


def shown(text: object) -> str:
    """Return text as a terminal may be given it.

    What a file says may hold control characters, which do to a terminal whatever their author
    likes: they become escapes.
    """
    plainly = str(text)
    if plainly.isprintable():
        return plainly
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in plainly
    )


def say(text: object) -> None:
    """Print a line."""
    print(shown(text))


def complain(message: object) -> None:
    """Say on standard error what is wrong, in one sentence."""
    print(f"replay: {shown(message)}", file=sys.stderr)


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print data as JSON."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=indent)
    if not text.isprintable():  # a terminal obeys more letters than JSON escapes by itself
        text = "".join(map(_escaped, text))
    print(text)


def _escaped(letter: str) -> str:
    """Return a letter as JSON may hold it and a terminal be given it."""
    if letter.isprintable() or letter == "\n":
        return letter
    return json.dumps(letter)[1:-1]


def print_pairs(pairs: Iterable[tuple[str, object]]) -> None:
    """Print names and values in two columns."""
    known = [(name, value) for name, value in pairs if value is not None]
    widest = max(len(name) for name, _ in known)
    for name, value in known:
        say(f"{name:<{widest}}  {value}")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; columns whose name ends in "#" are numbers and stand to the right."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column.rstrip("#"), justify="right" if column.endswith("#") else "left")
    for row in rows:
        table.add_row(*(shown(cell) for cell in row))
    say(title)
    console = Console(markup=False, highlight=False)
    with console.capture() as text:  # printing itself, rich would end the program at a closed pipe
        console.print(table)
    print(text.get(), end="")
