"""The rules: ``decide`` returns what happens in a frame, given the players' inputs.

Pure, and whole numbers only: no clock, no random generator, no file. It decides;
``game.model.fold`` applies. It never changes the state it is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from game.model.events import CourseChanged, Facts, MatchEnded
from game.model.inputs import Held
from game.model.nests import nest_scores
from game.model.state import Match
from game.rules.actions import dash, drop, knock, take
from game.rules.chance import chance
from game.rules.motion import course, is_dazed, is_steady, standing
from game.rules.spawning import delivery, is_delivery, scattering
from game.rules.turn import Turn
from replay import Decision, Rules


def decide(state: Match, inputs: Sequence[Decision], frame: int, seed: int) -> list[Decision]:
    """Return what happens in ``frame``, in order, given the state after the frame before.

    ``inputs`` are the INPUT_CHANGED decisions of players whose inputs changed (in frame 0: who
    plays, and for how long); the result begins with them. Then the players act in turn, each on
    the state that the one before left. In frame ``state.length`` everybody stops and the match
    ends; after that nothing happens.
    """
    if not state.length:
        players = sum(type is Facts.PLAYER_JOINED for type, _ in inputs)
        return [*inputs, *scattering(seed, players)]
    if state.ended is not None:
        return list(inputs)
    last, delivers = frame >= state.length, is_delivery(frame, state.length)
    eventful = inputs or last or delivers
    if not eventful and all(is_steady(who, frame) for who in state.players):
        return []
    turn = Turn(state, frame)
    pressed = _presses(turn, inputs)
    if last:
        _end(turn)
        return turn.decisions
    if delivers:
        new = delivery(seed, len(state.players), len(state.items), frame, state.length)
        for type, data in new:
            turn.happens(type, data)
    for player in _order(len(state.players), frame, seed):
        _act(turn, player, pressed[player])
    return turn.decisions


INPUT_TYPES = frozenset({Facts.INPUT_CHANGED, Facts.MATCH_STARTED, Facts.PLAYER_JOINED})
RULES = Rules(version=3, input_types=INPUT_TYPES, decide=decide)


def _presses(turn: Turn, inputs: Sequence[Decision]) -> list[int]:
    """Apply the inputs; return for each player the controls that it did not hold before."""
    pressed = [0] * len(turn.state.players)
    for type, wish in inputs:
        pressed[wish.player] |= wish.held & ~turn.state.players[wish.player].held
        turn.happens(type, wish)
    return pressed


def _order(players: int, frame: int, seed: int) -> Iterator[int]:
    """Yield all players, starting from one chosen by hash, so that nobody is always first."""
    first = chance(seed, frame, 0, players)
    for step in range(players):
        yield (first + step) % players


def _act(turn: Turn, player: int, pressed: int) -> None:
    """Let one player do its newly pressed actions, move, and knock into players if it dashes."""
    who = turn.state.players[player]
    if pressed and not is_dazed(who, turn.frame):
        if pressed & Held.DROP:
            drop(turn, player)
        if pressed & Held.TAKE:
            take(turn, player)
        if pressed & Held.DASH:
            dash(turn, player)
    x, y, vx, vy = course(turn.state, who, turn.frame)
    _go_on(turn, player, x, y, vx, vy)
    knock(turn, player)


def _go_on(turn: Turn, player: int, x: int, y: int, vx: int, vy: int) -> None:
    """Add a COURSE_CHANGED if this differs from the player's course."""
    who = turn.state.players[player]
    if (vx, vy) != (who.vx, who.vy) or (x, y) != who.position(turn.frame):
        turn.happens(Facts.COURSE_CHANGED, CourseChanged(player, x, y, vx, vy))


def _end(turn: Turn) -> None:
    """Stop all players where they stand, and count the points."""
    for player, who in enumerate(turn.state.players):
        _go_on(turn, player, *standing(who, turn.frame), 0, 0)
    scores = tuple(nest_scores(turn.state))
    turn.happens(Facts.MATCH_ENDED, MatchEnded(scores))
