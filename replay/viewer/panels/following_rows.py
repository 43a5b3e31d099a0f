"""The uppermost row of a list that follows the current row unless it was scrolled."""

from __future__ import annotations

from replay.ui.scrollbar import Scrollbar


class FollowingRows:
    """The scroll position of such a list."""

    def __init__(self) -> None:
        self._top: int | None = None
        self._stays: int | None = None

    @property
    def scrolled(self) -> bool:
        """Whether it was scrolled, and so does not follow."""
        return self._top is not None

    def first(self, bar: Scrollbar, now: int, below: int) -> int:
        """Return the uppermost row; while following, ``below`` rows fit below row ``now``."""
        if self._top is not None:
            return bar.within(self._top)
        if self._stays is not None and self._stays <= now < self._stays + bar.seen:
            return bar.within(self._stays)
        return bar.within(now + 1 + below - bar.seen)

    def follow(self) -> None:
        """Follow row ``now`` from now on."""
        self._top = self._stays = None

    def stay(self, row: int) -> None:
        """Follow, but keep this row uppermost while row ``now`` stays visible.

        So a clicked row stays under the pointer, and a second click hits the same row.
        """
        self._top, self._stays = None, row

    def scroll_to(self, row: int) -> None:
        """Make this row the uppermost, and stop following."""
        self._top = row
