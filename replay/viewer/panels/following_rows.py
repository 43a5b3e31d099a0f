"""Where a list of rows begins that follows what happens now, unless it was scrolled."""

from __future__ import annotations

from replay.ui.scrollbar import Scrollbar


class FollowingRows:
    """How far such a list is scrolled; ``scrolled`` says whether it does not follow."""

    def __init__(self) -> None:
        self._top: int | None = None
        self._stays: int | None = None

    @property
    def scrolled(self) -> bool:
        """Whether it stands where somebody scrolled it."""
        return self._top is not None

    def first(self, bar: Scrollbar, now: int, below: int) -> int:
        """Return the uppermost row; while it follows, ``below`` rows have room after ``now``."""
        if self._top is not None:
            return bar.within(self._top)
        if self._stays is not None and self._stays <= now < self._stays + bar.seen:
            return bar.within(self._stays)
        return bar.within(now + 1 + below - bar.seen)

    def follow(self) -> None:
        """Be where row ``now`` is from now on."""
        self._top = self._stays = None

    def stay(self, row: int) -> None:
        """Follow, but keep this row uppermost as long as row ``now`` is seen like that.

        A row that was clicked stays under the pointer: a second click means that row too.
        """
        self._top, self._stays = None, row

    def scroll_to(self, row: int) -> None:
        """Let this row be the uppermost, and follow no longer."""
        self._top = row
