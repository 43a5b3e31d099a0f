"""The overlay "go to": a field for a frame, a time or a part. Owns the text typed so far."""

from __future__ import annotations

from pygame import Rect, Surface
from pygame.event import Event

from replay.playback.commands import SeekTo
from replay.playback.timecode import LONGEST, frame_in, grouped, time_of
from replay.ui import brush
from replay.ui.box import Box
from replay.ui.shapes import panel
from replay.ui.text import width, write
from replay.ui.theme import INK, MUTE, NIGHT, ORANGE, SOFT, TEXT, WHITE
from replay.viewer.keymap import stroke_of
from replay.viewer.overlays.overlay import centred

NEITHER = "that is no frame and no time"


class GoToOverlay:
    """A text field; ``answer`` is the command for the text typed so far, or None."""

    def __init__(self, frame_rate: int, first: int, last: int) -> None:
        self._frame_rate = frame_rate
        self._first = first
        self._last = last
        self._typed = ""

    @property
    def answer(self) -> SeekTo | None:
        """Seeks to the frame that the text means; None if it is not a frame of the recording."""
        frame = self._frame
        if frame is None or not self._first <= frame <= self._last:
            return None
        return SeekTo(frame)

    @property
    def _frame(self) -> int | None:
        """The frame that the text means, wherever that is."""
        return frame_in(self._typed, self._frame_rate, range(self._first, self._last + 1))

    def press(self, event: Event) -> None:
        """Type a key."""
        stroke = stroke_of(event)
        if stroke == "Backspace":
            self._typed = self._typed[:-1]
            return
        sign = " " if stroke == "Space" else getattr(event, "unicode", "")
        if len(sign) == 1 and sign.isprintable() and len(self._typed) < LONGEST:
            self._typed = (self._typed + sign).lstrip()

    def box(self, window: Box) -> Box:
        """Return the middle of the window."""
        return centred(window, 440, 132)

    def key(self) -> object:
        """Changes with the typed text."""
        return self._typed

    def paint(self, target: Surface, window: Box) -> None:
        """Paint the field, and what the text means."""
        box = self.box(window)
        panel(target, Rect(box), NIGHT, SOFT)
        left = box.left + 22
        write(target, "Go to a frame or a time", (left, box.top + 24), 16, WHITE, bold=True)
        field = Rect(left, box.top + 44, box.width - 44, 36)
        panel(target, field, INK, WHITE, 6)
        write(target, self._typed, (field.left + 12, field.centery), 18, WHITE)
        caret = field.left + 13 + width(self._typed, 18)
        brush.fill(target, WHITE, (caret, field.top + 8, 2, field.height - 16))
        if not self._typed:
            write(
                target, "2 475   0:41.250   50%   -10s", (field.left + 20, field.centery), 16, MUTE
            )
        colour = TEXT if self.answer is not None or not self._typed else ORANGE
        write(target, self.meaning, (left, box.bottom - 28), 14, colour)

    @property
    def meaning(self) -> str:
        """What the text means, in words, or why it means no frame of the recording."""
        if not self._typed:
            return f"up to {self._told(self._last)}"
        frame = self._frame
        if frame is None:
            return NEITHER
        if frame < self._first:
            return f"the recording begins at {self._told(self._first)}"
        if frame > self._last:
            return f"the recording ends at {self._told(self._last)}"
        return f"Enter  goes to {self._told(frame)}"

    def _told(self, frame: int) -> str:
        return f"frame {grouped(frame)}, {time_of(frame, self._frame_rate)}"
