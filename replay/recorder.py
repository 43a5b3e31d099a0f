"""The recorder: writes a match into a file while it is played. The only writer there is.

Knows events, frames and an open file; how rows become bytes is replay.file's.
"""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, get_args

from replay.birth import Existing, create, reopen
from replay.errors import LostUpdate
from replay.events import Event, milliseconds
from replay.file.header import Header, encode_copy, encode_header
from replay.output import Output
from replay.projections import Projection
from replay.schema import Schema
from replay.sinks import BULK_BATCH, BulkSink, RowsSink, Sink

MAX_FRAME = 2**53
"""Frames stay below: at one frame a second, their milliseconds fit into 64 bits."""


class RecordingTrouble(UserWarning):
    """The disk does not take a live recording. Said once; see ``Recorder.trouble``."""


class Recorder:
    """Writes events into a recording, frame by frame. A context manager.

    ``projection``: whose states to keep as keyframes, so that any frame is near. ``metadata``:
    plain data about the match; "seed" and "players" by convention. ``rules_version``: of the
    rules that decided these events. ``live``: hand every ended frame to the operating system at
    once, so that a crash of this program loses nothing that was ended; ``live=False`` writes a
    block at a time, for bulk. ``existing``: what to do with a file of that name: "refuse",
    "continue" after its last ended frame, or "replace". ``fsync_s``: at most so many seconds of
    ended frames are lost by a power cut; None leaves that to the operating system.

    A disk that is full or fails does not stop the match: a live recorder warns once
    (RecordingTrouble), and ``trouble`` says what is wrong.

    A frame ends when ``end_frame`` says so or when a later frame's event comes. Left normally,
    the recording is closed whole; left by an exception, it is kept and marked incomplete.

    Raises FileExistsError, BlockingIOError (another program is writing it), OSError, or
    RecordingError if the file to continue is none of this schema; ValueError and TypeError for
    what cannot be meant.
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
        _check_wishes(existing, rules_version)
        self.path = Path(path)
        self.schema = schema
        self._rows = {kind.type: (kind.number, kind.codec.to_row) for kind in schema.kinds}
        self._closed = False
        self._last_stamp: datetime | None = None
        self._last_time = 0
        header = Header(
            game=schema.game,
            schema_version=schema.version,
            frame_rate=schema.frame_rate,
            catalogue=schema.catalogue,
            started=time.time_ns() // 1_000_000,
            rules_version=rules_version,
            metadata=dict(metadata or {}),
        )
        self._told = False
        if existing == "continue" and self.path.exists():
            self._sink: Sink = self._resumed(projection, live, fsync_s)
        else:
            begin = encode_header(header)
            content = begin, encode_copy(begin)
            file = create(self.path, content, replace=existing == "replace")
            output = Output(file, self.path.resolve(), fsync_s, sum(map(len, content)))
            self._sink = (
                RowsSink(output, schema, projection, batch=1)
                if live
                else BulkSink(output, schema, projection, begin)
            )
        self._frame = self._sink.ended
        self._open = False

    def _resumed(
        self, projection: Projection[Any, Any] | None, live: bool, fsync_s: float | None
    ) -> Sink:
        file = reopen(self.path)
        output = Output(file, self.path.resolve(), fsync_s, os.fstat(file.fileno()).st_size)
        try:
            sink = RowsSink(output, self.schema, projection, batch=1 if live else BULK_BATCH)
            sink.resume()
        except BaseException:
            output.close()
            raise
        return sink

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close(complete=kind is None)

    @property
    def trouble(self) -> OSError | None:
        """What keeps the disk from taking the recording just now; None as long as it does.

        While there is trouble a live recording keeps its frames in memory and tries again at
        every frame; if it is gone before the end, nothing was lost.
        """
        return self._sink.trouble

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
            if self._closed or not self._frame < frame < MAX_FRAME:
                self._check(frame)  # which says what is wrong
            if frame - 1 > self._sink.ended:
                self._end(frame - 1)
            self._frame, self._open = frame, True
        try:
            number, to_row = self._rows[event.type]
        except KeyError:
            game = self.schema.game
            raise TypeError(f"{event.type!r} is no event type of the game {game!r}") from None
        fields = to_row(event.data)
        stamp = event.timestamp
        if stamp is not self._last_stamp:
            self._last_stamp = stamp
            self._last_time = milliseconds(stamp)
        self._sink.add(number, event, self._last_time, fields)

    def _check(self, frame: int) -> None:
        if not isinstance(frame, int):
            raise TypeError(f"a frame is a whole number, not {frame!r}")
        if self._closed:
            raise ValueError(f"{self.path} is closed: nothing can be recorded any more")
        if frame < self._frame or (frame == self._frame and not self._open):
            raise ValueError(f"frame {frame} has ended; the recording is at {self._frame}")
        if frame >= MAX_FRAME:
            raise ValueError(f"frame {frame} is beyond the last that can be recorded")

    def end_frame(self, frame: int) -> None:
        """End a frame, and all before it. Raises ValueError if it has ended already."""
        self._check(frame)
        self._end(frame)
        self._frame, self._open = frame, False

    def _end(self, frame: int) -> None:
        self._sink.end(frame)
        if self._sink.trouble is not None and not self._told:
            self._warn(self._sink.trouble)

    def _warn(self, trouble: OSError) -> None:
        self._told = True
        warnings.warn(
            f"{self.path} cannot be written ({trouble.strerror or trouble}); "
            "the match goes on, and the recording is tried again at every frame",
            RecordingTrouble,
            stacklevel=4,
        )

    def close(self, complete: bool = True) -> None:
        """End the open frame and close the file; nothing more can be recorded."""
        if self._closed:
            return
        self._closed = True
        begun, self._open = self._open, False
        try:
            if begun:
                self._end(self._frame)
        finally:
            self._sink.close(complete)
        if self._sink.trouble is not None and not self._told:
            self._warn(self._sink.trouble)


def _check_wishes(existing: str, rules_version: object) -> None:
    if existing not in get_args(Existing):
        wishes = ", ".join(map(repr, get_args(Existing)))
        raise ValueError(f"existing is one of {wishes}, not {existing!r}")
    if not isinstance(rules_version, int | None):
        raise TypeError(f"the rules' version is a whole number, not {rules_version!r}")
