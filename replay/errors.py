"""What can go wrong, as one tree.

    RecordingError          a file is bad, foreign, truncated or tampered with
    ├── NotARecording       it does not begin with a header of ours
    ├── UnsupportedFormat   a newer program wrote it, in a format this one does not know
    ├── WrongSchema         it belongs to another game, or its events are described otherwise
    │   └── OtherVersion    it holds another version of the game's events than is wanted
    ├── Corrupt             a checksum, a length or a value in it is wrong
    ├── OtherStart          a clip begins from a state that this version of a projection cannot use
    └── LostFrames          the state there cannot be known: a repair could not save what led to it

    LostUpdate              somebody else appended first (a ValueError)
    RecordingWarning        a warning: the match goes on, but its recording is in trouble

A bad *file* never causes any other exception than a RecordingError. A *caller's* mistake is a
ValueError or a TypeError, and a failure of the operating system (no such file, disk full) an
OSError.
"""

from __future__ import annotations

from pathlib import Path


class RecordingError(Exception):
    """Something is wrong with a recording file.

    Attributes: ``path``, ``problem`` (what is wrong), ``offset`` (the byte where, or None) and
    ``advice`` (what can be done, or an empty string).
    """

    def __init__(
        self, path: Path, problem: str, *, offset: int | None = None, advice: str = ""
    ) -> None:
        self.path = path
        self.problem = problem
        self.offset = offset
        self.advice = advice
        where = "" if offset is None else f" (byte {offset})"
        super().__init__(f"{path}: {problem}{where}" + (f". {advice}" if advice else ""))


class NotARecording(RecordingError):
    """The file does not begin with the header of a recording."""


class UnsupportedFormat(RecordingError):
    """The file's format is newer than this program."""


class WrongSchema(RecordingError):
    """The file holds events of another game, or other events than this game ever had."""


class OtherVersion(WrongSchema):
    """The file holds another version of the game's events, and is not to be translated."""


class Corrupt(RecordingError):
    """A checksum, a length or a value in the file is wrong; what lies before it is undamaged."""


class LostFrames(RecordingError):
    """The requested state is unknown: events before it were lost in a gap of the recording.

    Attributes: ``frame`` (the one asked for), ``first_lost`` and ``known_again`` (the first frame
    behind the gap whose state is known, or None).
    """

    def __init__(
        self, path: Path, frame: int, first_lost: int, known_again: int | None, reason: str
    ) -> None:
        self.frame = frame
        self.first_lost = first_lost
        self.known_again = known_again
        again = "is not known again" if known_again is None else f"is known from {known_again} on"
        super().__init__(
            path,
            f"the state at frame {frame} is lost: from frame {first_lost} events are missing"
            f" ({reason})",
            advice=f"The state {again}",
        )


class OtherStart(RecordingError):
    """A recording begins from a saved state that the projection cannot use.

    It was written by another version of that projection, or with other parameters.
    """


class LostUpdate(ValueError):
    """An append expected the store to hold another number of events than it does.

    The caller had not seen the newest events when it decided on the append; nothing was appended.
    """

    def __init__(self, expected: int, actual: int) -> None:
        self.expected = expected
        self.actual = actual
        super().__init__(
            f"expected {expected} events, but there are {actual}: read again, decide again"
        )


class RecordingWarning(UserWarning):
    """A match goes on, and its recording has a problem: the message says which, and what to do.

    The file cannot be written (see ``Recorder.problem``), it was deleted or replaced, the file
    system has no locks, or the projection raised, so that there are no more keyframes.
    """


class NoKeyframes(UserWarning):
    """A projection's parameters are no plain data or too large, so that it has no keyframes."""


class StaleKeyframes(UserWarning):
    """A recording's keyframes are not what its events lead to; they are no longer used."""


def text_of(value: object) -> str:
    """Return a value as text; "" for one, an exception say, whose own code for that raises."""
    try:
        return str(value)
    except Exception:  # noqa: BLE001 - whatever it is, something else is to be told
        return ""


def outside(frame: int, first: int, frames: int) -> IndexError:
    """Return the error for a frame that a recording of ``first`` to before ``frames`` lacks."""
    if frames <= first:
        return IndexError(f"there is no frame {frame}: the recording has no frames")
    return IndexError(f"frame {frame} is outside the recording's {first} to {frames - 1}")
