"""A game of odd values and names: whatever a file may hold that is hard to show and to ask for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from replay import Event, EventType, Projection, Recorder, Schema
from replay.games import Game


class Colour(Enum):
    RED = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that was put under a name."""

    name: str
    share: float = 0.0
    raw: bytes = b""
    colour: Colour = Colour.RED
    pair: tuple[float, float] = (0.0, 1.0)


class Odd(EventType):
    KEPT = Kept


SCHEMA = Schema("odd", Odd)


class Shelf(Projection[Any, dict[str, list[Any]]]):
    """What was kept last under each name, and by every kind of key."""

    name = "shelf"

    def initial(self) -> dict[str, list[Any]]:
        return {}

    def apply(self, state: dict[str, list[Any]], event: Event[Any]) -> dict[str, list[Any]]:
        kept = event.data
        state[kept.name] = [kept.share, kept.raw, list(kept.pair), event.frame]
        return state

    def view(self, state: dict[str, list[Any]]) -> object:
        kept = {
            name: {
                "share": share, "raw": raw, "pair": tuple(pair), "text": name, "last": last,
                "colour": Colour.RED, "both": frozenset([raw, share]), "record": Kept(name, share),
            }
            for name, (share, raw, pair, last) in state.items()
        }  # fmt: skip
        cells = {(0, 1): list(state), (1, (2, 3)): 7, ("a b", 1.5): 8}
        return {"kept": kept, "cells": cells, "by_number": {2: "two", "03": "three"}}


GAME = Game(SCHEMA, Shelf())
INFINITE = (math.inf, -math.inf, math.nan)
NAMES = (
    "Mr. X", "", "a b", 'say "hi"', "it's", "12", "-", "null", "inf", "\x1b[2J", "a\nb", "ä",
    "Infinity", "007", "(0, 1)", " x", "$", "{}", "\\n", "#", "x=1", "-3", "1e3", "\u202e",
)  # fmt: skip


def record(path: Path, names: Sequence[str] = NAMES, **metadata: Any) -> Path:
    """Record a thing for each name, a frame after the other."""
    with Recorder(path, SCHEMA, projection=None, metadata=metadata) as recorder:
        for frame, name in enumerate(names):
            share = INFINITE[frame % 3]
            raw = (b"", b"\x12\x34", b"\x1b\xff", b"\x12\xe4")[frame % 4]
            recorder.append(Event(Odd.KEPT, Kept(name, share, raw, pair=(share, 1.5)), frame))
    return path
