"""How an event is told: as a line for people, in the game's own words, or as JSON."""

from __future__ import annotations

from typing import Any

from replay.cli.opening import Opened
from replay.errors import RecordingError
from replay.events import Event
from replay.games import Words
from replay.plain import plain
from replay.timeline import Timeline


def record(number: int, event: Event[Any]) -> dict[str, Any]:
    """Return an event as the JSON form has it."""
    return {
        "n": number,
        "frame": event.frame,
        "timestamp": event.timestamp.isoformat(timespec="milliseconds"),
        "type": event.type.name,
        "data": plain(event.data),
    }


def player_names(players: Any) -> list[str]:
    """Return the names of the players that a recording's metadata tell of."""
    return [
        str(player.get("name", number)) if isinstance(player, dict) else str(player)
        for number, player in enumerate(players if isinstance(players, list) else [])
    ]


class Teller:
    """Tells a recording's events: who did what to what, or by their names and fields."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._names = player_names(opened.recording.metadata.get("players"))
        self._end: tuple[int, Any] | None = None

    def line(self, number: int, event: Event[Any]) -> str:
        """Return an event as people read it: number, time, frame, type, and what happened."""
        clock = self._opened.clock(event.frame)
        return f"{number:>7}  {clock:>9}  {event.frame:>7}  {self.told(event)}"

    def told(self, event: Event[Any]) -> str:
        """Return an event's type and what happened."""
        words = self.words(event)
        if words is None:
            return f"{event.type.name:<16}  {_fields(event)}"
        who = () if words.actor is None else (self.name(words.actor),)
        told = " ".join(part for part in (*who, words.verb, words.object) if part)
        return f"{event.type.name:<16}  {told}"

    def words(self, event: Event[Any]) -> Words | None:
        """Return an event in its game's words, if it has some."""
        game = self._opened.game
        if game is None or game.words is None:
            return None
        try:
            return game.words(event, self._last_state())
        except Exception:  # noqa: BLE001 - a game's words may raise anything, at strange events
            return None

    def name(self, player: int) -> str:
        """Return what a player is called."""
        known = 0 <= player < len(self._names)
        return self._names[player] if known else f"player {player}"

    def number(self, player: str) -> int:
        """Return the number of a player that was asked for by number or name.

        Raises ValueError with the names there are.
        """
        if player.isdecimal():
            return int(player)
        names = [name.casefold() for name in self._names]
        if player.casefold() not in names:
            known = ", ".join(self._names) or "not named here"
            raise ValueError(f"there is no player {player}; the players are {known}")
        return names.index(player.casefold())

    def _last_state(self) -> Any:
        """Return the state that lends the words its names: the last one, as far as is known."""
        recording = self._opened.recording
        if self._end is None or self._end[0] != recording.frames:
            self._end = recording.frames, self._state_at(recording.frames - 1)
        return self._end[1]

    def _state_at(self, frame: int) -> Any:
        try:
            return Timeline(self._opened.recording, self._opened.projection).at(frame)
        except RecordingError:
            return self._opened.projection.initial()


def _fields(event: Event[Any]) -> str:
    data = plain(event.data)
    fields = data.items() if isinstance(data, dict) else [("", data)]
    return " ".join(f"{name}={value}" if name else str(value) for name, value in fields)
