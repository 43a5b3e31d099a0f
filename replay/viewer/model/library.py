"""Recordings in folders: finds them, and describes each by its header.

Reads folders and headers; opens no window.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from replay.errors import RecordingError
from replay.file.scan import Foreign, TooNew, read_header
from replay.playback.timecode import time_of
from replay.recording import Recording
from replay.storage.input_file import Source
from replay.values.msgpack_codec import Malformed

SUFFIX = ".replay"
LONGEST_SEED = 24


@dataclass(frozen=True, slots=True)
class Found:
    """A file with a recording's suffix, and when it began (seconds since 1970).

    If the header cannot be read, it is the time of the file's last change.
    """

    path: Path
    begun: float


@dataclass(frozen=True, slots=True)
class Described:
    """A recording's description in the list; ``problem`` says why it cannot be watched.

    ``ending`` says how its match ended, if not at its end.
    """

    game: str = ""
    length: str = ""
    seed: str = ""
    ending: str = ""
    problem: str = ""


def recordings_in(folders: Iterable[Path]) -> list[Found]:
    """Return the recordings directly in the folders (no subfolders), newest first, each once.

    Folders and files that cannot be read are left out.
    """
    found: dict[Path, Found] = {}
    for folder in folders:
        for path in _entries(folder):
            with suppress(OSError, RuntimeError):  # resolving a loop of links raises either
                if path.suffix.lower() == SUFFIX and path.is_file():
                    found[path.resolve()] = Found(path, _begun(path))
    return sorted(found.values(), key=lambda one: (-one.begun, one.path.name))


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _begun(path: Path) -> float:
    try:
        source = Source(path)
    except (OSError, RecordingError):
        return path.stat().st_mtime
    try:
        return read_header(source.read)[0].started_ms / 1000
    except (Foreign, TooNew, Malformed):
        return path.stat().st_mtime
    finally:
        source.close()


def folders_told(found: Sequence[Found]) -> dict[Found, str]:
    """Return, for recordings with the same file name, the part of their folders that differs."""
    named = defaultdict(list)
    for one in found:
        named[one.path.name].append(one)
    return {
        one: folder
        for same in named.values()
        if len(same) > 1
        for one, folder in zip(same, _told_apart([one.path for one in same]), strict=True)
    }


def _told_apart(paths: Sequence[Path]) -> list[str]:
    """Return the folders of paths, each with just enough parent folders to tell them apart."""
    parts = [path.absolute().parent.parts for path in paths]
    for kept in range(1, max(map(len, parts))):
        told = [str(Path(*folder[-kept:])) for folder in parts]
        if len(set(told)) == len(told):
            return told
    return [str(Path(*folder)) for folder in parts]


def describe(path: Path) -> Described:
    """Describe a recording by its header."""
    try:
        with Recording(path) as recording:
            length = time_of(recording.frames, recording.schema.frame_rate, exact=False)
            seed = recording.metadata.get("seed")
            return Described(
                game=recording.schema.game,
                length=length,
                seed="" if seed is None else str(seed)[:LONGEST_SEED],
                ending=_ending(recording),
            )
    except RecordingError as cause:
        return Described(problem=cause.problem)
    except OSError as cause:
        return Described(problem=cause.strerror or str(cause))


def _ending(recording: Recording) -> str:
    if not recording.closed:
        return "not closed"
    return "" if recording.complete else "left early"


def date_of(begun: float) -> str:
    """Return a time as local date and time: "2025-03-09 18:24"; "" if it is out of range."""
    try:
        return datetime.fromtimestamp(begun).astimezone().strftime("%Y-%m-%d %H:%M")
    except (OverflowError, ValueError, OSError):
        return ""
