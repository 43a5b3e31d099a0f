"""Jumps: where the playhead was before each, to go back there."""

from __future__ import annotations

from collections import deque

from replay.playback.commands import Command, First, GoToShare, Last, SeekTo

MOST = 100
"""Jumps that are kept."""
JUMPING = First, GoToShare, Last, SeekTo


class Jumps:
    """The frames before the latest jumps. Dragging is one jump, however far it goes."""

    def __init__(self) -> None:
        self._frames: deque[int] = deque(maxlen=MOST)
        self._dragging = False

    def note(self, command: Command, frame: int, *, dragging: bool) -> None:
        """Note that a command will be carried out at a frame; it may be a jump."""
        if isinstance(command, JUMPING):
            if not (dragging and self._dragging) and frame not in list(self._frames)[-1:]:
                self._frames.append(frame)
            self._dragging = dragging
        elif not dragging:
            self._dragging = False

    def back(self, frame: int) -> int | None:
        """Return where one was before the last jump, and forget that; None if there is none."""
        while self._frames:
            before = self._frames.pop()
            if before != frame:
                return before
        return None
