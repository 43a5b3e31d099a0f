"""A match by names, as used in queries and blame: ``players.2.bag``, ``items.12.nest``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from game.model.nests import nest_at, nest_score
from game.model.room import SUBPIXELS
from game.model.state import NOBODY, Match, item_name, weight
from replay import MISSING
from replay.projections import Query, look_up


def named(state: Match) -> dict[str, Any]:
    """Return all of a match by names: what is in each bag, and where everything is, in pixels."""
    return {
        "players": _all_named(state, OF_PLAYER, len(state.players)),
        "items": _all_named(state, OF_ITEM, len(state.items)),
        "length": state.length,
        "ended": state.ended,
    }


def look_at(state: Match, path: Sequence[str | int]) -> Any:
    """Return what is at a path into ``named(state)``, computing only the values on the path."""
    match path:
        case []:
            return named(state)
        case ["players", *rest]:
            return _look_among(state, OF_PLAYER, len(state.players), rest)
        case ["items", *rest]:
            return _look_among(state, OF_ITEM, len(state.items), rest)
        case ["length", *rest]:
            return look_up(state.length, rest)
        case ["ended", *rest]:
            return look_up(state.ended, rest)
    return MISSING


def holds(state: Match, question: Query) -> bool:
    """Whether a query is true; computes no more values of a list than are needed to decide."""
    match question.path:
        case ["players"]:
            told_of, count = OF_PLAYER, len(state.players)
        case ["items"]:
            told_of, count = OF_ITEM, len(state.items)
        case _:
            return question.holds(look_at(state, question.path))
    value = question.value
    if question.operator == "has":
        return any(_is(state, told_of, number, value) for number in range(count))
    if question.operator in ("=", "!="):
        same = isinstance(value, list) and len(value) == count
        same = same and all(_is(state, told_of, number, one) for number, one in enumerate(value))
        return same == (question.operator == "=")
    return False  # lists have no order


def _is(state: Match, told_of: dict[str, Told], number: int, value: Any) -> bool:
    """Whether a player or an item equals these named values; stops at the first difference."""
    return (
        isinstance(value, dict)
        and value.keys() == told_of.keys()
        and all(told(state, number) == value[name] for name, told in told_of.items())
    )


def _lies_in(state: Match, item: int) -> int | None:
    thing = state.items[item]
    return nest_at(state, thing.x, thing.y) if thing.holder == NOBODY else None


def _holder(state: Match, item: int) -> int | None:
    holder = state.items[item].holder
    return None if holder == NOBODY else holder


def _reason(state: Match, item: int) -> str | None:
    reason = state.items[item].reason
    return None if reason is None else reason.value


Told = Callable[[Match, int], Any]


def _named(state: Match, told_of: dict[str, Told], number: int) -> dict[str, Any]:
    return {name: told(state, number) for name, told in told_of.items()}


def _all_named(state: Match, told_of: dict[str, Told], count: int) -> list[dict[str, Any]]:
    return [_named(state, told_of, number) for number in range(count)]


def _look_among(
    state: Match, told_of: dict[str, Told], count: int, path: Sequence[str | int]
) -> Any:
    """Return what is at a path into the players or the items, of which there are ``count``."""
    match path:
        case []:
            return _all_named(state, told_of, count)
        case [int(number)] if -count <= number < count:
            return _named(state, told_of, number % count)
        case [int(number), str(name), *rest] if -count <= number < count and name in told_of:
            return look_up(told_of[name](state, number % count), rest)
    return MISSING


OF_PLAYER: dict[str, Told] = {
    "name": lambda state, player: state.players[player].name,
    "mind": lambda state, player: state.players[player].mind.value,
    "x": lambda state, player: state.players[player].x // SUBPIXELS,
    "y": lambda state, player: state.players[player].y // SUBPIXELS,
    "vx": lambda state, player: state.players[player].vx,
    "vy": lambda state, player: state.players[player].vy,
    "slot": lambda state, player: state.players[player].slot,
    "bag": lambda state, player: [item_name(state, item) for item in state.players[player].bag],
    "weight": lambda state, player: weight(state, state.players[player]),
    "score": nest_score,
}
"""A player's values by name; (x, y) is where its course began."""
OF_ITEM: dict[str, Told] = {
    "kind": lambda state, item: state.items[item].kind.value,
    "holder": _holder,
    "nest": _lies_in,
    "x": lambda state, item: state.items[item].x // SUBPIXELS,
    "y": lambda state, item: state.items[item].y // SUBPIXELS,
    "weight": lambda state, item: state.items[item].weight,
    "reason": _reason,
}
"""An item's values by name: who holds it, or in whose nest it lies, or neither; ``reason`` is why
it was let go of last."""
