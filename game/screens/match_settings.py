"""The settings of the next match while they are being chosen: bots, length, seed. Pure."""

from __future__ import annotations

from collections.abc import Callable

from game.model.room import MAX_PLAYERS
from game.options import Options

MOST_BOTS = MAX_PLAYERS - 1
LENGTHS = (30, 60, 90, 180)
"""Lengths to choose from, in seconds; a different one from the command line is added."""
SEED_DIGITS = 9
"""Most digits of a seed: more do not fit the field, and these give enough different rooms."""
LARGEST_ROLL = 99_999


class MatchSettings:
    """The settings for the next match. ``roll`` returns a number up to the one it is given."""

    def __init__(self, options: Options, roll: Callable[[int], int]) -> None:
        self._options = options
        self._roll = roll
        self.lengths = tuple(sorted({*LENGTHS, options.seconds}))
        self.bots = max(1, min(MOST_BOTS, options.bots))
        self.seconds = options.seconds
        self.seed_digits = str(options.seed)

    def change_bots(self, step: int) -> None:
        """Change the number of bots, within one and the most there is room for."""
        self.bots = max(1, min(MOST_BOTS, self.bots + step))

    def choose_length(self, seconds: int) -> None:
        """Choose one of the lengths."""
        self.seconds = seconds

    def next_length(self) -> None:
        """Choose the next length, after the longest the shortest."""
        at = self.lengths.index(self.seconds)
        self.seconds = self.lengths[(at + 1) % len(self.lengths)]

    def type_digit(self, digit: str) -> None:
        """Add a digit to the seed, if there is room for it."""
        if len(self.seed_digits) < SEED_DIGITS:
            self.seed_digits = (self.seed_digits + digit).lstrip("0") or "0"

    def erase_digit(self) -> None:
        """Take the seed's last digit away."""
        self.seed_digits = self.seed_digits[:-1]

    def roll_seed(self) -> None:
        """Choose a seed by chance."""
        self.seed_digits = str(self._roll(LARGEST_ROLL))

    def options(self) -> Options:
        """Return the settings for a match; an empty seed is chosen by chance first."""
        if not self.seed_digits:
            self.roll_seed()
        o = self._options
        return Options(self.bots, int(self.seed_digits), self.seconds, o.record, o.force)


def minutes(seconds: int) -> str:
    """Return a length as people read it: 1:30."""
    return f"{seconds // 60}:{seconds % 60:02d}"
