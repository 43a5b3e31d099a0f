"""Blaming: a blame query that runs in the background, and its answer."""

from __future__ import annotations

from replay.games import HitTarget
from replay.playback.timecode import grouped
from replay.viewer.model.blame_chain import Blamed
from replay.viewer.model.blame_search import BlameSearch
from replay.viewer.model.problem import Problem
from replay.viewer.model.session import Session

AT_ONCE_S = 0.1
"""Seconds that the window waits for an answer before it goes on without."""
LOOK_EACH_MS = 30.0
"""Milliseconds between two checks for an answer."""


class Blaming:
    """``shown`` is the answer, or why there is none yet; None if nothing was asked."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._search: BlameSearch | None = None
        self.shown: Blamed | Problem | None = None

    @property
    def steps(self) -> Blamed | None:
        """The steps of the answer, if there are any to go through."""
        return self.shown if isinstance(self.shown, Blamed) else None

    def ask(self, about: HitTarget, frame: int) -> None:
        """Ask what led to something at a frame; this cancels the previous search."""
        search = self._session.search_for_blame(about, frame)
        if isinstance(search, Problem):
            self.shown = search
            return
        self._stop()
        self._search = search
        search.wait(AT_ONCE_S)
        if not self.look():
            events = grouped(self._session.total)
            self.shown = Problem("Looking back", f"through {events} events")

    def look(self) -> bool:
        """Take over the answer if the search has ended; return whether it has."""
        found = None if self._search is None else self._session.blamed(self._search)
        if found is None:
            return False
        self._search, self.shown = None, found
        return True

    def due_ms(self) -> float | None:
        """Return when to check again, in milliseconds; None: no search is running."""
        return None if self._search is None else LOOK_EACH_MS

    def close(self) -> None:
        """Discard the answer and stop the search."""
        self._stop()
        self.shown = None

    def _stop(self) -> None:
        if self._search is not None:
            self._search.stop()
            self._search = None
