"""What a projection raises while a recording is read stays what it is."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from counting import Added, Counts, Facts, Named, S, recorded

from replay import Event, LiveProjection, Recording, Schema, Timeline, fold, fold_all
from replay.file.builder import KEYFRAME_EVENTS


class Bug(Counts):
    name = "bug"

    def apply(self, state: int, event: Event[Any]) -> int:
        if event.frame == 1700:
            raise KeyError("no player 1700")
        return state + 1


NOTE = "when event 1700, ADDED of frame 1700, was folded"


ASKS: dict[str, tuple[Callable[[Recording], Any], str]] = {
    "at": (lambda r: Timeline(r, Bug()).at(1750), NOTE),
    "walk": (lambda r: list(Timeline(r, Bug()).walk(1690, 3)), NOTE),
    "back": (lambda r: list(Timeline(r, Bug()).walk(1800, -3)), NOTE),
    "live": (lambda r: LiveProjection(r, Bug()).state(), NOTE),
    "blame": (lambda r: Timeline(r, Bug()).blame((), 1800), NOTE),
    "fold": (lambda r: fold(r, Bug()), NOTE.replace("event 1700", "the event")),
    "fold all": (lambda r: fold_all(r, Added(), Bug()), NOTE.replace("event 1700", "the event")),
    "find": (
        lambda r: list(Timeline(r, Bug()).find(bool)),
        NOTE.replace("event 1700", "the event"),
    ),
}


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
@pytest.mark.parametrize("kept", [None, Counts], ids=["no keyframes", "keyframes"])
@pytest.mark.parametrize("upcast", [False, True])
def test_what_a_projection_raises_stays_what_it_is_with_event_and_frame(
    ask: tuple[Callable[[Recording], Any], str],
    kept: type[Counts] | None,
    upcast: bool,
    tmp_path: Path,
) -> None:
    question, note = ask
    projection = None if kept is None else type("Kept", (kept,), {"name": "bug"})()
    path = recorded(tmp_path / "a.replay", projection)
    same: Any = lambda name, fields: [(name, fields)]  # noqa: E731
    schema = Schema("g", Facts, version=2, upcasters={1: same}) if upcast else S

    with Recording(path, schema) as recording:
        if projection is not None and not upcast:
            assert Timeline(recording, Bug()).at(1699) == 1700
        with pytest.raises(KeyError, match="no player 1700") as raised:
            question(recording)

        assert raised.value.__notes__ == [note]


def test_an_upcasters_mistake_is_not_told_as_the_folds(tmp_path: Path) -> None:
    def slips(name: str, fields: dict[str, Any]) -> Any:
        return [(name, fields)] if fields["value"] != "i4" else [(name, {"value": fields["x"]})]

    path = recorded(tmp_path / "a.replay", None)
    with Recording(path, Schema("g", Facts, version=2, upcasters={1: slips})) as recording:
        with pytest.raises(KeyError, match="x") as raised:
            Timeline(recording, Named()).at(100)

        (note,) = raised.value.__notes__
        assert "upcaster from version 1, given ADDED of frame 4" in note


def test_a_mistake_behind_many_keyframes_costs_one_fold_of_all(tmp_path: Path) -> None:
    path = recorded(tmp_path / "a.replay", type("Kept", (Counts,), {"name": "bug"})())
    asked = Bug()
    folded = 0

    def counting(state: int, event: Event[Any]) -> int:
        nonlocal folded
        folded += 1
        return Bug.apply(asked, state, event)

    with Recording(path, S) as recording, warnings.catch_warnings():
        warnings.simplefilter("error")
        timeline = Timeline(recording, asked)
        object.__setattr__(asked, "apply", counting)
        for _ in range(50):
            with pytest.raises(KeyError):
                timeline.at(1700)
        assert timeline.at(1699) == 1700

    assert folded < 1701 + 52 * KEYFRAME_EVENTS
