"""The events of a recording that can be read, in front of damage and behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Any

from replay.errors import RecordingError
from replay.events import Event, EventType
from replay.recording import Recording


class ReadableEvents:
    """Those of some types, with their numbers; after all are read, whether some could not be."""

    def __init__(
        self, recording: Recording, types: Collection[EventType] | None, start: int = 0
    ) -> None:
        self._recording, self._types, self._start = recording, types, start
        self.unreadable = False

    def __iter__(self) -> Iterator[tuple[int, Event[Any]]]:
        end = self._recording.count_before(self._recording.frames)
        if self._start >= end:
            return
        known = self._start - 1
        try:
            for known, event in self._recording.numbered(self._start, end, self._types):
                yield known, event
            return
        except RecordingError:
            self.unreadable = True
        try:
            firsts = list(self._recording.reader.contents.first_events)
        except RecordingError:  # of the index and of what it describes
            return
        behind = (first for first in firsts if known + 1 < first < end)
        for first, stop in pairwise([known + 1, *behind, end]):
            try:
                yield from self._recording.numbered(first, stop, self._types)
            except RecordingError:
                continue
