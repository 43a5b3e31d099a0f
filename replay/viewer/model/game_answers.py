"""What a game's functions return, checked: a wrong type is told as what they raise is.

Otherwise it would be found while the window is painted, where nothing can say whose it is.
"""

from __future__ import annotations

from typing import TypeVar

from pygame import Color, Surface

from replay.games import EventText, Game, GameTrouble, HitTarget, PlayerCard, Slot
from replay.viewer.model.cards import Cards, by_number

T = TypeVar("T")
MAX_PLAYER = 2**63


def check_lanes(game: Game) -> None:
    """Raise GameTrouble if a lane's colour is none that pygame knows."""
    for lane in game.lanes:
        try:
            Color(lane.colour)
        except (ValueError, TypeError) as cause:
            said = f"the lane {lane.name!r}: pygame knows no colour {lane.colour!r}"
            raise GameTrouble(said) from cause


def text_of(answer: object) -> EventText:
    """Return what ``words`` returned. Raises TypeError if it is no EventText of text."""
    words = _of(EventText, answer)
    if words.actor is not None:
        _number(words.actor, "EventText.actor")
    _of(str, words.verb, "EventText.verb")
    _of(str, words.object, "EventText.object")
    return words


def picture_of(answer: object) -> Surface:
    """Return what a card's or slot's ``icon`` returned. Raises TypeError if it is no Surface."""
    return _of(Surface, answer)


def icon_of(answer: object) -> Surface | None:
    """Return an event's icon, or None as it has none. Raises TypeError if it is no Surface."""
    return None if answer is None else picture_of(answer)


def target_of(answer: object) -> HitTarget | None:
    """Return what ``pick`` returned. Raises TypeError if it is neither None nor a HitTarget."""
    if answer is None:
        return None
    target = _of(HitTarget, answer)
    _of(str, target.words, "HitTarget.words")
    hash(target.item)
    tuple(target.path)
    return target


def cards_of(answer: object) -> Cards:
    """Return what ``cards`` returned, by player number.

    Raises TypeError or ValueError if something of it cannot be shown.
    """
    if not isinstance(answer, (list, tuple)):
        raise TypeError(f"it returned {type(answer).__name__}, not a list of PlayerCard")
    for card in answer:
        _check_card(_of(PlayerCard, card))
    return by_number(answer)


def _check_card(card: PlayerCard) -> None:
    if card.number is not None:
        _number(card.number, "PlayerCard.number")
    _of(str, card.name, "PlayerCard.name")
    Color(card.colour)
    for name, value in card.facts:
        _of(str, name, "PlayerCard.facts")
        _of(str, value, "PlayerCard.facts")
    if not isinstance(card.slots, (list, tuple)):
        raise TypeError(f"PlayerCard.slots: {type(card.slots).__name__}, not a list")
    for slot in card.slots:
        if slot is not None:
            _of(str, _of(Slot, slot, "PlayerCard.slots").text, "Slot.text")
    tuple(card.bag)


def _number(value: object, where: str) -> None:
    if not -MAX_PLAYER < _of(int, value, where) < MAX_PLAYER:
        raise ValueError(f"{where}: no player has so large a number")


def _of(kind: type[T], value: object, where: str = "it returned") -> T:
    """Return a value of this type."""
    if not isinstance(value, kind):
        raise TypeError(f"{where}: {type(value).__name__}, not {kind.__name__}")
    return value
