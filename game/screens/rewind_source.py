"""The past of a match: a recording at one frame, from which to go back or play on.

Reads a recording, even while it is being written; never changes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from game.model.events import SCHEMA
from game.model.fold import MatchState
from game.model.state import Match
from replay import Recording, RecordingError, Timeline


class Past:
    """A recording at ``frame``, by default its last one.

    ``state`` is the match there, valid until the frame changes; ``frames`` is how many there are.
    Raises OSError or RecordingError if it cannot be read, IndexError if it has no such frame.
    """

    def __init__(self, path: Path, frame: int | None = None) -> None:
        self.path = path
        self.recording = Recording(path, SCHEMA)
        try:
            self.frames = self.recording.frames
            self._timeline = Timeline(self.recording, MatchState())
            self._walk: Iterator[tuple[int, Match]] = self._timeline.walk(
                self.frames - 1 if frame is None else frame, -1
            )
            self.frame, self.state = next(self._walk)
        except BaseException:
            self.recording.close()
            raise

    @property
    def seed(self) -> int:
        """The match's random seed; 0 if the recording does not contain it."""
        seed = self.recording.metadata.get("seed")
        return seed if isinstance(seed, int) else 0

    def back(self, frames: int) -> None:
        """Go back so many frames, or as far as the recording can be read."""
        try:
            for _ in range(frames):
                self.frame, self.state = next(self._walk, (self.frame, self.state))
        except RecordingError:
            self._walk = iter(())

    def state_to_keep(self) -> Match:
        """Return the state as a copy that the caller owns."""
        return self._timeline.at(self.frame)

    def close(self) -> None:
        """Close the recording."""
        self.recording.close()
