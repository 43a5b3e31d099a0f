"""The thief: robs nests that nobody guards, and runs into people who carry something."""

from __future__ import annotations

from game.bots.ambush import keys_to_dash
from game.bots.errands import best, chasing, fetching, going_home
from game.bots.hands import dash, is_thinking, kept, run
from game.bots.sight import Sight
from game.model.inputs import Inputs
from game.model.nests import nest_scores
from game.model.room import VALUES
from game.model.state import Item, Match

WARY = 200
"""A nest is guarded while its owner is within so many pixels of it."""
FOUND, ROBBED, SNATCHED = 50, 150, 90
"""Worth of a point, in hundredths: on the floor, in the richest nest of others, and in a bag."""
GUARDED = 15
"""Percent of that worth in a guarded nest."""


def thief_wants(state: Match, frame: int, player: int) -> Inputs:
    """Return what a thief wants in this frame."""
    if not is_thinking(frame, player):
        return kept(state, player)
    sight = Sight(state, frame, player)
    victims = sight.loaded() if sight.has_room else []
    keys = keys_to_dash(sight, victims)
    if keys is not None:
        return dash(sight, keys)
    worth_in = _worth_of_nests(sight)

    def worth(thing: Item, nest: int | None) -> int:
        return VALUES[thing.kind] * (FOUND if nest is None else worth_in[nest])

    home = going_home(sight)
    return run(sight, best(home, fetching(sight, worth), chasing(sight, victims, SNATCHED)))


def _worth_of_nests(sight: Sight) -> list[int]:
    """Return the worth of a point in each nest: proportional to the square of the nest's points."""
    scores = nest_scores(sight.state)
    richest = max((score for nest, score in enumerate(scores) if nest != sight.player), default=0)
    return [
        ROBBED
        * score
        * score
        // max(1, richest * richest)
        * (GUARDED if sight.is_near_nest(nest, nest, WARY) else 100)
        // 100
        for nest, score in enumerate(scores)
    ]
