"""Opening what a command was given: the recording, and its game if that is installed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from replay.cli.progress import watch
from replay.console.terminal import complain
from replay.errors import WrongSchema, outside
from replay.games import Game, GameTrouble, find_game
from replay.playback.timecode import FORMS, START, frame_in, time_of
from replay.projections import Projection
from replay.queries.event_counts import EventCounts
from replay.recording import Recording
from replay.values.escaping import visible

WHEN_HELP = FORMS.replace("%", "%%")
"""What options that take a moment understand, for argparse."""
INSIDE_HELP = WHEN_HELP.removesuffix(", or start")
"""The same where something must have happened by then."""
PATH_HELP = (
    "PATH leads through what `replay state` shows, by names and by numbers from 0 with dots "
    "between; names with dots or spaces, and empty ones, stand in double quotes: "
    'players."Mr. X".bag'
)
"""How a path is written, for argparse."""
MINOR_TOLD = 3
"""How many places are named that are damaged although no event is missing."""
MOST_GAPS = 10
"""Gaps that are named one by one; `info` names all."""


class _UnsavedCounts(EventCounts):
    """Event counts without a name: no keyframes are used, as without the game none are proved."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A recording, read with its game's own types if ``game`` is not None."""

    recording: Recording
    game: Game | None

    @property
    def projection(self) -> Projection[Any, Any]:
        """The game's projection, or event counts where there is no game."""
        return self.game.projection if self.game else _UnsavedCounts()

    def frame(self, text: str, *, end: bool = False) -> int:
        """Return the frame that somebody means; see ``frame_of``."""
        return frame_of(text, self.recording, end=end)

    def timecode(self, frame: int) -> str:
        """The time of a frame, as people read it."""
        return time_of(frame, self.recording.schema.frame_rate)


def frame_of(text: str, recording: Recording, *, end: bool = False) -> int:
    """Return the frame that somebody means in a recording; before the first one for "start".

    ``end``: the frame behind the last one is allowed, too. Raises ValueError if it is no moment,
    IndexError for a frame outside.
    """
    frames = range(recording.first_frame, recording.frames)
    frame = frame_in(text, recording.schema.frame_rate, frames)
    if frame is None:
        raise ValueError(f"{text!r} is no moment; what is understood: {FORMS}")
    is_end = end and frame == frames.stop
    if frame in frames or is_end or text.strip().lower() == START:
        return frame
    if not frames:
        raise IndexError(f"there is no frame {text}: the recording has no frames")
    if frame < frames.start and text != str(frame):
        there = f"the recording's {frames.start} to {frames.stop - 1}"
        raise IndexError(f"{text} is before the first frame, outside {there}")
    trouble = outside(frame, frames.start, frames.stop)
    raise trouble if text == str(frame) else IndexError(f"{text} is frame {frame}: {trouble}")


def stretch_of(first: str | None, end: str | None, opened: Opened) -> tuple[int, int]:
    """Return the first frame that ``--from`` means, and the one behind the last, by ``--to``.

    Raises ValueError for what is no moment, IndexError for one outside the recording.
    """
    recording = opened.recording
    start = recording.first_frame if first is None else opened.frame(first, end=True)
    try:
        stop = recording.frames if end is None else opened.frame(end, end=True)
    except IndexError:
        if recording.damage is None:
            raise
        stop = recording.frames  # what is there is used, then the damage is told
    if stop < start and first is not None:
        raise ValueError(f"--to {end} is before --from {first}")
    return max(start, recording.first_frame), stop


def open_recording(path: Path, *, announce_open: bool = True) -> Opened:
    """Open a recording; report on standard error what is unusual about it.

    ``announce_open``: also that it is not closed; not wanted when following a live one.

    Raises OSError if there is no such file, RecordingError if it is no recording.
    """
    recording = Recording(path)
    game = None
    missing = f"the game {recording.schema.game!r} is not installed"
    try:
        game = find_game(recording.schema.game)
    except GameTrouble as trouble:
        missing = str(trouble)
    if game is not None:
        try:
            typed = Recording(path, game.schema)
        except WrongSchema as trouble:
            complain(f"{trouble}; its events are shown as the file names them")
            return Opened(recording, None)
        recording.close()
        recording = typed
    else:
        complain(f"{missing}; showing what the file says")
    watch(recording.reader)
    tell_state(recording, announce_open=announce_open)
    opened = Opened(recording, game)
    _tell_start(opened)
    return opened


def _tell_start(opened: Opened) -> None:
    """Report a state that a clip begins from and nothing here knows."""
    start = opened.recording.start
    if start is not None and start.name != opened.projection.name:
        where = f"begins at frame {start.frame} from a state of {visible(start.name)!r}"
        known = "nothing here knows that, and states tell what happened since"
        complain(f"{opened.recording.path} {where}: {known}")


def tell_state(recording: Recording, *, announce_open: bool = True) -> None:
    """Report what is unusual about a recording."""
    path = recording.path
    if recording.unknown_types:
        names = ", ".join(map(visible, recording.unknown_types))
        complain(f"a newer version of the game wrote {path}; events it does not know here: {names}")
    if announce_open and not recording.closed and not is_damaged_at_its_end(recording):
        complain(f"{path} {not_closed(recording.is_being_written)}; {_reach(recording)}")
    if recording.closed and not recording.complete:
        has_frames = recording.frames > recording.first_frame
        reach = f"it ends before the match, at frame {recording.frames - 1}"
        complain(f"{path} is incomplete: {reach if has_frames else 'it has no frames'}")
    _tell_minor(recording)
    for gap in recording.gaps[:MOST_GAPS]:
        frames = f"frames {gap.first_frame} to {gap.last_frame}"
        complain(f"{path}: {frames} are lost ({gap.reason})")
    if len(recording.gaps) > MOST_GAPS:
        complain(f"{path}: frames are lost in {len(recording.gaps) - MOST_GAPS} more places")


def is_damaged_at_its_end(recording: Recording) -> bool:
    """Whether damage at its end, reported elsewhere, explains why a recording is not closed."""
    end = recording.reader.contents.end
    return recording.damage is not None or any(
        damage.offset is not None and damage.offset >= end for damage in recording.minor_damage
    )


def not_closed(is_being_written: bool | None) -> str:
    """Say why a recording has no end."""
    if is_being_written:
        return "is being written"
    why = "its writer was killed, or its end was cut off"
    if is_being_written is None:
        why = f"it is being written, or {why}"
    return f"was not closed: {why}"


def _reach(recording: Recording) -> str:
    if recording.frames == recording.first_frame:
        return "no frame of it has ended"
    return f"it goes to frame {recording.frames - 1}, the last that is there whole"


def _tell_minor(recording: Recording) -> None:
    """Report damage that lost no event; the command goes on."""
    minor = recording.minor_damage
    for damage in minor[:MINOR_TOLD]:
        complain(damage)
    if len(minor) > MINOR_TOLD:
        more = len(minor) - MINOR_TOLD
        complain(f"{more} more places are damaged where no event is missing; see `replay verify`")
