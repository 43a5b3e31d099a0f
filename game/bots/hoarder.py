"""The hoarder: collects items from the floor, brings home full bags, and defends its nest.

It robs others only when it is behind in points, and the more so the further behind it is.
"""

from __future__ import annotations

from game.bots.ambush import keys_to_dash
from game.bots.errands import best, chasing, fetching, going_home
from game.bots.hands import dash, is_thinking, kept, run
from game.bots.sight import Sight
from game.model.inputs import Inputs
from game.model.nests import nest_scores
from game.model.room import VALUES
from game.model.state import Item, Match

GUARD = 300
"""A hoarder chases players who carry something within so many pixels of its nest."""
FOUND, ROBBED, WON_BACK = 100, 60, 250
"""Worth of a point, in hundredths: on the floor, in another's nest (if it has no points itself),
and in an intruder's bag."""


def hoarder_wants(state: Match, frame: int, player: int) -> Inputs:
    """Return what a hoarder wants in this frame."""
    if not is_thinking(frame, player):
        return kept(state, player)
    sight = Sight(state, frame, player)
    intruders = [other for other in sight.loaded() if sight.is_near_nest(other, player, GUARD)]
    keys = keys_to_dash(sight, intruders)
    if keys is not None:
        return dash(sight, keys)
    scores = nest_scores(state)
    leading = max(scores)
    robbed = ROBBED * (leading - scores[player]) // max(1, leading)

    def worth(thing: Item, nest: int | None) -> int:
        return VALUES[thing.kind] * (FOUND if nest is None else robbed)

    home = going_home(sight)
    return run(sight, best(home, fetching(sight, worth), chasing(sight, intruders, WON_BACK)))
