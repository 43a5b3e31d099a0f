"""Bots: pure functions from the state to inputs, without memory.

They see what a person sees and press what a person can press. In reading order: sight (what a bot
sees), steering (finding the way), errands (where to go and why), ambush (dashing into players),
hands (which keys to press), and the minds: hoarder and thief.
"""

from __future__ import annotations

from typing import assert_never

from game.bots.hands import kept
from game.bots.hoarder import hoarder_wants
from game.bots.thief import thief_wants
from game.model.events import Mind
from game.model.inputs import Inputs
from game.model.state import Match

__all__ = ["mind_of"]


def mind_of(state: Match, frame: int, seed: int, player: int) -> Inputs:
    """Return a bot's inputs in ``frame``, given the state after the frame before.

    For a person, returns the inputs of the frame before.
    """
    mind = state.players[player].mind
    match mind:
        case Mind.HUMAN:
            return kept(state, player)
        case Mind.HOARDER:
            return hoarder_wants(state, frame, player)
        case Mind.THIEF:
            return thief_wants(state, frame, player)
    assert_never(mind)
