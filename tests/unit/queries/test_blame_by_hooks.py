"""Blame asks a game what an event is about and who did it; field names are only the default."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from game.viewing.plugin import GAME
from replay import Event, EventStore, EventType, Projection, Schema, Timeline
from replay.games import Game, item_of, owner_of
from replay.queries.blame import blame_item, picks_of


@dataclass(frozen=True, slots=True)
class Put:
    who: str
    gem: int


@dataclass(frozen=True, slots=True)
class Pressed:
    who: str
    key: str


class Facts(EventType):
    PUT = Put
    PRESSED = Pressed
    RANG = str


class Gems(Projection[Any, dict[str, int]]):
    """Who put which gem last."""

    def initial(self) -> dict[str, int]:
        return {}

    def apply(self, state: dict[str, int], event: Event[Any]) -> dict[str, int]:
        if isinstance(event.data, Put):
            state[event.data.who] = event.data.gem
        return state

    def dump(self, state: dict[str, int]) -> object:
        return dict(state)


HOOKED = Game(
    schema=Schema(game="gems", events=Facts),
    projection=Gems(),
    item=lambda data: data.gem,
    owner=lambda data: data.who,
)
STORY = [
    Event(Facts.PRESSED, Pressed("ana", "e"), 1),
    Event(Facts.PUT, Put("ana", 7), 2),
    Event(Facts.RANG, "bell", 3),
    Event(Facts.PRESSED, Pressed("bo", "e"), 4),
    Event(Facts.PUT, Put("bo", 7), 5),
    Event(Facts.PUT, Put("bo", 8), 6),
]


def store() -> EventStore[Any]:
    kept = EventStore[Any]()
    for event in STORY:
        kept.append(event)
    return kept


def test_a_thing_is_found_by_the_games_own_item_and_its_input_by_its_owner() -> None:
    found = blame_item(store(), 7, 6, {Facts.PRESSED}, *picks_of(HOOKED))

    assert [(link.number, link.input and link.input[0]) for link in found.chain] == [(1, 0), (4, 3)]


def test_a_value_leads_to_the_thing_that_the_game_says_it_is_about() -> None:
    found = Timeline(store(), Gems()).blame("bo", 5, HOOKED)

    assert [link.number for link in found.chain] == [1, 4]


def test_a_game_whose_item_is_a_kind_says_what_the_very_thing_is() -> None:
    of_kind = replace(HOOKED, kind=lambda data: "gem")

    found = Timeline(store(), Gems()).blame_item(8, 6, of_kind)

    assert [link.number for link in found.chain] == [5]
    assert picks_of(GAME) == (item_of, owner_of)
    assert picks_of(None) == (item_of, owner_of)
