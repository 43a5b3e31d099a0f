"""Players' cards by player number, and which of them is chosen.

A card's index does not identify its player: players leave or join late, and numbers may have gaps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from replay.games import PlayerCard

Cards = Mapping[int, PlayerCard]
"""Cards by player number, in the game's order."""


def by_number(cards: Sequence[PlayerCard]) -> Cards:
    """Return cards by player number; a card without a number gets its index."""
    numbers = (index if card.number is None else card.number for index, card in enumerate(cards))
    return dict(zip(numbers, cards, strict=True))


def looked_at(cards: Cards, player: int) -> int:
    """Return whose card is highlighted: the chosen player, or the first if that has no card."""
    return player if player in cards else next(iter(cards), player)


def beside(cards: Cards, player: int, steps: int) -> int:
    """Return the player ``steps`` cards after the highlighted one, wrapping around."""
    if not cards:
        return player
    numbers = list(cards)
    return numbers[(numbers.index(looked_at(cards, player)) + steps) % len(numbers)]
