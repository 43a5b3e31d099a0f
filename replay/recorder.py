"""The recorder: writes a match into a file while it is played. The only writer there is.

Knows events, frames and an open file; how rows become bytes is replay.file's.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from replay.birth import Existing, create, reopen
from replay.errors import LostUpdate
from replay.events import Event
from replay.file.header import Header, encode_header
from replay.projections import Projection
from replay.schema import Schema
from replay.sinks import BULK_BATCH, BulkSink, RowsSink, Sink


class Recorder:
    """Writes events into a recording, frame by frame. A context manager.

    ``projection``: whose states to keep as keyframes, so that any frame is near. ``metadata``:
    plain data about the match; "seed" and "players" by convention. ``rules_version``: of the
    rules that decided these events. ``live``: hand every ended frame to the operating system at
    once, so that a crash of this program loses nothing that was ended; ``live=False`` writes a
    block at a time, for bulk. ``existing``: what to do with a file of that name: "refuse",
    "continue" after its last ended frame, or "replace". ``fsync_s``: at most so many seconds of
    ended frames are lost by a power cut; None leaves that to the operating system.

    A frame ends when ``end_frame`` says so or when a later frame's event comes. Left normally,
    the recording is closed whole; left by an exception, it is kept and marked incomplete.

    Raises FileExistsError, BlockingIOError (another program is writing it), OSError, or
    RecordingError if the file to continue is none of this schema.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        schema: Schema,
        projection: Projection[Any, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
        rules_version: int | None = None,
        live: bool = True,
        existing: Existing = "refuse",
        fsync_s: float | None = None,
    ) -> None:
        self.path = Path(path)
        self.schema = schema
        self._closed = False
        self._last_stamp: datetime | None = None
        self._last_time = 0
        self._header = Header(
            game=schema.game,
            schema_version=schema.version,
            frame_rate=schema.frame_rate,
            catalogue=schema.catalogue,
            started=time.time_ns() // 1_000_000,
            rules_version=rules_version,
            metadata=dict(metadata or {}),
        )
        batch = 1 if live else BULK_BATCH
        self._sink: Sink
        if existing == "continue" and self.path.exists():
            file = reopen(self.path)
            try:
                self._sink = RowsSink.resumed(file, self.path, schema, projection, fsync_s, batch)
            except BaseException:
                file.close()
                raise
        else:
            begin = encode_header(self._header)
            file = create(self.path, begin, replace=existing == "replace")
            arguments = file, self.path, schema, projection, fsync_s, len(begin)
            self._sink = RowsSink(*arguments, batch) if live else BulkSink(*arguments)
        self._frame = self._sink.ended
        self._open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close(complete=kind is None)

    def __len__(self) -> int:
        """Return how many events were recorded."""
        return self._sink.events

    def append(self, event: Event[Any], expected: int | None = None) -> None:
        """Record an event.

        Raises TypeError for data of a wrong type, ValueError for a frame that has ended, and
        LostUpdate unless there are ``expected`` events so far.
        """
        if expected is not None and expected != self._sink.events:
            raise LostUpdate(expected, self._sink.events)
        frame = event.frame
        if frame != self._frame or not self._open:
            self._begin(frame)
        number, fields = self.schema.to_row(event.type, event.data)
        stamp = event.timestamp
        if stamp is not self._last_stamp:
            self._last_stamp = stamp
            self._last_time = int(stamp.timestamp() * 1000)
        self._sink.add(number, frame, self._last_time, fields)

    def _begin(self, frame: int) -> None:
        if self._closed:
            raise ValueError(f"{self.path} is closed: nothing can be recorded any more")
        if frame < self._frame or (frame == self._frame and not self._open):
            raise ValueError(f"frame {frame} has ended; the recording is at {self._frame}")
        if frame - 1 > self._sink.ended:
            self._sink.end(frame - 1)
        self._frame, self._open = frame, True

    def end_frame(self, frame: int) -> None:
        """End a frame, and all before it. Raises ValueError if it has ended already."""
        if self._closed:
            raise ValueError(f"{self.path} is closed: nothing can be recorded any more")
        if frame < self._frame or (frame == self._frame and not self._open):
            raise ValueError(f"frame {frame} has ended; the recording is at {self._frame}")
        self._sink.end(frame)
        self._frame, self._open = frame, False

    def close(self, complete: bool = True) -> None:
        """End the open frame and close the file; nothing more can be recorded."""
        if self._closed:
            return
        self._closed = True
        if self._open:
            self._sink.end(self._frame)
        self._sink.close(complete)
