"""The question where to go: a field for a frame or a time. Knows what was typed so far."""

from __future__ import annotations

from pygame import Rect, Surface
from pygame.event import Event

from replay.clock import LONGEST, frame_in, grouped, time_of
from replay.commands import SeekTo
from replay.viewer.box import Box
from replay.viewer.keymap import stroke_of
from replay.viewer.overlay import centred
from replay.viewer.panel import panel
from replay.viewer.text import width, write
from replay.viewer.theme import INK, MUTE, NIGHT, SOFT, TEXT, WHITE

ALLOWED = frozenset("0123456789:. ")


class Question:
    """A field that is typed into; ``answer`` is where it leads so far, or None."""

    def __init__(self, frame_rate: int, first: int, last: int) -> None:
        self._frame_rate = frame_rate
        self._first = first
        self._last = last
        self._typed = ""

    @property
    def answer(self) -> SeekTo | None:
        """Where the text leads: a frame of the recording, or None if it means nothing."""
        frame = frame_in(self._typed, self._frame_rate)
        if frame is None or not self._first <= frame <= self._last:
            return None
        return SeekTo(frame)

    def press(self, event: Event) -> None:
        """Type a key."""
        stroke = stroke_of(event)
        if stroke == "Backspace":
            self._typed = self._typed[:-1]
        elif stroke == "Space" and self._typed:
            self._typed += " "
        elif stroke in ALLOWED and len(self._typed) < LONGEST:
            self._typed += stroke

    def box(self, window: Box) -> Box:
        """Return the middle of the window."""
        return centred(window, 440, 132)

    def key(self) -> object:
        """It changes with what is typed."""
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
        target.fill(WHITE, (caret, field.top + 8, 2, field.height - 16))
        if not self._typed:
            write(target, "2 475   or   0:41.250", (field.left + 20, field.centery), 16, MUTE)
        write(target, self._meaning(), (left, box.bottom - 28), 14, TEXT)

    def _meaning(self) -> str:
        answer = self.answer
        if answer is not None:
            time = time_of(answer.frame, self._frame_rate)
            return f"Enter  goes to frame {grouped(answer.frame)}, {time}"
        last = f"{grouped(self._last)}, {time_of(self._last, self._frame_rate)}"
        if frame_in(self._typed, self._frame_rate) is not None:
            return f"the recording ends at frame {last}"
        return f"up to frame {last}" if not self._typed else "neither a frame nor a time"
