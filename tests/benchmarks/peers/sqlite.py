"""SQLite: a table clustered by frame, in a write-ahead log, nothing waiting for the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from benchmarks.mix import Row


class SQLite:
    name = "SQLite"
    settings = "WAL, synchronous=OFF, WITHOUT ROWID by (frame, n), executemany"

    def write(self, path: Path) -> SQLiteWriter:
        return SQLiteWriter(path)

    def read(self, path: Path) -> SQLiteReader:
        return SQLiteReader(path)


class SQLiteWriter:
    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute(
            "CREATE TABLE events (frame INT, n INT, kind INT, player INT, a INT, b INT, c INT, "
            "PRIMARY KEY (frame, n)) WITHOUT ROWID"
        )
        self._count = 0

    def add(self, rows: Sequence[Row]) -> None:
        numbered = ((row[0], n, *row[1:]) for n, row in enumerate(rows, self._count))
        self._database.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", numbered)
        self._database.commit()
        self._count += len(rows)

    def end(self) -> None:
        self._database.close()


class SQLiteReader:
    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path)
        self._database.execute("SELECT 1 FROM events LIMIT 1").fetchall()

    def window(self, first: int, stop: int) -> Sequence[Sequence[int]]:
        return self._database.execute(
            "SELECT frame, kind, player, a, b, c FROM events WHERE frame >= ? AND frame < ? "
            "ORDER BY frame, n",
            (first, stop),
        ).fetchall()

    def end(self) -> None:
        self._database.close()
