"""A projection's states are never mistaken for another's."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest
from counting import EVENTS, Added, Counts, Facts, Named, Removed, S, recorded
from hypothesis import given
from hypothesis import strategies as st

from replay import Event, EventStore, Projection, Recording, Timeline, fold
from replay.errors import NoKeyframes
from replay.queries.event_counts import EventCounts
from replay.states.identity import identity_of

T = TypeVar("T")


class Of(Counts):
    name = "of"

    def __init__(self, item: str) -> None:
        self.item = item

    def apply(self, state: int, event: Event[Any]) -> int:
        return state + (event.data == self.item)


class Slotted(Counts):
    __slots__ = ("item",)
    name = "slotted"

    def __init__(self, item: str) -> None:
        self.item = item


class Twice(Named):
    def apply(self, state: int, event: Event[Any]) -> int:
        return state + 2 * (event.type is Facts.ADDED)


class Later(Named):
    name, version = "named", 2


class Remembering(Counts):
    name = "remembering"

    @cached_property
    def answer(self) -> object:
        return object()


class Generally(Counts, Generic[T]):
    name = "generally"


class Fixed(Of):
    name = "fixed"
    parameters = None


class Unfit(Counts):
    name = "unfit"

    def __init__(self) -> None:
        self.inner = Counts()


class GamesTally(Projection[Any, dict[str, Any]]):
    name = "tally"

    def initial(self) -> dict[str, Any]:
        return {"points": 0}

    def apply(self, state: dict[str, Any], event: Event[Any]) -> dict[str, Any]:
        state["points"] += 1
        return state


KEPT = [Named(), Later(), GamesTally(), EventCounts(), Generally[int](), Fixed("i1")]
KEPT += [Of("i1"), Of("i9"), Slotted("i1")]
UNKEPT = [Added(), Removed(), Twice()]


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("kept", [*KEPT, *UNKEPT], ids=lambda p: type(p).__name__)
def test_whoever_asks_gets_the_fold_of_its_own(
    kept: Projection[Any, Any], live: bool, tmp_path: Path
) -> None:
    path = recorded(tmp_path / "a.replay", kept, live=live)

    with Recording(path, S) as recording:
        keyframes = len(recording.reader.contents.keyframe_events)
        assert (keyframes > 0) == (kept in KEPT)
        for asked in (*KEPT, *UNKEPT):
            for frame in (700, 1500):
                assert Timeline(recording, asked).at(frame) == fold(EVENTS[: frame + 1], asked)


parameters = st.dictionaries(
    st.text("ab", min_size=1, max_size=2), st.integers(0, 2) | st.text("ab", max_size=1), max_size=2
)


@given(mine=parameters, theirs=parameters, names=st.tuples(*[st.sampled_from(["", "x", "y"])] * 2))
def test_a_file_keeps_states_by_name_version_and_parameters(
    mine: dict[str, Any], theirs: dict[str, Any], names: tuple[str, str]
) -> None:
    owners = []
    for name, given_parameters in zip(names, (mine, theirs), strict=True):
        made: Any = type("Made", (Counts,), {"name": name} if name else {})()
        vars(made).update({f"_{key}": value for key, value in given_parameters.items()})
        owners.append(identity_of(made))
        assert (owners[-1] is None) == (not name)

    if all(names):
        same = names[0] == names[1] and typed(mine) == typed(theirs)
        assert (owners[0] == owners[1]) == same


def typed(parameters: dict[str, Any]) -> dict[str, tuple[type, Any]]:
    return {name: (type(value), value) for name, value in parameters.items()}


def test_large_parameters_have_no_keyframes_and_that_is_said(tmp_path: Path) -> None:
    with pytest.warns(NoKeyframes, match="'of' has no keyframes: its parameters have"):
        path = recorded(tmp_path / "a.replay", Of("i" * 2000))

    assert not Recording(path, S).reader.contents.keyframe_events


def test_own_attributes_are_the_parameters() -> None:
    remembering = Remembering()
    assert remembering.answer is remembering.answer

    assert Of("i1").parameters == Slotted("i1").parameters == {"item": "i1"}
    assert Named().parameters == Generally[int]().parameters == remembering.parameters == {}


def test_without_plain_parameters_there_are_no_keyframes_and_that_is_said_once(
    tmp_path: Path,
) -> None:
    with pytest.warns(NoKeyframes, match=r"'unfit' has no keyframes.*Give it parameters") as said:
        path = recorded(tmp_path / "a.replay", Unfit())
    assert len(said) == 1

    with Recording(path, S) as recording:
        assert not recording.reader.contents.keyframe_events
        with pytest.warns(NoKeyframes, match="unfit") as said:
            timeline = Timeline(recording, Unfit())
        assert len(said) == 1
        assert [timeline.at(frame) for frame in (9, 1900, 9)] == [10, 1901, 10]


def test_in_memory_nobody_asks_for_an_identity() -> None:
    store = EventStore[Any]()
    for event in EVENTS:
        store.append(event)

    assert Timeline(store, Unfit()).at(1999) == 2000


def test_the_engines_names_are_not_for_games() -> None:
    with pytest.raises(ValueError, match="'replay:' are the engine's own"):
        type("Mine", (Counts,), {"name": "replay:tally"})

    mine = Counts()
    mine.name = "replay:tally"
    with pytest.raises(ValueError, match="'replay:' are the engine's own"):
        identity_of(mine)
    assert identity_of(EventCounts()) == ("replay:tally", 1, b"")


def test_the_engines_old_tallies_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EventCounts, "name", "tally")
    path = recorded(tmp_path / "a.replay", EventCounts())

    with Recording(path, S) as recording:
        assert recording.reader.contents.keyframe_events
        assert Timeline(recording, GamesTally()).at(1999) == {"points": 2000}
