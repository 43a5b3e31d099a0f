"""What is lost of a recording: its gaps, and what its damaged blocks had, as they are met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

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
        self._told: dict[Gap, Lost] = {}
        self._found: tuple[Lost, ...] | None = None

    def add(self, gap: Gap) -> None:
        """Add what a damaged block had; states before and behind it are as they were."""
        self._damaged[gap.first_event] = gap
        self._found = None

    def look_again(self) -> None:
        """Find out anew from where on states are known, as the recording has grown."""
        self._told.clear()
        self._found = None

    @property
    def found(self) -> tuple[Lost, ...]:
        """The losses, in their order; damaged blocks beside each other are one."""
        if self._found is None:
            damaged = _joined(sorted(self._damaged.values(), key=attrgetter("first_event")))
            found = [*lost_in(self._recording, self._states), *map(self._lost, damaged)]
            self._found = tuple(sorted(found, key=lambda lost: lost.first))
        return self._found

    def _lost(self, gap: Gap) -> Lost:
        if gap not in self._told:
            self._told[gap] = lost_by(gap, self._recording, self._states, damaged=True)
        return self._told[gap]

    def hide(self, frame: int) -> Problem | None:
        """Return the message to show if the state at a frame is unknown for them, or None."""
        end = max(self._recording.first_frame + 1, self._recording.frames)
        return hidden(frame, self.found, end, self._recording.schema.frame_rate)


def _joined(gaps: Iterable[Gap]) -> Iterator[Gap]:
    """Yield gaps, one for those whose events lie one behind the other."""
    last: Gap | None = None
    for gap in gaps:
        if last is not None and gap.first_event == last.first_event + last.events:
            first, end = (
                min(last.first_frame, gap.first_frame),
                max(last.last_frame, gap.last_frame),
            )
            last = Gap(last.first_event, last.events + gap.events, first, end, last.reason)
            continue
        if last is not None:
            yield last
        last = gap
    if last is not None:
        yield last
