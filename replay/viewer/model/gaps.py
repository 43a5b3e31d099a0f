"""Gaps (events that a repair could not save) as the viewer shows them: frame ranges and words.

Knows a recording's gaps and from which frame on the state is known again. Paints nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from replay.errors import Corrupt, RecordingError
from replay.events import Gap
from replay.file.paged import position_right
from replay.playback.timecode import grouped, time_of
from replay.recording import Recording
from replay.viewer.model.problem import Problem
from replay.viewer.model.state_cursor import States

MOST_DAMAGED = 64
"""Damaged blocks that are passed over, at most, in search of a known state."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A gap: events of the frames ``first`` to ``last`` are missing.

    ``known`` is the first frame from which states are known again; if that never happens, the
    number of the recording's last frame plus one.
    """

    first: int
    last: int
    known: int
    events: int
    reason: str
    damaged: bool = False
    """Whether they lie in a damaged block, rather than being what a repair could not save."""

    @property
    def frames(self) -> int:
        """How many frames may lack events."""
        return self.last + 1 - self.first


def lost_in(recording: Recording, states: States) -> tuple[Lost, ...]:
    """Return the gaps of a recording, in their order."""
    return tuple(lost_by(gap, recording, states) for gap in recording.gaps)


def lost_by(gap: Gap, recording: Recording, states: States, *, damaged: bool = False) -> Lost:
    """Return a gap, or what a damaged block had, as the viewer shows it."""
    known = _known_behind(gap, recording, states)
    return Lost(gap.first_frame, gap.last_frame, known, gap.events, gap.reason, damaged)


def _known_behind(gap: Gap, recording: Recording, states: States) -> int:
    """Return the first frame behind lost events whose state is known; the end if none is."""
    for _ in range(MOST_DAMAGED):
        try:
            return states.known_behind(gap)
        except RecordingError as damage:  # the event that the next keyframe ends with is lost, too
            block = damaged_block(recording, damage)
            later = None if block is None else lost_events(recording, block, damage)
            if later is None or later.first_event < gap.first_event + gap.events:
                break
            gap = later
    return recording.frames


def damaged_block(recording: Recording, damage: RecordingError) -> int | None:
    """Return the position of a recording's damaged block; None if the damage is in none."""
    contents, offset = recording.reader.contents, damage.offset
    position = -1 if offset is None else position_right(contents.offsets, offset) - 1
    if position < 0 or offset is None:
        return None
    place = contents.place(position)
    return position if offset < place.offset + place.size else None


def lost_events(recording: Recording, block: int, damage: RecordingError) -> Gap:
    """Return what a damaged block had, as the file's index, or other blocks' heads, say."""
    place = recording.reader.contents.place(block)
    events = place.end_event - place.first_event
    return Gap(place.first_event, events, place.first_frame, place.last_frame, damage.problem)


def entered(gaps: Sequence[Lost], start: int, stop: int) -> int | None:
    """Return the first frame, on the way from one to another, whose state is lost; or None.

    ``start`` itself is not looked at.
    """
    hiding = [(lost.first, lost.known - 1) for lost in gaps if lost.first < lost.known]
    if start <= stop:
        return min((first for first, _ in hiding if start < first <= stop), default=None)
    return max((last for _, last in hiding if stop <= last < start), default=None)


def length_of(frames: int, frame_rate: int) -> str:
    """Return how long a stretch of a match is: "2 frames", "3.5 s", "4 min"."""
    tenths = frames * 10 // frame_rate
    if not tenths:
        return "1 frame" if frames == 1 else f"{frames} frames"
    if tenths >= 1200:
        return f"{tenths // 600} min"
    return f"{tenths // 10}.{tenths % 10} s"


def lost_words(gaps: Sequence[Lost], frame_rate: int) -> str:
    """Say how much of a match is missing: "lost 3.5 s", "lost 4.0 s in 2 gaps"."""
    words = f"lost {length_of(sum(lost.frames for lost in gaps), frame_rate)}"
    return words if len(gaps) == 1 else f"{words} in {len(gaps)} gaps"


def hidden(frame: int, gaps: Sequence[Lost], end: int, frame_rate: int) -> Problem | None:
    """Return the message to show if a gap makes the state at a frame unknown, or None.

    ``end`` is the number of the last frame plus one.
    """
    for lost in gaps:
        if lost.first <= frame < lost.known:
            return _told(lost, end, frame_rate)
    return None


def _told(lost: Lost, end: int, frame_rate: int) -> Problem:
    count = f"{grouped(lost.events)} event{'' if lost.events == 1 else 's'}"
    begin = time_of(lost.first, frame_rate)
    what = "cannot be read" if lost.damaged else "could not be saved"
    told = f"From {begin} on, {count} {what} ({lost.reason})."
    if lost.known >= end:
        title = f"The state is not known from {begin} on"
        return Problem(title, f"{told} What happened then is listed, where it can be read.")
    title = f"{length_of(lost.frames, frame_rate)} of this match are lost"
    known = time_of(lost.known, frame_rate)
    return Problem(title, f"{told} The state is known again from {known} on.", lost.known)


def known_damage(recording: Recording) -> Corrupt | None:
    """Return what is known to be damaged in a recording that is read on behind damage."""
    return recording.damage or next(iter(recording.passed_damage), None)


def damage_words(recording: Recording) -> str:
    """Say what is known to be wrong with a recording; nothing if nothing is."""
    if recording.damage is not None:
        last = time_of(max(0, recording.frames - 1), recording.schema.frame_rate)
        return f"nothing is read after {last}, {damaged(recording.damage)}"
    if recording.passed_damage:
        return damaged(recording.passed_damage[0])
    minor = recording.minor_damage
    if not minor:
        return ""
    end, offset = recording.reader.contents.end, minor[0].offset
    if not recording.closed and offset is not None and offset >= end:
        last = time_of(max(0, recording.frames - 1), recording.schema.frame_rate)
        return f"nothing can be read after {last}, damaged: {minor[0].problem}"
    return f"damaged, but no event is missing: {minor[0].problem}"


def damaged(trouble: RecordingError) -> str:
    """Say in a few words what is wrong with a file, and what can be done."""
    if not isinstance(trouble, Corrupt):
        return trouble.problem
    return f"damaged: {trouble.problem}; replay repair saves the rest"
