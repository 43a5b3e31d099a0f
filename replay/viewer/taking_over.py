"""Taking over: who plays on from a frame, and as whom, or why that is impossible."""

from __future__ import annotations

from replay.viewer.model.cards import looked_at
from replay.viewer.model.problem import Problem
from replay.viewer.model.session import Session
from replay.viewer.outcome import PlayOn


def take_over(session: Session, frame: int, player: int) -> PlayOn | Problem:
    """Return how to play on from a frame as the player with this number, or as another."""
    state = session.state(frame)
    if session.game is None or session.game.play_on is None:
        why = "Its game is not installed, or does not support resuming."
        return Problem("Can't take over here", why)
    if isinstance(state, Problem):
        return state
    cards = session.cards(frame)
    cards = session.players if isinstance(cards, Problem) else cards
    return PlayOn(frame, looked_at(cards, player) if cards else 0)
