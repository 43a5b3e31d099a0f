"""What is lost of a recording: its gaps, and what its damaged blocks had, as they are met."""

from __future__ import annotations

from replay.events import Gap
from replay.recording import Recording
from replay.viewer.model.gaps import Lost, hidden, lost_by, lost_in
from replay.viewer.model.problem import Problem
from replay.viewer.model.state_cursor import States


class Losses:
    """The losses of a recording whose states these are."""

    def __init__(self, recording: Recording, states: States) -> None:
        self._recording, self._states = recording, states
        self._damaged: dict[int, Gap] = {}
        self._found: tuple[Lost, ...] | None = None

    def add(self, gap: Gap) -> None:
        """Add what a damaged block had; states before and behind it are as they were."""
        self._damaged[gap.first_event] = gap
        self._found = None

    def look_again(self) -> None:
        """Find out anew from where on states are known, as the recording has grown."""
        self._found = None

    @property
    def found(self) -> tuple[Lost, ...]:
        """The losses, in their order."""
        if self._found is None:
            recording, states = self._recording, self._states
            damaged = [
                lost_by(gap, recording, states, damaged=True) for gap in self._damaged.values()
            ]
            found = [*lost_in(recording, states), *damaged]
            self._found = tuple(sorted(found, key=lambda lost: lost.first))
        return self._found

    def hide(self, frame: int) -> Problem | None:
        """Return the message to show if the state at a frame is unknown for them, or None."""
        end = max(self._recording.first_frame + 1, self._recording.frames)
        return hidden(frame, self.found, end, self._recording.schema.frame_rate)
