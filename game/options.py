"""What a match is to be: bots, seed, length, where it is recorded. Plain data, nothing checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """The settings of the command line or of the title screen for one match.

    ``bots`` play beside the human, or alone without a display. ``seconds`` is the length.
    ``record`` is the file to write, or None for a fresh one in the user's recordings; only with
    ``force`` may it replace a file that exists.
    """

    bots: int
    seed: int
    seconds: int
    record: Path | None = None
    force: bool = False
