"""How a match ended, or stood, in a few words for the list of recordings. Pure."""

from __future__ import annotations

from game.model.nests import nest_scores
from game.model.state import Match


def standing(state: Match, frame: int) -> str:
    """Say who won, or was ahead when the match was left, and how the best two stood."""
    scores = nest_scores(state)
    best = sorted(scores, reverse=True)[:2]
    if not any(best):
        return "nobody has a point" if scores else ""
    points = " : ".join(map(str, best))
    leaders = [
        who.name for who, score in zip(state.players, scores, strict=True) if score == best[0]
    ]
    if len(leaders) > 1:
        return f"a draw, {points}"
    return f"{leaders[0]} {'led' if state.ended is None else 'won'}, {points}"
