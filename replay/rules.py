"""Rules: what a game decides from the inputs. Needed to re-simulate and to play on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from replay.events import EventType

Decision = tuple[EventType, Any]
"""An event before it has a frame: its type and its data."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The pure half of a game: ``decide(state, inputs, frame, seed)`` → what happens.

    ``inputs`` are the decisions of types ``input_types`` that reach the game in this frame;
    ``decide`` returns them first, because inputs are events too. ``state`` is the one after the
    previous frame, ``frame`` the one to decide, ``seed`` determines everything random in a match.
    ``decide`` never changes the state it is given and uses no clock, no random generator and no
    file: only then does the same past lead to the same future on every machine, and next year.
    Raise ``version`` whenever the same inputs would lead to other events.

    Deciding and applying are kept apart (the *decider* pattern): decisions may be refused, and
    may change with the rules; what has happened may not.
    """

    version: int
    input_types: Collection[EventType]
    decide: Callable[[Any, Sequence[Decision], int, int], list[Decision]]
