"""Events in words: the text of a row of the list or the feed.

Knows events, and a game's words and icons for them if there is a game. If a game's code raises,
the names recorded in the event are shown instead.
"""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pygame import Surface

from replay.events import Event, EventType
from replay.games import EventText, Game
from replay.queries.blame import picks_of
from replay.ui.text import printable
from replay.values.named_fields import NamedFields
from replay.values.value_text import value_text
from replay.viewer.model.event_index import Chosen
from replay.viewer.model.game_answers import icon_of, text_of
from replay.viewer.model.problem import Problem

KEPT = 512
"""How many rows are cached: a few screens full."""
LONGEST_VALUE = 60

Numbered = Callable[[int, int, frozenset[EventType] | None], Iterable[tuple[int, Event[Any]]]]


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as people read it; ``actor`` is a player's number or None."""

    frame: int
    type: EventType
    data: Any
    actor: int | None
    verb: str
    object: str
    icon: Surface | None


class EventRows:
    """Rows of some chosen events, made when needed, and cached.

    ``numbered(start, stop, types)`` yields events of some types with their numbers; ``end`` returns
    the state from which the game's words take names. ``failed`` is told which of the game's
    functions raised, for which event, and what.
    """

    def __init__(
        self,
        numbered: Numbered,
        game: Game | None,
        end: Callable[[], Any],
        failed: Callable[[str, Event[Any], Exception], object],
    ) -> None:
        self._numbered = numbered
        self._game = game
        self._end = end
        self._failed = failed
        self._kept: OrderedDict[tuple[frozenset[EventType] | None, int], list[EventRow]] = (
            OrderedDict()
        )

    def between(self, chosen: Chosen, start: int, stop: int) -> list[EventRow]:
        """Return the rows of the chosen events from index ``start`` to before ``stop``."""
        index, stop = max(0, start), min(len(chosen), stop)
        if index >= stop:
            return []
        skipped = index - chosen.index_of(chosen.number(index))
        rows: list[EventRow] = []
        while len(rows) < stop - index:
            numbers = chosen.numbers(index + len(rows), stop)
            if not all((chosen.types, number) in self._kept for number in numbers):
                self._make(chosen.types, numbers)
            found = [row for number in numbers for row in self._kept[chosen.types, number]]
            rows += found[skipped:]
            skipped = 0
            if not found:
                break
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return rows[: stop - index]

    def _make(self, types: frozenset[EventType] | None, numbers: list[int]) -> None:
        """Make the rows of these events of one block; upcasting may have made several of one."""
        made: dict[int, list[EventRow]] = {number: [] for number in numbers}
        for number, event in self._numbered(numbers[0], numbers[-1] + 1, types):
            if number in made:
                made[number].append(self.row(event))
        for number, rows in made.items():
            self._kept[types, number] = rows

    def row(self, event: Event[Any]) -> EventRow:
        """Return an event in words."""
        words = self._words(event)
        return EventRow(
            frame=event.frame,
            type=event.type,
            data=event.data,
            actor=words.actor,
            verb=words.verb,
            object=words.object,
            icon=self._icon(event),
        )

    def _words(self, event: Event[Any]) -> EventText:
        end = self._end()
        if self._game is not None and self._game.words and not isinstance(end, Problem):
            try:
                return text_of(self._game.words(event, end))
            except Exception as cause:  # noqa: BLE001 - a game's words may raise anything
                self._failed("words", event, cause)
                return dataclasses.replace(plain_words(event), actor=self._actor(event))
        return dataclasses.replace(plain_words(event), actor=self._actor(event))

    def _actor(self, event: Event[Any]) -> int | None:
        """Return who did it, according to the game's ``owner``, if that gives a player's number."""
        actor = picks_of(self._game)[1](event.data) if self._game is not None else None
        return actor if type(actor) is int else None

    def _icon(self, event: Event[Any]) -> Surface | None:
        if self._game is None or self._game.icon is None:
            return None
        try:
            return icon_of(self._game.icon(event))
        except Exception as cause:  # noqa: BLE001 - a game's icons may raise anything
            self._failed("icon", event, cause)
            return None


def plain_words(event: Event[Any]) -> EventText:
    """Say what happened by the names in the recording."""
    told = ", ".join(f"{name} {value}" for name, value in fields_of(event.data))
    return EventText(None, spoken(event.type.name), told)


def spoken(name: str) -> str:
    """Return a name of a catalogue as words: "ITEM_ADDED" is "item added"."""
    return name.replace("_", " ").lower()


def fields_of(data: Any) -> list[tuple[str, str]]:
    """Return an event's fields by name, as text of limited length."""
    if isinstance(data, NamedFields):
        values: Mapping[str, Any] = data.as_dict()
    elif dataclasses.is_dataclass(data):
        values = {field.name: getattr(data, field.name) for field in dataclasses.fields(data)}
    else:
        values = {"": data}
    return [(name, _text(value)) for name, value in values.items()]


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        value = value[:LONGEST_VALUE]  # more of its entries are not shown
    text = value_text(value)
    told = printable(text[:LONGEST_VALUE])
    return told if len(text) <= LONGEST_VALUE else told + "…"
