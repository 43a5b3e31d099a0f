"""What the viewer remembers from one time to the next: its theme and scale, borders, positions.

A small JSON file in the user's data folder; whatever is wrong with it, the viewer works without.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from platformdirs import user_data_path

from replay.recording import Recording
from replay.ui.themes import THEMES

MOST = 1000
"""Recordings whose position is remembered: those that were left last."""
LONGEST = 1024 * 1024
"""Bytes of the file that are read; it never has as many."""


def memory_path() -> Path:
    """Return where it lies."""
    return user_data_path("replay", appauthor=False) / "viewer.json"


def identity_of(recording: Recording) -> str:
    """Return a hash of a recording's header, which its live and its closed form share.

    An empty text if it cannot be read.
    """
    reader = recording.reader
    try:
        return sha256(reader.read(0, reader.events_begin)).hexdigest()
    except OSError:
        return ""


def _is_within(recording: Recording, frame: int) -> bool:
    return recording.first_frame < frame < recording.frames - 1


class Memory:
    """What is remembered. Each change is written at once, and what others wrote meanwhile kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = memory_path() if path is None else path

    @property
    def theme(self) -> str:
        """The name of the theme that was used last."""
        name = self._read().get("theme")
        return name if isinstance(name, str) and name in THEMES else next(iter(THEMES))

    @property
    def scale(self) -> float | None:
        """How large everything was drawn last; None if nobody has chosen that yet."""
        found = self._read().get("scale")
        return float(found) if isinstance(found, (int, float)) else None

    @property
    def borders(self) -> dict[str, float]:
        """Where the borders between panels were left, by their names."""
        found = self._read().get("borders")
        if not isinstance(found, dict):
            return {}
        return {
            name: float(share)
            for name, share in found.items()
            if isinstance(share, (int, float)) and 0 <= share <= 1
        }

    def use_borders(self, shares: Mapping[str, float]) -> None:
        """Remember where the borders between panels are."""
        if dict(shares) != self.borders:
            self._write("borders", dict(shares))

    def position(self, recording: Recording) -> int | None:
        """Return the frame at which a recording was left; None if it was at its start or end."""
        frame = self._positions().get(identity_of(recording))
        return frame if frame is not None and _is_within(recording, frame) else None

    def leave(self, identity: str, recording: Recording, frame: int) -> None:
        """Remember where a recording was left.

        ``identity``: that of when it was opened, as another may have replaced it.
        """
        positions = self._positions()
        positions.pop(identity, None)
        if identity and _is_within(recording, frame):
            positions[identity] = frame
        self._write("positions", dict(list(positions.items())[-MOST:]))

    def use_theme(self, name: str) -> None:
        """Remember a theme."""
        self._write("theme", name)

    def use_scale(self, scale: float) -> None:
        """Remember how large everything is drawn."""
        self._write("scale", scale)

    def _positions(self) -> dict[str, int]:
        found = self._read().get("positions")
        if not isinstance(found, dict):
            return {}
        return {key: frame for key, frame in found.items() if type(frame) is int}

    def _read(self) -> dict[str, object]:
        try:
            if not self._path.is_file():  # nor a pipe, for which one would wait
                return {}
            with self._path.open("rb") as file:
                found = json.loads(file.read(LONGEST))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self, name: str, value: object) -> None:
        """Write the file anew with one thing changed; where that is impossible, it stays as it was.

        A position that is not remembered costs a key press: nobody is stopped for it.
        """
        said = self._read()
        if said.get(name) == value:
            return
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=self._path.parent, prefix=".viewer-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(said | {name: value}, file)
                Path(draft).replace(self._path)
            except BaseException:
                Path(draft).unlink(missing_ok=True)
                raise
