"""Blaming: what led to something, looked for while the window goes on, and then shown."""

from __future__ import annotations

from replay.games import HitTarget
from replay.playback.timecode import grouped
from replay.viewer.model.blame_chain import Blamed
from replay.viewer.model.blame_search import BlameSearch
from replay.viewer.model.problem import Problem
from replay.viewer.model.session import Session

AT_ONCE_S = 0.1
"""Seconds that an answer may take; until then the picture stands."""
LOOK_EACH_MS = 30.0
"""Between two looks at whether what was asked for has been found."""


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
        """Ask what led to something at a frame; what was asked before is asked no more."""
        search = self._session.search_for_blame(about, frame)
        if isinstance(search, Problem):
            self.shown = search
            return
        self._stop()
        self._search = search
        search.wait(AT_ONCE_S)
        if not self.look():
            events = grouped(self._session.index.count)
            self.shown = Problem("Looking back", f"through {events} events")

    def look(self) -> bool:
        """See whether what was asked for has been found; return whether it was."""
        found = None if self._search is None else self._session.blamed(self._search)
        if found is None:
            return False
        self._search, self.shown = None, found
        return True

    def due_ms(self) -> float | None:
        """Return when to look again, in milliseconds; None: nothing is being looked for."""
        return None if self._search is None else LOOK_EACH_MS

    def close(self) -> None:
        """Show no answer, and look for none."""
        self._stop()
        self.shown = None

    def _stop(self) -> None:
        if self._search is not None:
            self._search.stop()
            self._search = None
