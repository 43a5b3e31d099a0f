"""JSON lines: readable anywhere; as they are sorted, a frame is found by bisecting the bytes."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from benchmarks.mix import Row, shortest


class JsonLines:
    name = "JSON lines"
    settings = "no spaces; bisected by bytes"

    def write(self, path: Path) -> JsonWriter:
        return JsonWriter(path)

    def read(self, path: Path) -> JsonReader:
        return JsonReader(path)


class JsonWriter:
    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="ascii", newline="\n")

    def add(self, rows: Sequence[Row]) -> None:
        write, encode = self._file.write, json.JSONEncoder(separators=(",", ":")).encode
        for row in rows:
            write(encode(shortest(row)) + "\n")

    def end(self) -> None:
        self._file.close()


class JsonReader:
    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._size = os.fstat(self._file.fileno()).st_size

    def window(self, first: int, stop: int) -> Sequence[Sequence[int]]:
        self._seek(first)
        found = []
        for line in self._file:
            row = json.loads(line)
            if row[0] >= stop:
                break
            found.append(row)
        return found

    def _seek(self, frame: int) -> None:
        """Go to the first line of this frame or a later one."""
        low, high = 0, self._size
        while low < high:
            middle = (low + high) // 2
            self._line_from(middle)
            line = self._file.readline()
            if line and json.loads(line)[0] < frame:
                low = middle + 1
            else:
                high = middle
        self._line_from(low)

    def _line_from(self, offset: int) -> None:
        """Go to the first line that begins at this byte or later."""
        self._file.seek(max(offset - 1, 0))
        if offset:
            self._file.readline()

    def end(self) -> None:
        self._file.close()
