"""A blame query that runs in a thread, so that the window stays responsive.

Opens the recording a second time for that thread. ``stop`` closes it, which ends the query.
"""

from __future__ import annotations

from threading import Thread

from replay.games import Game, HitTarget
from replay.queries.blame import Blame
from replay.recording import Recording
from replay.viewer.model.blame_chain import found_by
from replay.viewer.model.problem import Problem


class BlameSearch:
    """A search that has begun; ``found`` is None until it has ended."""

    def __init__(self, recording: Recording, game: Game, asked: HitTarget, frame: int) -> None:
        self.asked, self.frame = asked, frame
        self.found: Blame | Problem | None = None
        self._game = game
        self._recording = Recording(recording.path, game.schema, past_damage=True)
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait until the search has ended, at most this long."""
        self._thread.join(seconds)

    def stop(self) -> None:
        """Stop the search by closing its file, so that its next read fails."""
        self._recording.close()

    def _look(self) -> None:
        self.found = found_by(self._recording, self._game, self.asked, self.frame)
        self._recording.close()
