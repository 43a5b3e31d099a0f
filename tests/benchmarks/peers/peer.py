"""What a peer is: something else one would keep a match in, at its own best settings.

A peer writes the rows of the mix and gives those of some frames back. It may give rows in its own
shape; ``same`` knows which shapes mean the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from benchmarks.mix import Row, shortest


class Writer(Protocol):
    """A file being written."""

    def add(self, rows: Sequence[Row]) -> None:
        """Append events, one after the other as a game would."""

    def end(self) -> None:
        """Finish the file, so that it can be read."""


class Reader(Protocol):
    """A file being read."""

    def window(self, first: int, stop: int) -> Sequence[Sequence[int]]:
        """Return the events of frames ``first`` ≤ frame < ``stop`` as numbers."""

    def end(self) -> None:
        """Close the file."""


class Peer(Protocol):
    """A way to keep events in a file. ``settings`` says what was chosen where there is a choice."""

    name: str
    settings: str

    def write(self, path: Path) -> Writer:
        """Begin a file."""

    def read(self, path: Path) -> Reader:
        """Open a file, made ready for being asked for any frames."""


def same(answer: Iterable[Sequence[int]], rows: Iterable[Row]) -> bool:
    """Whether an answer is these rows, a move with or without its unused number."""
    return [shortest(_row(given)) for given in answer] == [shortest(row) for row in rows]


def _row(given: Sequence[int]) -> Row:
    frame, kind, player, a, b, c = given if len(given) == 6 else (*given, 0)
    return frame, kind, player, a, b, c
