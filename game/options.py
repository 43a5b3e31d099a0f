"""The settings of a match: bots, seed, length, recording. Plain data, not validated."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of the command line or of the title screen for one match.

    ``bots`` play against the person, or alone without a display. ``seconds`` is the length.
    ``record`` is the file to write, or None for a new one in the user's recordings; with
    ``force`` it may replace an existing file.
    """

    bots: int
    seed: int
    seconds: int
    record: Path | None = None
    force: bool = False
