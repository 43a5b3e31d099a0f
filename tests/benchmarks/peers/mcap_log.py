"""MCAP, the recording format of robotics: as its library writes it by default, and tuned.

Tuned for games: a message holds all events of a frame (so that each need not carry MCAP's 31
bytes), the frame's number is only in the message's time, chunks are small enough to be unpacked
for one window, and messages are not indexed one by one, only chunks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import msgpack
from benchmarks.mix import FRAME_RATE, Row, shortest
from mcap.reader import make_reader
from mcap.writer import CompressionType, IndexType
from mcap.writer import Writer as McapWriter

SECOND = 1_000_000_000
"""Nanoseconds."""


class McapDefault:
    name = "mcap default"
    settings = "one message an event, everything as the library has it"

    def write(self, path: Path) -> EventMessages:
        return EventMessages(path, {})

    def read(self, path: Path) -> McapReader:
        return EventReader(path)


class McapTuned:
    name = "mcap tuned"
    settings = "zstd, chunks of 64 KiB, one message a frame, no message index"

    def write(self, path: Path) -> FrameMessages:
        tuning = {
            "chunk_size": 64 * 1024,
            "compression": CompressionType.ZSTD,
            "index_types": IndexType.CHUNK,
        }
        return FrameMessages(path, tuning)

    def read(self, path: Path) -> McapReader:
        return FrameReader(path)


class _Messages:
    def __init__(self, path: Path, tuning: dict[str, Any]) -> None:
        self._file = path.open("wb")
        self._writer = McapWriter(self._file, **tuning)
        self._writer.start()
        self._channel = self._writer.register_channel("events", "msgpack", schema_id=0)

    def end(self) -> None:
        self._writer.finish()
        self._file.close()


class EventMessages(_Messages):
    """A message for each event."""

    def add(self, rows: Sequence[Row]) -> None:
        add, packb, channel = self._writer.add_message, msgpack.packb, self._channel
        for row in rows:
            time = nanoseconds(row[0])
            add(channel, time, packb(shortest(row)), time)


class FrameMessages(_Messages):
    """A message for each frame; the last frame waits for its rest."""

    def __init__(self, path: Path, tuning: dict[str, Any]) -> None:
        super().__init__(path, tuning)
        self._open: list[Row] = []

    def add(self, rows: Sequence[Row]) -> None:
        frame = rows[-1][0]
        split = next(n for n, row in enumerate(rows) if row[0] == frame)
        if not self._open or self._open[0][0] != frame:
            self._put([*self._open, *rows[:split]])
            self._open = []
        self._open.extend(rows[split:])

    def _put(self, rows: Sequence[Row]) -> None:
        add, pack, channel = self._writer.add_message, msgpack.Packer().pack, self._channel
        for frame, group in groupby(rows, key=_frame_of):
            time = nanoseconds(frame)
            add(channel, time, b"".join([pack(shortest(row)[1:]) for row in group]), time)

    def end(self) -> None:
        self._put(self._open)
        super().end()


class McapReader:
    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._reader = make_reader(self._file)
        self._reader.get_summary()

    def window(self, first: int, stop: int) -> Sequence[Sequence[int]]:
        return list(self._rows(nanoseconds(first), nanoseconds(stop)))

    def _rows(self, start: int, end: int) -> Iterator[Sequence[int]]:
        raise NotImplementedError

    def end(self) -> None:
        self._file.close()


class EventReader(McapReader):
    """Reads a message as an event."""

    def _rows(self, start: int, end: int) -> Iterator[Sequence[int]]:
        unpackb = msgpack.unpackb
        for _, _, message in self._reader.iter_messages(starting_at=start, ending_before=end):
            yield unpackb(message.data, use_list=False)


class FrameReader(McapReader):
    """Reads a message as all events of a frame."""

    def _rows(self, start: int, end: int) -> Iterator[Sequence[int]]:
        for _, _, message in self._reader.iter_messages(starting_at=start, ending_before=end):
            frame = (message.log_time * FRAME_RATE + SECOND - 1) // SECOND
            unpacker = msgpack.Unpacker(use_list=False)
            unpacker.feed(message.data)
            for row in unpacker:
                yield frame, *row


def nanoseconds(frame: int) -> int:
    """Return a frame's time as MCAP counts it."""
    return frame * SECOND // FRAME_RATE


def _frame_of(row: Row) -> int:
    return row[0]
