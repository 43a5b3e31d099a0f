"""Whether a recording still grows, and when to look at its file again.

Time comes in as an argument; opens no file and has no clock.
"""

from __future__ import annotations

OFTEN_MS, SELDOM_MS = 50.0, 1000.0
"""Milliseconds between two polls of a file that grows, and of one that may grow or be replaced."""
STILL_MS = 2000.0
"""A file that has not grown for so long counts as not growing: its match may be paused or over."""


class Growth:
    """Whether a recording grows, judged by the polls so far. Only an unclosed one can.

    A closed one can be replaced or deleted: it is polled, too, but seldom.
    ``growing``: a writer is adding to it now.
    """

    def __init__(self, *, closed: bool) -> None:
        self.closed = closed
        self.growing = False
        self._since_look = 0.0
        self._since_growth = 0.0

    @property
    def _pause(self) -> float:
        fresh = self.growing or (self._since_growth < STILL_MS and not self.closed)
        return OFTEN_MS if fresh else SELDOM_MS

    def due_ms(self) -> float:
        """Return when to poll next, in milliseconds."""
        return max(0.0, self._pause - self._since_look)

    def hurry(self) -> None:
        """Poll at the next moment: somebody does something with a file that seldom changes."""
        if self.closed:
            self._since_look = self._pause

    def advance(self, elapsed_ms: float) -> bool:
        """Let time pass; return whether to poll now."""
        self._since_look += elapsed_ms
        self._since_growth += elapsed_ms
        if self._since_look < self._pause:
            return False
        self._since_look = 0.0
        return True

    def looked(self, *, grew: bool, closed: bool) -> None:
        """Note the result of a poll."""
        self.closed = closed
        if grew:
            self._since_growth = 0.0
        self.growing = not closed and (grew or (self.growing and self._since_growth < STILL_MS))
