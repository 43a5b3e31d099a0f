"""The installed games by name, each looked for once; why one is missing, if it is."""

from __future__ import annotations

from replay.games import Game, GameTrouble, find_game


class KnownGames:
    """Finds games by the names in recordings, and remembers what it found."""

    def __init__(self) -> None:
        self._found: dict[str, Game | str] = {}

    def game(self, name: str) -> Game | None:
        """Return the installed game of this name, or None."""
        found = self._look(name)
        return found if isinstance(found, Game) else None

    def trouble(self, name: str) -> str:
        """Say why an installed game cannot be used; nothing if it can, or is not installed."""
        found = self._look(name)
        return found if isinstance(found, str) else ""

    def _look(self, name: str) -> Game | str:
        if name not in self._found:
            try:
                self._found[name] = find_game(name) or ""
            except GameTrouble as trouble:
                self._found[name] = str(trouble)
        return self._found[name]
