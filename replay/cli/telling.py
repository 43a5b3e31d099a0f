"""Events as output: as a line for people, in the game's own words, or as JSON."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from replay.cli.players import Players
from replay.console.terminal import shown
from replay.errors import RecordingError
from replay.projections import starting_state
from replay.timeline import Timeline
from replay.values.escaping import visible
from replay.values.jsonable import by_names, jsonable
from replay.values.path_text import step_text
from replay.values.value_text import value_text

if TYPE_CHECKING:
    from replay.cli.opening import Opened
    from replay.events import Event
    from replay.games import EventText


def record(number: int, event: Event[Any]) -> dict[str, Any]:
    """Return an event as the JSON form has it."""
    return {
        "n": number,
        "frame": event.frame,
        "timestamp": event.timestamp.isoformat(timespec="milliseconds"),
        "type": event.type.name,
        "data": jsonable(event.data),
    }


class Teller:
    """Makes text of a recording's events: who did what to what, or their names and fields."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self.players = Players(opened)
        self._end: tuple[int, Any] | None = None

    def line(self, number: int, event: Event[Any]) -> str:
        """Return an event as people read it: number, time, frame, type, and what happened."""
        time = self._opened.timecode(event.frame)
        return f"{number:>7}  {time:>9}  {event.frame:>7}  {self.told(event)}"

    def told(self, event: Event[Any]) -> str:
        """Return an event's type and what happened."""
        words = self.words(event)
        if words is None:
            return f"{visible(event.type.name):<16}  {_fields(event)}"
        who = () if words.actor is None else (visible(self.players.name(words.actor)),)
        told = " ".join(part for part in (*who, words.verb, words.object) if part)
        return f"{visible(event.type.name):<16}  {told}"

    def words(self, event: Event[Any]) -> EventText | None:
        """Return an event in its game's words, if it has some."""
        game = self._opened.game
        if game is None or game.words is None:
            return None
        try:
            return game.words(event, self._last_state())
        except Exception:  # noqa: BLE001 - a game's words may raise anything for unknown events
            return None

    def _last_state(self) -> Any:
        """Return the state from which the words take names: about the last one, if known."""
        recording = self._opened.recording
        if self._end is None or self._end[0] != recording.frames:
            self._end = recording.frames, self._state_at(recording.frames - 1)
        return self._end[1]

    def _state_at(self, frame: int) -> Any:
        """Return the state at this frame or, where it is unknown, at an earlier one."""
        recording, projection = self._opened.recording, self._opened.projection
        timeline, first = Timeline(recording, projection), recording.first_frame
        known = [stretch.stop - 1 for stretch in timeline.known]
        earlier = [first + ((frame - first) >> halvings) for halvings in range(1, 64)]
        for one in dict.fromkeys([frame, *reversed(known), *earlier]):
            with suppress(RecordingError, IndexError):
                return timeline.roughly(one)
        return starting_state(projection, recording)


def lines_for_people(teller: Teller) -> Callable[[int, Event[Any]], str]:
    """Return the function from an event's number and the event to its line, escaped."""
    return lambda number, event: f"{shown(teller.line(number, event))}\n"


def _fields(event: Event[Any]) -> str:
    data = by_names(event.data)
    if not isinstance(data, dict):
        return value_text(data)
    return " ".join(f"{step_text(name)}={value_text(value)}" for name, value in data.items())
