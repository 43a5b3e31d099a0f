"""Rules: what a game decides from what people want. Needed to re-simulate and to take over."""

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
    they come back first in what ``decide`` returns, because inputs are events too. ``state`` is
    that after the frame before, ``frame`` the one to decide, ``seed`` what all chance of a match
    depends on. ``decide`` never changes the state it is given and looks at no clock, no random
    generator and no file: only so does the same past lead to the same future on every machine,
    and next year. Raise ``version`` whenever the same inputs would lead to other events.

    Deciding and applying are kept apart (the *decider* pattern): what is decided may be refused
    or be otherwise tomorrow, what has happened may not.
    """

    version: int
    input_types: Collection[EventType]
    decide: Callable[[Any, Sequence[Decision], int, int], list[Decision]]
