"""What commands print, and how they say that something is wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from replay.plain import plain

FINE, NO, IMPOSSIBLE = 0, 1, 2
"""Exit codes: fine; the answer is no; it could not be done."""


def complain(message: object) -> None:
    """Say on standard error what is wrong, in one sentence."""
    print(f"replay: {message}", file=sys.stderr)


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print data as JSON."""
    print(json.dumps(plain(value), ensure_ascii=False, indent=indent))


def print_pairs(pairs: Iterable[tuple[str, object]]) -> None:
    """Print names and values in two columns."""
    known = [(name, value) for name, value in pairs if value is not None]
    widest = max(len(name) for name, _ in known)
    for name, value in known:
        print(f"{name:<{widest}}  {value}")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; columns whose name ends in "#" are numbers and stand to the right."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column.rstrip("#"), justify="right" if column.endswith("#") else "left")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    print(title)
    Console().print(table)
