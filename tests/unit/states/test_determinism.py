"""Keyframes that events do not lead to: randomness is told from damage."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from counting import Counts, Named, Removed, S, recorded

from replay import Event, Recording, Timeline
from replay.errors import StaleKeyframes


class Dice(Counts):
    """Does not only depend on the events."""

    name = "dice"
    rolls = itertools.count()

    def apply(self, state: int, event: Event[Any]) -> int:
        return state + (next(self.rolls) if event.frame == 1500 else 1)


def test_randomness_is_told_from_damage_since_its_frame(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", Dice())

    with Recording(path, S) as recording:
        timeline = Timeline(recording, Dice())
        timeline.at(1499)
        with pytest.warns(StaleKeyframes, match=r"twice.*'dice'.* since frame 1500: .*randomness"):
            list(timeline.walk(0, 1))


def test_a_false_keyframe_is_not_called_randomness(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", type("Other", (Removed,), {"name": "named"})())

    with Recording(path, S) as recording:
        with pytest.warns(StaleKeyframes, match="not what the events lead to; they are no") as said:
            list(Timeline(recording, Named()).walk(0, 1))
        assert "twice" not in str(said[0].message)
