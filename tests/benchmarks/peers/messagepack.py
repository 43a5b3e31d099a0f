"""Plain MessagePack: one object an event, one behind the other; reading begins with a scan."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

import msgpack
from benchmarks.mix import Row, shortest


class MessagePack:
    name = "msgpack"
    settings = "packb and write for each event; an index of all frames, made at opening"

    def write(self, path: Path) -> MessagePackWriter:
        return MessagePackWriter(path)

    def read(self, path: Path) -> MessagePackReader:
        return MessagePackReader(path)


class MessagePackWriter:
    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def add(self, rows: Sequence[Row]) -> None:
        write, packb = self._file.write, msgpack.packb
        for row in rows:
            write(packb(shortest(row)))

    def end(self) -> None:
        self._file.close()


class MessagePackReader:
    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._frames: list[int] = []
        self._offsets: list[int] = []
        unpacker, offset, last = msgpack.Unpacker(self._file, use_list=False), 0, -1
        for row in unpacker:
            if row[0] != last:
                last = row[0]
                self._frames.append(last)
                self._offsets.append(offset)
            offset = unpacker.tell()
        self._frames.append(last + 1)
        self._offsets.append(offset)

    def window(self, first: int, stop: int) -> Sequence[Sequence[int]]:
        start = self._offsets[bisect_left(self._frames, first, hi=len(self._frames) - 1)]
        end = self._offsets[bisect_left(self._frames, stop, hi=len(self._frames) - 1)]
        self._file.seek(start)
        unpacker = msgpack.Unpacker(use_list=False)
        unpacker.feed(self._file.read(end - start))
        return list(unpacker)

    def end(self) -> None:
        self._file.close()
