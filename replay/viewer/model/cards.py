"""Players' cards by their numbers, and which of them is looked at.

A card's index among the others says nothing: people leave, join late, or have numbers with holes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from replay.games import PlayerCard

Cards = Mapping[int, PlayerCard]
"""Cards by their players' numbers, in the game's order."""


def by_number(cards: Sequence[PlayerCard]) -> Cards:
    """Return cards by number: a card without one has its index among them."""
    numbers = (index if card.number is None else card.number for index, card in enumerate(cards))
    return dict(zip(numbers, cards, strict=True))


def looked_at(cards: Cards, player: int) -> int:
    """Return whose card stands out: the chosen player's, or the first where there is none."""
    return player if player in cards else next(iter(cards), player)


def beside(cards: Cards, player: int, steps: int) -> int:
    """Return whose card is so many steps on, round and round."""
    if not cards:
        return player
    numbers = list(cards)
    return numbers[(numbers.index(looked_at(cards, player)) + steps) % len(numbers)]
