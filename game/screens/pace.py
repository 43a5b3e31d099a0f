"""How many frames of a match are due. Time comes in as an argument; this file has no clock."""

from __future__ import annotations

from game.model.events import FRAME_RATE

FRAME_MS = 1000 / FRAME_RATE
MOST_FRAMES = 4
"""Most frames due at once: a slow machine plays slower instead of falling further behind."""
EARLY_MS = 3.0
"""A frame may be due this much early, so that a display with about the same rate shows each frame
once, instead of one frame twice and then two at once."""


class Pace:
    """Divides elapsed time into frames of equal length."""

    def __init__(self) -> None:
        self._waiting_ms = 0.0

    def frames_due(self, elapsed_ms: float) -> int:
        """Let time pass, and return how many frames are to be played now."""
        self._waiting_ms = min(self._waiting_ms + elapsed_ms, MOST_FRAMES * FRAME_MS)
        due = int((self._waiting_ms + EARLY_MS) / FRAME_MS)
        self._waiting_ms -= due * FRAME_MS
        return due
